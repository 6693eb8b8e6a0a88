// What a policy document says, after parsing: plain data, in the order of the document.

export interface Policy {
  /** Only `2012-10-17` knows policy variables; a document without a version has the older meaning. */
  readonly version: '2012-10-17' | '2008-10-17';
  readonly id?: string;
  readonly statements: readonly Statement[];
  /** Parts that could not be understood. A policy that has any is never the reason for a certain answer. */
  readonly problems: readonly PolicyProblem[];
}

export interface PolicyProblem {
  /** Zero-based statement, or null for the document. */
  readonly statement: number | null;
  readonly message: string;
}

export interface Statement {
  /** Zero-based place in the document. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  /** Absent only in documents that are wrong. */
  readonly actions?: PatternList;
  /** Absent in trust policies, whose resource is the role. */
  readonly resources?: PatternList;
  /** Absent in identity policies, whose principal is the identity. */
  readonly principals?: PrincipalList;
  readonly conditions: readonly Condition[];
}

export interface PatternList {
  /** True for NotAction and NotResource. */
  readonly not: boolean;
  readonly patterns: readonly string[];
}

export type PrincipalType = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser' | 'Everyone';

export interface PrincipalName {
  /** `Everyone` is the bare `"*"`, which also covers callers without any identity. */
  readonly type: PrincipalType;
  readonly value: string;
}

export interface PrincipalList {
  /** True for NotPrincipal. */
  readonly not: boolean;
  readonly names: readonly PrincipalName[];
}

/** One key of one operator: the values are alternatives. */
export interface Condition {
  /** As written, with `IfExists` and the set prefix. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}
