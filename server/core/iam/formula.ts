// Answers in three values that remember why: yes by these statements, no, or maybe under one of several terms.
// A term is what would have to be true at once; the terms are alternatives.
import type { Gap } from '../model/known.ts';
import type { PolicyKind } from './decide.ts';

/** Names a statement for a person: which policy, which statement. */
export interface StatementRef {
  readonly policy: string;
  readonly kind: PolicyKind;
  /** How the policy came to the caller, such as `group admins`. */
  readonly via?: string;
  /** Zero-based. */
  readonly statement: number;
  readonly sid?: string;
}

/** A condition whose key is unknown. */
export interface OpenCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface Term {
  readonly statements: readonly StatementRef[];
  readonly conditions: readonly OpenCondition[];
  /** Policies that could not be read: with them the answer could be this one. */
  readonly gaps: readonly Gap[];
}

export type Formula =
  | { readonly truth: 'no' }
  | { readonly truth: 'yes'; readonly statements: readonly StatementRef[] }
  | { readonly truth: 'maybe'; readonly terms: readonly Term[] };

/** More alternatives than a person reads; the answer stays maybe. */
const maxTerms = 12;

export const no: Formula = { truth: 'no' };

export function yes(statements: readonly StatementRef[] = []): Formula {
  return { truth: 'yes', statements };
}

export function maybe(term: Partial<Term>): Formula {
  return { truth: 'maybe', terms: [{ statements: [], conditions: [], gaps: [], ...term }] };
}

export function anyOf(formulas: readonly Formula[]): Formula {
  const certain = formulas.filter((formula) => formula.truth === 'yes');
  if (certain.length > 0) return yes(certain.flatMap((formula) => formula.statements));
  const terms = formulas.flatMap((formula) => (formula.truth === 'maybe' ? formula.terms : []));
  return terms.length === 0 ? no : { truth: 'maybe', terms: terms.slice(0, maxTerms) };
}

export function allOf(formulas: readonly Formula[]): Formula {
  let statements: readonly StatementRef[] = [];
  let terms: readonly Term[] | undefined;
  for (const formula of formulas) {
    if (formula.truth === 'no') return no;
    if (formula.truth === 'yes') statements = [...statements, ...formula.statements];
    else terms = terms === undefined ? formula.terms : product(terms, formula.terms);
  }
  if (terms === undefined) return yes(statements);
  return {
    truth: 'maybe',
    terms: terms.map((term) => ({ ...term, statements: [...statements, ...term.statements] })),
  };
}

function product(left: readonly Term[], right: readonly Term[]): readonly Term[] {
  return left
    .flatMap((a) =>
      right.map((b) => ({
        statements: [...a.statements, ...b.statements],
        conditions: [...a.conditions, ...b.conditions],
        gaps: [...a.gaps, ...b.gaps],
      })),
    )
    .slice(0, maxTerms);
}
