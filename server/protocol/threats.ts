// GuardDuty's findings on functions, as the editor asks for them, and the runbook of an incident. The view `threats`
// and pages show what was read.
import type { IncidentRecord, IncidentStep } from '../core/report/incident.ts';

export type { IncidentRecord, IncidentStep, StepMark } from '../core/report/incident.ts';

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

/** Request: `ThreatFilter` → nothing. What the view shows. */
export const filterThreatsRequest = 'lambdaProtect/threats/filter';

export interface ThreatFilter {
  /** In type, function, address, organization or country; empty: all. */
  readonly text: string;
  readonly leastSeverity: number;
  readonly samples: boolean;
}

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

/** Request: `IncidentParams` → `Incident`. Gathers what the account says of the function. */
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
}

/** Request: `IncidentRecord` → Markdown. */
export const incidentReportRequest = 'lambdaProtect/incident/report';
