// In or out rules made ready: targets read, one gate over what their patterns require, and patterns
// compiled when a text first needs them. Most events need none.
import type { CompiledRegex, RegexEngine } from '../engine/regex-engine.ts';
import { parseRegex } from '../regex/parse.ts';
import { stripOuter } from '../regex/strip.ts';
import type { Rule } from '../rulelang/rule.ts';
import { gatePieces } from './gate-pattern.ts';
import { parseTarget, type Target } from './target.ts';
import { type AsciiWriter, type GateEntry, type TextGate, textGate } from './text-gate.ts';

export interface EventRule {
  readonly rule: Rule;
  readonly target: Target;
  /** Throws where the engine refuses what the parser took: a fault of ours that must not look like a clean text. */
  readonly regex: () => CompiledRegex;
}

export interface EventRules {
  readonly rules: readonly EventRule[];
  /** Ids are indexes of rules; `decodeId` stands for characters that something may have been encoded with. */
  readonly gate: TextGate;
  readonly decodeId: number;
  /** Indexes of rules that require nothing to speak of: every text is searched for them. */
  readonly always: readonly number[];
  readonly invalid: readonly { readonly rule: Rule; readonly message: string }[];
}

/**
 * What compact JSON must hold somewhere for a layer other than `json` and a bare `+` to apply: percent-encoding,
 * references of HTML, and the members around base64 (see binary-places.ts).
 */
const decodeMarks: readonly string[] = [
  '%[0-9A-Fa-f]{2}',
  '&#[0-9xX]',
  '&[A-Za-z]{2}[A-Za-z]?[A-Za-z]?[A-Za-z]?[A-Za-z]?[A-Za-z]?;',
  '"isBase64Encoded":true',
  '"(?:data|B)":"',
  '"offset":',
  '"BS":\\[',
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
    const pieces = gatePieces(parsed.root);
    if (pieces.length === 0) always.push(index);
    else entries.push({ id: index, pieces });
    ready.push({
      rule,
      target: parseTarget(rule.target) ?? { kind: 'any' },
      regex: lazy(engine, rule.pattern),
    });
  }
  const decodeId = ready.length;
  for (const mark of decodeMarks) entries.push({ id: decodeId, pieces: gatePieces(parseRegex(mark).root) });
  return { rules: ready, gate: textGate(entries, write), decodeId, always, invalid };
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
