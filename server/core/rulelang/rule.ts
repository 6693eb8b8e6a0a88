// What a line of a rule file means, after parsing. The defaults of the directives are filled in.
import type { Severity } from '../finding/finding.ts';
import type { Span } from '../text/span.ts';

export const ruleFileKinds = ['code', 'in', 'out'] as const;
export type RuleFileKind = (typeof ruleFileKinds)[number];

export const regionKinds = ['code', 'string', 'comment'] as const;
export type RegionKind = (typeof regionKinds)[number];

export type RuleMode = 'block' | 'monitor' | 'off';

export interface RuleExample {
  readonly mustMatch: boolean;
  readonly text: string;
  readonly span: Span;
}

export interface Rule {
  readonly kind: RuleFileKind;
  readonly id: string;
  /** The pattern as written, without surrounding white space. */
  readonly pattern: string;
  readonly patternSpan: Span;
  /** Zero-based line of the pattern. */
  readonly line: number;
  readonly severity: Severity;
  readonly message: string;
  readonly why?: string;
  readonly todo?: string;
  readonly ref?: string;
  readonly cwe: readonly number[];
  readonly owasp: readonly string[];
  /** Language ids; empty means every language. */
  readonly lang: readonly string[];
  readonly where: RegionKind | 'any';
  /** What one search sees: each physical line by itself, or the whole file. */
  readonly over: 'line' | 'file';
  /** `any`, `key`, `value` or a path such as `$.headers.*`. */
  readonly target: string;
  readonly mode: RuleMode;
  readonly examples: readonly RuleExample[];
}

/** A mistake in a rule file at its exact place. `code` is the lint's id. */
export interface RuleProblem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly data?: unknown;
}
