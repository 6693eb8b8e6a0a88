// The port that a regular-expression engine is plugged into. Every implementation has RE2's syntax and RE2's
// meaning (leftmost-first, ASCII \d \w \b, `$` only at the very end), matches in time linear in the text, and
// counts in UTF-16 units.
import type { Span } from '../text/span.ts';

export interface RegexMatch extends Span {
  /** Capturing groups from 1 on; `undefined` where a group took no part. */
  readonly groups: readonly (Span | undefined)[];
}

export interface CompiledRegex {
  readonly pattern: string;
  test(text: string): boolean;
  /** The first match that starts at or behind `from`; `^` and `\b` still see the text before it. */
  find(text: string, from: number): RegexMatch | undefined;
}

/** Many patterns over one text at once. */
export interface RegexSet {
  /** Indexes into the set's patterns of those that match somewhere, ascending. */
  matching(text: string): readonly number[];
}

export type Compiled =
  | { readonly ok: true; readonly regex: CompiledRegex }
  | { readonly ok: false; readonly message: string };

export interface RegexEngine {
  readonly name: 're2' | 're2js';
  /** Never throws: a pattern that RE2 does not take is `{ ok: false }` with RE2's own words. */
  compile(pattern: string): Compiled;
  /** All patterns must have compiled before. `undefined` where the engine has no quick way for many patterns. */
  compileSet(patterns: readonly string[]): RegexSet | undefined;
}
