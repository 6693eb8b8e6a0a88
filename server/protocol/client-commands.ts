// Commands that the client has for what the server offers in lenses and code actions. The server may use one that
// `InitializationOptions.commands` names.
import type { Position, Range } from '../core/text/line-index.ts';

/** Arguments: `ShowPlaces`. Shows places beside a position, as "find all references" does. */
export const showPlacesCommand = 'lambdaProtect.showPlaces';

export interface ShowPlaces {
  readonly uri: string;
  readonly position: Position;
  readonly places: readonly { readonly uri: string; readonly range: Range }[];
}

/** Arguments: `RunExamples`. Runs the examples of one rule, or of all in the file, in the list of tests. */
export const runExamplesCommand = 'lambdaProtect.runExamples';

export interface RunExamples {
  readonly uri: string;
  /** Zero-based line of the rule's pattern; absent for all rules. */
  readonly line?: number;
}

/** Argument: a part of `ViolationsParams`. Opens the panel of violations, filtered by it. */
export const showViolationsCommand = 'lambdaProtect.showViolations';

/** Argument: `ReplayViolationParams`. Plays the rule of a violation against the workspace. */
export const replayViolationCommand = 'lambdaProtect.replayViolation';
