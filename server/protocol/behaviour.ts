// Behaviour of functions, as the editor asks for it: reading from accounts or files, the pages of the panel, what a
// person calls normal, and what was learned. No message carries content of a request.
import type { Severity } from '../core/finding/finding.ts';
import type { BehaviourSource, ObservationFilter } from '../core/monitor/reading.ts';

export type { BehaviourSource, ObservationFilter } from '../core/monitor/reading.ts';
export type { BehaviourPage } from '../core/report/behaviour-page.ts';
export type { Cell, PageSection } from '../core/report/behaviour-sections.ts';

/** Request: what a person may choose from → `BehaviourChoices`. */
export const behaviourChoicesRequest = 'lambdaProtect/behaviour/choices';

export interface BehaviourChoices {
  /** Accounts and Regions of the open audit, in words; empty where none is open. */
  readonly audit: string;
}

/** Request: `ReadBehaviourParams` → `BehaviourSummary`. Can be cancelled: what was read by then is shown. */
export const readBehaviourRequest = 'lambdaProtect/behaviour/read';

export interface ReadBehaviourParams {
  /** `audit`: the accounts and Regions of the open audit; else profiles, empty for what the environment gives. */
  readonly accounts:
    | 'audit'
    | { readonly profiles: readonly string[]; readonly regions: readonly string[] | 'all' };
  readonly sources: readonly BehaviourSource[];
  /** The last so many days are judged; what is older teaches. */
  readonly days: number;
}

/** Request: `{ uris }` of files and folders → `BehaviourSummary`. Their content says what they are. */
export const openBehaviourFilesRequest = 'lambdaProtect/behaviour/open';

export interface OpenBehaviourFilesParams {
  readonly uris: readonly string[];
}

export interface BehaviourSummary {
  readonly observations: number;
  readonly acknowledged: number;
  readonly functions: number;
  readonly withoutAlarms: number;
  readonly gaps: readonly string[];
  readonly isStopped: boolean;
}

/** Notification, server to client, while behaviour is read. */
export const behaviourProgressNotification = 'lambdaProtect/behaviour/progress';

export interface BehaviourProgress {
  readonly words: string;
}

/** Notification, server to client: there is a reading from now on; also one that was open before a restart. */
export const behaviourShownNotification = 'lambdaProtect/behaviour/shown';

/** Request, server to client: `QueryCost` → whether the query may run. */
export const queryCostRequest = 'lambdaProtect/behaviour/cost';

export interface QueryCost {
  readonly region: string;
  /** Such as `vpc-flows in Logs Insights`. */
  readonly where: string;
  readonly query: string;
  /** Such as `at most 3.10 GB, $0.02`; empty where nobody knows before. */
  readonly cost: string;
}

/** Request: `ShowObservationsParams` → `ObservationChoices`. What the view shows; absent members stay. */
export const showObservationsRequest = 'lambdaProtect/behaviour/show';

export interface ShowObservationsParams {
  readonly filter?: ObservationFilter;
  readonly grouping?: 'function' | 'type';
  readonly acknowledged?: boolean;
}

export interface ObservationChoices {
  readonly filter: ObservationFilter;
  readonly grouping: 'function' | 'type';
  readonly acknowledged: boolean;
  /** Of the reading. */
  readonly functions: readonly string[];
  readonly types: readonly string[];
}

/** Request: nothing → `readonly ListedObservation[]`, the worst first. */
export const listObservationsRequest = 'lambdaProtect/behaviour/list';

export interface ListedObservation {
  readonly key: string;
  readonly mark: string;
  readonly type: string;
  readonly title: string;
  readonly message: string;
  readonly source: string;
  readonly severity: Severity;
  readonly isAcknowledged: boolean;
}

/** Request: `BehaviourPageParams` → `BehaviourPage`. Fails with words for a person where it is no longer known. */
export const behaviourPageRequest = 'lambdaProtect/behaviour/page';

export type BehaviourPageParams = { readonly observation: string } | { readonly function: string };

/** A command of the client that opens a page. Arguments: `BehaviourPageParams`, and a section's id. */
export const openBehaviourCommand = 'lambdaProtect.openObservation';

/** Request: `{ key }` of an observation → `Acknowledged`. */
export const acknowledgeRequest = 'lambdaProtect/behaviour/acknowledge';

/** What undo needs: the store is as it left it, or the undo says that it is not. */
export interface Acknowledged {
  readonly mark: string;
  readonly words: string;
  /** Texts of the store; null: nothing. */
  readonly before: string | null;
  readonly after: string;
}

/** Request: `Acknowledged` as it was answered, or `{ mark }` → null. */
export const undoAcknowledgementRequest = 'lambdaProtect/behaviour/undo';

export type UndoParams = Acknowledged | { readonly mark: string };

/** Request: what is kept → `LearnedSummary`. */
export const learnedRequest = 'lambdaProtect/behaviour/learned';

export interface LearnedSummary {
  /** Accounts with Regions, whose trails taught. */
  readonly trails: number;
  readonly acknowledged: number;
  readonly folder: string;
}

/** Request: `ForgetParams` → null. */
export const forgetRequest = 'lambdaProtect/behaviour/forget';

export interface ForgetParams {
  readonly trails: boolean;
  readonly acknowledged: boolean;
}

/** Request: a person looks at the window again; another one may have changed the store → null. */
export const lookAgainRequest = 'lambdaProtect/behaviour/look';
