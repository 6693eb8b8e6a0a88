// The one shape that every analysis returns: code rules, rule-file lints, audit checks, detectors and the
// findings of AWS services. Shells and reports know this shape and no other.
import type { Range } from '../text/line-index.ts';
import type { Span } from '../text/span.ts';

export const severities = ['error', 'warning', 'info', 'hint'] as const;
export type Severity = (typeof severities)[number];

export type Confidence = 'high' | 'medium' | 'low';

/** A place in a text file. `file` is whatever names the file for the caller: a URI in the server, a path on the command line. */
export interface CodePlace {
  readonly kind: 'code';
  readonly file: string;
  readonly span: Span;
  readonly range: Range;
}

/** A place in an AWS account. `resource` names the part of the function that is meant: a statement, a layer, a URL. */
export interface AwsPlace {
  readonly kind: 'aws';
  readonly account: string;
  readonly region: string;
  readonly arn: string;
  readonly function?: string;
  readonly resource?: string;
}

export type Place = CodePlace | AwsPlace;

export interface RelatedPlace {
  readonly place: Place;
  readonly message: string;
}

/** A reason that a person wrote for not acting on a finding. Such a finding is shown nowhere as live. */
export interface Suppression {
  readonly justification: string;
  /** In the source, or in the repository's exceptions file. */
  readonly kind: 'in-source' | 'external';
}

export interface Finding {
  /** The file name of the check or lint, or the id of the rule: docs anchor, diagnostic code, SARIF rule id, suppression word. */
  readonly id: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** A short name of the problem, without a place or a value. */
  readonly title: string;
  /** What is wrong at this place. Never holds a secret or an event's content. */
  readonly message: string;
  /** CWE numbers, such as `78`. */
  readonly cwe: readonly number[];
  readonly place: Place;
  readonly related?: readonly RelatedPlace[];
  readonly why?: string;
  readonly todo?: string;
  readonly ref?: string;
  readonly suppression?: Suppression;
  /** Small facts that a fix for this finding needs, plain JSON. */
  readonly data?: unknown;
}

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2, hint: 3 };

/** Negative when `a` is worse than `b`. */
export function compareSeverity(a: Severity, b: Severity): number {
  return order[a] - order[b];
}

export function isSeverity(word: string): word is Severity {
  return (severities as readonly string[]).includes(word);
}
