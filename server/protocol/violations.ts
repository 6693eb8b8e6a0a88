// Violations that guards logged, as the editor asks for them: reading, the panel's figures, following, and where a row
// leads. No message carries content of an event: the guards' records have none.
import type { CountSeries, FunctionCount, RuleCount } from '../core/monitor/violations/overview.ts';
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
  readonly isFollowed: boolean;
}

/** Request: `ViolationsParams` → CSV text of all that are meant. */
export const violationsCsvRequest = 'lambdaProtect/violations/csv';

/** Request: `{ id }` of a row → `ViolationPlaces`. */
export const violationPlacesRequest = 'lambdaProtect/violations/places';

export interface ViolationPlaces {
  /** The rule's line; absent where no rule file of the workspace has it. */
  readonly rule?: TextPlace;
  readonly handler?: TextPlace;
  /** The log in the console of AWS, at the time of the row. */
  readonly console: string;
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
}

/** How often a followed log group is asked. */
export const followEveryMs = 2000;
/** Log groups that are followed at most: CloudWatch Logs answers few of these requests a second. */
export const followedSources = 10;
