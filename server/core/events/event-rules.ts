// In or out rules made ready: targets read, one gate over the literals that their patterns require, and patterns
// compiled when a text first needs them. Most events need none.
import type { CompiledRegex, RegexEngine } from '../engine/regex-engine.ts';
import { parseRegex } from '../regex/parse.ts';
import { requiredLiterals } from '../regex/required-literals.ts';
import { stripOuter } from '../regex/strip.ts';
import type { Rule } from '../rulelang/rule.ts';
import { htmlNames } from './layers/html.ts';
import { type AsciiWriter, type GateEntry, type LiteralGate, literalGate } from './literal-gate.ts';
import { parseTarget, type Target } from './target.ts';

export interface EventRule {
  readonly rule: Rule;
  readonly target: Target;
  /** Throws where the engine refuses what the parser took: a fault of ours that must not look like a clean text. */
  readonly regex: () => CompiledRegex;
}

export interface EventRules {
  readonly rules: readonly EventRule[];
  /** Ids are indexes of rules; `decodeId` stands for characters that something may have been encoded with. */
  readonly gate: LiteralGate;
  readonly decodeId: number;
  /** Indexes of rules without a required literal: every text is searched for them. */
  readonly always: readonly number[];
  readonly invalid: readonly { readonly rule: Rule; readonly message: string }[];
}

const hexDigits = [...'0123456789abcdef'];

/**
 * What compact JSON must hold somewhere for a layer other than `json` and a bare `+` to apply: percent-encoding,
 * references of HTML, and the members around base64 (see binary-places.ts). White space that JSON inside JSON may have
 * around the colon is counted in, as it stands and escaped (`\n`, `\r`, `\t`).
 */
const decodeMarks: readonly string[] = [
  ...hexDigits.map((digit) => `%${digit}`),
  '&#',
  ...htmlNames.map((name) => `&${name};`),
  ...['', ':'].flatMap((colon) => [' ', 'n', 'r', 't'].map((mark) => `"isbase64encoded"${colon}${mark}`)),
  '"data"',
  '"offset"',
  '"b"',
  '"bs"',
];

/** Rules in mode `off` are left out, and so are those that RE2 does not take; those are told in `invalid`. */
export function buildEventRules(
  engine: RegexEngine,
  rules: readonly Rule[],
  write?: AsciiWriter,
): EventRules {
  const ready: EventRule[] = [];
  const invalid: { rule: Rule; message: string }[] = [];
  const entries: GateEntry[] = [];
  const always: number[] = [];
  for (const rule of rules) {
    if (rule.mode === 'off') continue;
    const parsed = parseRegex(rule.pattern);
    const fault = parsed.faults[0];
    if (fault !== undefined) {
      invalid.push({
        rule,
        message: fault.type === 'error' ? fault.message : `RE2 has no ${fault.construct}`,
      });
      continue;
    }
    const index = ready.length;
    const literals = gateLiterals(requiredLiterals(parsed)?.anyOf);
    if (literals === undefined) always.push(index);
    else entries.push({ id: index, literals });
    ready.push({
      rule,
      target: parseTarget(rule.target) ?? { kind: 'any' },
      regex: lazy(engine, rule.pattern),
    });
  }
  const decodeId = ready.length;
  entries.push({ id: decodeId, literals: decodeMarks });
  return { rules: ready, gate: literalGate(entries, write), decodeId, always, invalid };
}

function lazy(engine: RegexEngine, pattern: string): () => CompiledRegex {
  let compiled: CompiledRegex | undefined;
  return () => {
    if (compiled !== undefined) return compiled;
    const made = engine.compile(stripOuter(pattern, 'file'));
    if (!made.ok) throw new Error(`pattern not taken: ${made.message}`);
    compiled = made.regex;
    return compiled;
  };
}

/** What the gate can look for of each literal: the longest safe piece. Nothing where one literal has none. */
function gateLiterals(literals: readonly string[] | undefined): string[] | undefined {
  const pieces = literals?.map(longestSafePiece);
  return pieces === undefined || pieces.includes('') ? undefined : pieces;
}

/**
 * The gate sees printable ASCII without backslashes, in JSON that may hold white space where compact JSON has none:
 * a piece ends at other characters, and wherever JSON allows white space between two characters.
 */
function longestSafePiece(literal: string): string {
  let longest = '';
  let piece = '';
  for (let i = 0; i < literal.length; i++) {
    const at = literal[i] ?? '';
    const isPlain = at >= ' ' && at <= '~' && at !== '\\';
    if (!isPlain || maySplit(literal[i - 2], literal[i - 1], at)) piece = '';
    if (isPlain) piece += at;
    if (piece.length > longest.length) longest = piece;
  }
  return longest;
}

/** Whether `left` and `right` may be two tokens of JSON side by side; `before` stands in front of them. */
function maySplit(before: string | undefined, left: string | undefined, right: string): boolean {
  if (left === undefined) return false;
  if (left === '{') return right === '"' || right === '}';
  if (left === '[') return startsValue.test(right) || right === ']';
  if (left === ':') return startsValue.test(right) && (before === undefined || before === '"');
  if (left === ',') return startsValue.test(right) && (before === undefined || endsValue.test(before));
  if (left === '"' && right === ':') return true;
  return endsValue.test(left) && (right === ',' || right === '}' || right === ']');
}

const startsValue = /["{[\-0-9tfn]/;
const endsValue = /["}\]0-9el]/;
