// GuardDuty's findings on functions, as the editor asks for them, and the runbook of an incident. The view `threats`
// and pages show what was read.
import type { IncidentRecord, IncidentStep, KeptEvidence } from '../core/report/incident.ts';

export type {
  IncidentRecord,
  IncidentStep,
  KeptEvidence,
  StepMark,
} from '../core/report/incident.ts';
export { type IncidentAction, incidentActions } from '../core/report/incident-actions.ts';

/** Request: reads the findings, of the accounts and Regions of the open audit, else of the environment → `ThreatsRead`. */
export const readThreatsRequest = 'lambdaProtect/threats/read';

export interface ThreatsRead {
  readonly open: number;
  /** Not there when they were read before. */
  readonly fresh: number;
  /** Accounts that could not be entered and Regions that could not be read, each with its reason. */
  readonly failures: readonly string[];
}

/** Request: what is known, without asking AWS → `readonly ListedThreat[]`. */
export const listThreatsRequest = 'lambdaProtect/threats/list';

export interface ListedThreat {
  readonly id: string;
  readonly type: string;
  readonly function: string;
  readonly region: string;
}

/** Request: nothing → `ThreatFilterState`. */
export const threatFilterRequest = 'lambdaProtect/threats/filterState';
/** Request: `ThreatFilter` → nothing. What the view shows. Archived findings are read when they are first wanted. */
export const filterThreatsRequest = 'lambdaProtect/threats/filter';

export interface ThreatFilter {
  /** In type, function, address, organization or country; empty: all. */
  readonly text: string;
  readonly leastSeverity: number;
  readonly samples: boolean;
  readonly archived: boolean;
  /** A function's name; empty: all. */
  readonly function: string;
  /** Last seen within so many days; 0: whenever. */
  readonly withinDays: number;
}

export interface ThreatFilterState {
  readonly filter: ThreatFilter;
  /** Functions that have findings. */
  readonly functions: readonly string[];
}

export const showAllThreats: ThreatFilter = {
  text: '',
  leastSeverity: 0,
  samples: true,
  archived: false,
  function: '',
  withinDays: 0,
};

/** A command of the client, with a group of the view as its argument: shows more of it. */
export const showMoreThreatsCommand = 'lambdaProtect.showMoreThreats';
/** Request: `{ group }` → nothing. */
export const showMoreThreatsRequest = 'lambdaProtect/threats/more';

export interface ShowMoreParams {
  readonly group: string;
}

/** Request: `{ id }` → nothing, when it is done. Gathers anew what is known around a finding. */
export const gatherEvidenceRequest = 'lambdaProtect/threats/evidence';
/** Request: `KeepEvidenceParams` → `KeptEvidence`. Gathers anew and keeps it in a folder. */
export const keepEvidenceRequest = 'lambdaProtect/threats/evidence/keep';
/** Notification, server to client: `EvidenceProgress`. The client shows it, and how to cancel it. */
export const evidenceProgressNotification = 'lambdaProtect/threats/evidenceProgress';
/** Request: `CancelEvidence` → nothing. What is there by then is kept, the rest is said to be cancelled. */
export const cancelEvidenceRequest = 'lambdaProtect/threats/evidenceCancel';

export interface EvidenceProgress {
  /** Of one gathering. */
  readonly token: number;
  readonly function: string;
  readonly done: number;
  readonly total: number;
  readonly isOver: boolean;
}

export interface CancelEvidence {
  readonly token: number;
}

/** Notification, server to client: `ThreatId`, of which more was gathered. */
export const evidenceGrewNotification = 'lambdaProtect/threats/evidenceGrew';

export interface ThreatId {
  readonly id: string;
}

export interface KeepEvidenceParams {
  readonly record: IncidentRecord;
  /** A path on the machine of the server. */
  readonly folder: string;
}

export type KeepEvidenceAnswer = KeptEvidence;

/** Request: where sample findings would be made → `SamplePreview`. Changes nothing. */
export const previewSamplesRequest = 'lambdaProtect/threats/samples/preview';
/** Request: `SamplePreview` as it was shown → nothing. Makes them. */
export const createSamplesRequest = 'lambdaProtect/threats/samples/create';

export interface SamplePreview {
  readonly account: string;
  readonly region: string;
  readonly detectorId: string;
  readonly types: readonly string[];
}

/** Request: `IncidentParams` → `Incident`. Begins to gather what the account says of the function. */
export const incidentRequest = 'lambdaProtect/incident';

/** A finding of the list, or an incident that was kept and whose finding may be gone. */
export type IncidentParams = { readonly id: string } | { readonly record: IncidentRecord };

export interface Incident {
  readonly record: IncidentRecord;
  readonly sentence: string;
  readonly parts: readonly string[];
  readonly steps: readonly IncidentStep[];
  /** Of the page of the finding. */
  readonly page: string;
  /** What the steps say may grow: `evidenceGrewNotification` tells. */
  readonly isGathering: boolean;
  readonly diffs: readonly DiffPlace[];
}

/** Two texts that the editor can put side by side, or one where the other is not there. */
export interface DiffPlace {
  readonly title: string;
  readonly path: string;
  /** Such as `differs` or `added`. */
  readonly change: string;
  readonly left?: string;
  readonly right?: string;
}

/** A command of the client, with a `DiffPlace` as its argument. */
export const showDiffCommand = 'lambdaProtect.showDiff';

/** Request: `IncidentRecord` → Markdown. */
export const incidentReportRequest = 'lambdaProtect/incident/report';
