// What a check is: a question with metadata and a pure test. It declares the facts that it reads; the compiler
// refuses any other, and a gap in one of them gives `unknown` before the test runs.
import type { Confidence, Severity } from '../finding/finding.ts';
import type { Gap } from '../model/known.ts';
import type {
  FunctionFactName,
  FunctionFacts,
  LayerFactName,
  LayerFacts,
  RegionFactName,
  RegionFacts,
} from './facts.ts';

export interface Reference {
  /** Such as `Security Hub Lambda.1`, `CIS AWS Compute 4.6`. */
  readonly name: string;
  readonly url?: string;
}

/** One thing that is wrong. A check may find several in one function: each alias policy, each variable. */
export interface Hit {
  readonly message: string;
  /** What part of the function: `policy statement "x" of alias live`, `variable DB_PASSWORD`. */
  readonly resource?: string;
  /** Where it differs from the check's own. */
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  /** What to do here, where it differs from the check's own. */
  readonly todo?: string;
  /** Small facts for the details view and for remedies: never a secret. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** `gaps` are facts about neighbours that the test met and could not look behind: no hit then means unknown. */
export type TestResult =
  | readonly Hit[]
  | 'not-applicable'
  | { readonly hits: readonly Hit[]; readonly gaps: readonly Gap[] };

/** What the documentation, the hover and every report say about a check. */
export interface CheckText {
  /** Names the risk; file name, documentation anchor, SARIF rule and suppression word. */
  readonly id: string;
  readonly severity: Severity;
  readonly confidence?: Confidence;
  readonly title: string;
  readonly why: string;
  readonly todo: string;
  readonly cwe: readonly number[];
  readonly references: readonly Reference[];
}

interface Definition<Facts, Name extends keyof Facts> extends CheckText {
  readonly needs: readonly Name[];
  readonly test: (facts: Pick<Facts, Name>) => TestResult;
  readonly examples: {
    readonly good: readonly Pick<Facts, Name>[];
    readonly bad: readonly Pick<Facts, Name>[];
    readonly notApplicable?: readonly Pick<Facts, Name>[];
  };
}

interface Runnable<Scope extends string, Facts> extends CheckText {
  readonly scope: Scope;
  readonly needs: readonly (keyof Facts)[];
  /** Given an object with the declared facts and nothing else. */
  readonly test: (facts: Facts) => TestResult;
  /** Runs the test on its own examples: the harness compares the answers. */
  readonly runExamples: () => {
    readonly good: readonly TestResult[];
    readonly bad: readonly TestResult[];
    readonly notApplicable: readonly TestResult[];
  };
}

export type FunctionCheck = Runnable<'function', FunctionFacts>;
export type RegionCheck = Runnable<'region', RegionFacts>;
export type LayerCheck = Runnable<'layer', LayerFacts>;
export type Check = FunctionCheck | RegionCheck | LayerCheck;

export function functionCheck<const Name extends FunctionFactName>(
  definition: Definition<FunctionFacts, Name>,
): FunctionCheck {
  return { ...definition, scope: 'function', runExamples: () => runExamples(definition) };
}

export function regionCheck<const Name extends RegionFactName>(
  definition: Definition<RegionFacts, Name>,
): RegionCheck {
  return { ...definition, scope: 'region', runExamples: () => runExamples(definition) };
}

export function layerCheck<const Name extends LayerFactName>(
  definition: Definition<LayerFacts, Name>,
): LayerCheck {
  return { ...definition, scope: 'layer', runExamples: () => runExamples(definition) };
}

function runExamples<Facts, Name extends keyof Facts>(definition: Definition<Facts, Name>) {
  return {
    good: definition.examples.good.map(definition.test),
    bad: definition.examples.bad.map(definition.test),
    notApplicable: (definition.examples.notApplicable ?? []).map(definition.test),
  };
}
