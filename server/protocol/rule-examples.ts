// The examples of a rule file's rules, with their verdicts: what an editor shows as tests.
import type { Range } from '../core/text/line-index.ts';

/** Request, client to server: `{ uri }` of a rule file, open or on disk → `RuleExamples`. */
export const ruleExamplesRequest = 'lambdaProtect/ruleExamples';

export interface RuleExamplesParams {
  readonly uri: string;
}

export interface RuleExamples {
  readonly rules: readonly RuleWithExamples[];
}

/** Rules without examples are left out. */
export interface RuleWithExamples {
  readonly id: string;
  /** Of the pattern. */
  readonly range: Range;
  readonly examples: readonly ExampleVerdict[];
}

export interface ExampleVerdict {
  readonly text: string;
  readonly mustMatch: boolean;
  readonly range: Range;
  /** What is wrong, in words; absent where the example holds. */
  readonly failure?: string;
}
