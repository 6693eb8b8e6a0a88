// Violations that guards logged, as the editor asks for them: reading, the panel's figures, following, and where a row
// leads. No message carries content of an event: the guards' records have none.
import type { AlarmState } from '../core/monitor/violations/alarms.ts';
import type { CountSeries, FunctionCount, RuleCount } from '../core/monitor/violations/overview.ts';
import type { QueryGrouping, QueryTable } from '../core/monitor/violations/query.ts';
import type { RuleFileKind } from '../core/rulelang/rule.ts';
import type { TextPlace } from './trees.ts';

/** Request: `ReadViolationsParams` → `ViolationsSummary`. Fails with words for a person. */
export const readViolationsRequest = 'lambdaProtect/violations/read';

export interface ReadViolationsParams {
  /** Empty: the credentials that the environment gives. */
  readonly profile: string;
  /** Empty: the Region of the profile or the environment. */
  readonly regions: readonly string[];
  readonly hours: number;
}

export interface ViolationsSummary {
  readonly total: number;
  readonly functions: number;
  /** Log groups that were asked. */
  readonly sources: number;
  /** What was not answered, in words with the permission that is missing. */
  readonly gaps: readonly string[];
}

/** Request: `ViolationsParams` → `ViolationsShown`, null where none were read. */
export const violationsRequest = 'lambdaProtect/violations/show';

export interface ViolationsParams {
  readonly function?: string;
  readonly rule?: string;
  readonly kind?: RuleFileKind;
  /** Of the range that was read, the last so many hours; absent: all. */
  readonly hours?: number;
  readonly periodMs: number;
}

export interface ViolationRow {
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  readonly function: string;
  readonly kind: RuleFileKind;
  readonly rule: string;
  readonly mode: 'block' | 'monitor';
  /** In the event, or file and line of the code. */
  readonly place: string;
  readonly requestId: string;
  /** Of the caller; empty where the guard did not record it. */
  readonly source: string;
}

export interface AlarmRow {
  readonly name: string;
  readonly region: string;
  readonly state: AlarmState;
  /** State and since when, in words. */
  readonly words: string;
  /** CloudWatch's own sentence. */
  readonly reason: string;
  readonly functions: readonly string[];
}

export interface ViolationsShown {
  /** Seconds since 1970: the starts of the periods. */
  readonly times: readonly number[];
  readonly series: readonly CountSeries[];
  readonly functions: readonly FunctionCount[];
  readonly rules: readonly RuleCount[];
  /** Newest first, at most 500. */
  readonly rows: readonly ViolationRow[];
  readonly total: number;
  /** Of everything that was read, for the choices of a person. */
  readonly allFunctions: readonly string[];
  readonly allRules: readonly string[];
  readonly hours: number;
  readonly gaps: readonly string[];
  /** The most urgent first; absent where nobody asked for them, as for files. */
  readonly alarms?: readonly AlarmRow[];
  /** Functions with violations and no alarm. */
  readonly withoutAlarm: readonly string[];
  readonly isFollowed: boolean;
  /** How new ones come in, in words; empty where they are not followed. */
  readonly following: string;
  /** Read from files: there is no log in the console, and nothing to follow. */
  readonly isFromFiles: boolean;
}

/** Request: `ViolationsParams` → CSV text of all that are meant. */
export const violationsCsvRequest = 'lambdaProtect/violations/csv';

/** Request: `{ id }` of a row → `ViolationPlaces`. */
export const violationPlacesRequest = 'lambdaProtect/violations/places';

export interface ViolationPlaces {
  /** The rule's line; absent where no rule file of the workspace has it. */
  readonly rule?: TextPlace;
  readonly handler?: TextPlace;
  /** The log in the console of AWS, at the time of the row; absent for one from a file. */
  readonly console?: string;
  /** The file that it was read from. */
  readonly file?: string;
}

/** Request: `ReadFilesParams` → `ViolationsSummary`. Fails with words for a person. */
export const readViolationFilesRequest = 'lambdaProtect/violations/files';

export interface ReadFilesParams {
  /** Files and folders on this machine. */
  readonly paths: readonly string[];
}

/** Request: `QueryViolationsParams` → `QueryShown`. Fails with words for a person. */
export const queryViolationsRequest = 'lambdaProtect/violations/query';

export interface QueryViolationsParams extends ReadViolationsParams {
  readonly by: QueryGrouping;
}

export interface QueryShown extends QueryTable {
  readonly by: QueryGrouping;
  /** Grouping, range, bytes scanned and cost, in words. */
  readonly words: string;
  /** What to know of the answer, and what was not answered. */
  readonly gaps: readonly string[];
}

/** Request: null → `QueryShown` of the last query, null where there was none. */
export const shownQueryRequest = 'lambdaProtect/violations/query/show';

/** Request: null → CSV text of the last query. */
export const queryCsvRequest = 'lambdaProtect/violations/query/csv';

/** Request: `ReplayViolationParams` → `ReplayedRule`. Fails with words for a person. */
export const replayViolationRequest = 'lambdaProtect/violations/replay';

/** A violation by the id of its row, or a rule as records or rule files name it. */
export type ReplayViolationParams =
  | { readonly id: string }
  | { readonly kind: RuleFileKind; readonly rule: string; readonly function?: string };

export interface ReplayedRule {
  readonly rule: string;
  /** Lines of code, or events and responses, that it would block. */
  readonly blocked: number;
  readonly files: number;
  readonly events: number;
}

/** Notification, server to client, while violations are read or queried. */
export const violationsProgressNotification = 'lambdaProtect/violations/progress';

export interface ViolationsProgress {
  readonly words: string;
  readonly done?: number;
  readonly total?: number;
}

/** Request: `{ follow }` → null. Following ends by itself when the server does. */
export const followViolationsRequest = 'lambdaProtect/violations/follow';

/** Notification, server to client: there are others than before. */
export const violationsChangedNotification = 'lambdaProtect/violations/changed';

export interface ViolationsChanged {
  /** How many came in by following. */
  readonly added: number;
  /** Of the newest that came in, in words. */
  readonly newest?: string;
  /** How new ones come in, in a word or two; absent where they are not followed. */
  readonly following?: string;
}

/** Request: null → `ViolationPrices`, to be said before either is begun. */
export const violationPricesRequest = 'lambdaProtect/violations/prices';

export interface ViolationPrices {
  /** Of following the log groups that were read. */
  readonly following: string;
  readonly query: string;
}

/** Log groups that are followed in a Region at most: a session of Live Tail takes no more. */
export const followedGroups = 10;
