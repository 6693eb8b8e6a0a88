// What every detector of behaviour reports, with the words and the columns that a person reads; as a finding for the
// shells that list, and as a row for those that show tables.
import type { Confidence, Finding, Severity } from '../finding/finding.ts';

/** A call that an observation rests on: who, when, from where and with what; never what was sent. */
export interface Evidence {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Such as `iam:CreateUser`. */
  readonly event: string;
  readonly by: string;
  readonly address: string;
  readonly agent: string;
  /** Empty where the call went through. */
  readonly error: string;
  readonly region: string;
}

export interface Observation {
  /** The detector's id: also the finding's. */
  readonly id: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly title: string;
  readonly message: string;
  readonly why: string;
  readonly todo: string;
  readonly ref?: string;
  /** MITRE ATT&CK techniques, such as `T1098`. */
  readonly attack: readonly string[];
  /** A function's name, a set of candidates, or what else the evidence names. */
  readonly source: string;
  readonly account: string;
  readonly region: string;
  readonly arn: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** From where to where it lasts, where that is more than a moment; milliseconds since 1970. */
  readonly window?: { readonly start: number; readonly end: number };
  /** The columns of the evidence, in the order in which they are shown. */
  readonly columns: Readonly<Record<string, string | number>>;
  /** Of trails: in the order of time. */
  readonly evidence?: readonly Evidence[];
}

export function toFinding(one: Observation): Finding {
  const {
    id,
    severity,
    confidence,
    title,
    message,
    why,
    todo,
    ref,
    source,
    account,
    region,
    arn,
    at,
    columns,
    attack,
  } = one;
  return {
    id,
    severity,
    confidence,
    title,
    message,
    cwe: [],
    why,
    todo,
    ...(ref === undefined ? {} : { ref }),
    place: { kind: 'aws', account, region, arn, function: source },
    data: { at: new Date(at).toISOString(), attack, ...columns },
  };
}

/** Numbers as the tables show them: whole from a hundred on, else three digits. */
export function roundNumber(value: number): number {
  if (!Number.isFinite(value)) return value;
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

/** `0.37%`; very small ones as a power of ten; one that underflowed to nothing as a bound, for it is not impossible. */
export function percent(probability: number): string {
  const value = probability * 100;
  if (value < 1e-300) return '< 1e-300%';
  return value >= 0.01 ? `${Number(value.toPrecision(2))}%` : `${value.toExponential(1)}%`;
}
