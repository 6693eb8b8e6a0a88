// Searches an event or a response for the hits of in or out rules: the whole compact JSON, every key and every string,
// each decoded layer by layer. Never throws for any value, never overflows the stack, and says what it left out.

import type { CompiledRegex } from '../engine/regex-engine.ts';
import type { Rule } from '../rulelang/rule.ts';
import type { Span } from '../text/span.ts';
import { compactJson, type LeftOut, type LeftOutReason, plainCopy } from './compact-json.ts';
import type { EventRules } from './event-rules.ts';
import { type HitBook, hitBook } from './hit-book.ts';
import type { BytePorts } from './layers/bytes.ts';
import type { LayerName } from './layers/layer.ts';
import { formatPath, type Step } from './path.ts';
import type { TextKind } from './target.ts';
import { covers } from './target.ts';
import { isExotic, type Place, walk } from './walk.ts';

export interface EventHit {
  readonly rule: Rule;
  /** As written in records, such as `$.Records[0].body.cmd`. */
  readonly path: string;
  readonly steps: readonly Step[];
  /** How many of the steps lead through the value itself; the others lie in JSON that was text in it. */
  readonly outerSteps: number;
  readonly layers: readonly LayerName[];
  readonly isKey: boolean;
  /** The text that the rule hit. It is the caller's data: it goes into no record and no log. */
  readonly text: string;
  /** The hit in `text`: the first capturing group that took part, else the match. */
  readonly span: Span;
}

export interface Inspection {
  /** Rules in their order, then in the order of the walk; 100 at most. */
  readonly hits: readonly EventHit[];
  /** Empty when everything was searched. */
  readonly leftOut: readonly LeftOut[];
}

export interface InspectOptions {
  readonly limits?: Partial<InspectLimits>;
  readonly ports?: BytePorts;
  /** True when the time is up. Asked often: it must be cheap. */
  readonly isOver?: () => boolean;
  /** The value's compact JSON, where the caller has it already. */
  readonly compact?: string;
  /** Where the value stands in a greater one: paths begin there. */
  readonly within?: readonly Step[];
}

export interface InspectLimits {
  /** Layers of decoding, those of the enclosing JSON included. */
  readonly layers: number;
  /** Texts that one string may give, itself included. */
  readonly texts: number;
  /** Keys and values visited, nested JSON included. */
  readonly nodes: number;
  /** UTF-16 units of all decoded texts together. */
  readonly decodedUnits: number;
  readonly inflatedBytes: number;
}

export const defaultLimits: InspectLimits = {
  layers: 5,
  texts: 24,
  nodes: 1_000_000,
  decodedUnits: 64 * 1024 * 1024,
  inflatedBytes: 16 * 1024 * 1024,
};

const maxLeftOut = 20;

/** Long texts are not begun when the time is up; a single search cannot be stopped. */
const longText = 16 * 1024;

const clean: Inspection = { hits: [], leftOut: [] };

export function inspectEvent(value: unknown, rules: EventRules, options: InspectOptions = {}): Inspection {
  if (rules.rules.length === 0) return clean;
  const isText = typeof value === 'string';
  const native = options.compact ?? stringifyNatively(value);
  if (native.length > 0 && !isText && isClean(native, rules)) return clean;
  if (native.length > 0 && !isExotic(value)) {
    const found = inspectPlain(value, native, rules, options);
    if (found !== 'exotic') return found;
  }
  if (native.length > 0) {
    // What `toJSON`, class instances and the like become is what leaves the function, so that is searched.
    const found = inspectPlain(JSON.parse(native), native, rules, options);
    if (found !== 'exotic') return found;
  }
  const copy = plainCopy(value, options.limits?.nodes ?? defaultLimits.nodes);
  const found = inspectPlain(copy.value, compactJson(copy.value) ?? '', rules, options);
  if (found === 'exotic') return { hits: [], leftOut: [{ path: '$', reason: 'unreadable' }] };
  return { hits: found.hits, leftOut: [...copy.leftOut, ...found.leftOut].slice(0, maxLeftOut) };
}

/** Sixteen in a row quote JSON five times over: deeper than the layers go, so the walk must say what it leaves out. */
const deepQuotes = '\\'.repeat(16);

/** True when no text of the value can hold what a rule requires, nor be encoded otherwise than as JSON. */
function isClean(compact: string, rules: EventRules): boolean {
  if (rules.always.length > 0) return false;
  const { count, isEscaped, isDeep } = rules.gate.scan(compact);
  return count === 0 && !isEscaped && !(isDeep && compact.includes(deepQuotes));
}

/** Empty where the value has no JSON, or where making it throws. */
function stringifyNatively(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

function inspectPlain(
  value: unknown,
  compact: string,
  rules: EventRules,
  options: InspectOptions,
): Inspection | 'exotic' {
  const limits = { ...defaultLimits, ...options.limits };
  const isOver = options.isOver ?? (() => false);
  const leftOut: LeftOut[] = [];
  const book: HitBook = hitBook();
  // A string at the top is searched as it is; all else has compact JSON.
  const isText = typeof value === 'string';
  const wide = isText ? [] : candidatesOf(compact, rules);
  const isLoud = isText || wide.length > 0;

  function leave(reason: LeftOutReason, steps: readonly Step[]): void {
    if (
      leftOut.length >= maxLeftOut ||
      leftOut.some((known) => known.reason === reason && reason === 'budget')
    )
      return;
    leftOut.push({ path: formatPath(steps.slice(0, 32)), reason });
  }

  function test(
    index: number,
    text: string,
    kind: TextKind,
    place: Place,
    layers: readonly LayerName[],
  ): void {
    const { rule, target, regex } = rules.rules[index] ?? unreachable();
    if (book.isFull(index) || book.hasHere(index, place.id)) return;
    if (target.kind !== 'any' && !covers(target, kind, target.kind === 'path' ? place.steps() : [])) return;
    if (text.length > longText && isOver()) {
      leave('budget', place.steps());
      return;
    }
    const compiled = regex();
    if (!compiled.test(text)) return;
    book.add(index, { rule, text, span: reportedSpan(compiled, text), layers, isKey: kind === 'key' }, place);
  }

  function search(text: string, kind: TextKind, place: Place, layers: readonly LayerName[]): boolean {
    const { ids, count } = rules.gate.scan(text);
    let isLoud = rules.always.length > 0;
    // The gate's list is its own and changes with its next text; matching asks it nothing.
    for (let i = 0; i < count; i++) {
      const id = ids[i] ?? 0;
      if (id === rules.decodeId) continue;
      isLoud = true;
      test(id, text, kind, place, layers);
    }
    for (const id of rules.always) test(id, text, kind, place, layers);
    return isLoud;
  }

  const within = options.within ?? [];
  const walked = walk(value, { within, limits, ports: options.ports ?? {}, isOver, search, isLoud, leave });
  if (walked === 'exotic') return 'exotic';
  const whole: Place = { id: -1, outerSteps: () => within.length, steps: () => within };
  for (const index of wide)
    if (rules.rules[index]?.target.kind === 'any' && !book.hasAny(index))
      test(index, compact, 'compact', whole, []);
  const { hits, isCut } = book.close(rules);
  if (isCut) leave('hits', within);
  return { hits, leftOut };
}

function candidatesOf(text: string, rules: EventRules): number[] {
  const { ids, count } = rules.gate.scan(text);
  const found = Array.from(ids.subarray(0, count)).filter((id) => id !== rules.decodeId);
  return [...found, ...rules.always].sort((a, b) => a - b);
}

function reportedSpan(regex: CompiledRegex, text: string): Span {
  const match = regex.find(text, 0);
  const place = match?.groups.find((group) => group !== undefined) ?? match;
  return place === undefined ? { start: 0, end: text.length } : { start: place.start, end: place.end };
}

function unreachable(): never {
  throw new Error('a gate named a rule that is not there');
}

/** True when it is sure that no part of the value can hold a hit, nor anything that must be told as left out. */
export function holdsNothing(value: unknown, rules: EventRules): boolean {
  if (rules.rules.length === 0) return true;
  const compact = stringifyNatively(value);
  return compact.length > 0 && typeof value === 'object' && isClean(compact, rules);
}
