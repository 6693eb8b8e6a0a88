// Which plain strings a text must hold for a pattern to match in it: a quick test that spares the engine. Sound,
// not complete: where nothing useful is sure there is no answer. (After the prefilter idea of Russ Cox,
// https://swtch.com/~rsc/regexp/regexp4.html.)
import type { ParsedRegex, RegexNode, SetNode } from './ast.ts';
import { parseRegex } from './parse.ts';

export interface RequiredLiterals {
  /** At least one of them occurs in every text in which the pattern matches. None is empty; none holds a line end. */
  readonly anyOf: readonly string[];
  /**
   * The literals are in lower case and are to be looked for in `text.toLowerCase()`. They avoid every letter for
   * which that differs from the engine's folding.
   */
  readonly ignoreCase: boolean;
}

/** A node's strings are followed one by one up to this many; beyond, only sets of fragments are kept. */
const MAX_EXACT = 16;
const MAX_EXACT_LENGTH = 24;
const MAX_LITERALS = 48;

type Info =
  | { readonly exact: readonly string[] }
  | {
      readonly exact: undefined;
      /** One of these occurs in each match. */
      readonly some: readonly string[] | undefined;
      /** Each match begins, or ends, with one of these. */
      readonly prefix: readonly string[] | undefined;
      readonly suffix: readonly string[] | undefined;
    };

const nothingKnown: Info = { exact: undefined, some: undefined, prefix: undefined, suffix: undefined };
const emptyString: Info = { exact: [''] };

/** `undefined` where nothing useful is known, and for a pattern that RE2 does not take. */
export function requiredLiterals(pattern: string | ParsedRegex): RequiredLiterals | undefined {
  const parsed = typeof pattern === 'string' ? parseRegex(pattern) : pattern;
  if (parsed.faults.length > 0) return undefined;
  const ignoreCase = /\(\?[a-zA-Z]*i/.test(parsed.pattern);
  const info = infoOf(parsed.root, ignoreCase);
  const best = info.exact ? usable(info.exact) : info.some;
  if (!best) return undefined;
  const anyOf = withoutLonger(best);
  return { anyOf, ignoreCase: ignoreCase && anyOf.some((literal) => /[a-z]/.test(literal)) };
}

function infoOf(node: RegexNode, fold: boolean): Info {
  switch (node.type) {
    case 'char': {
      const exact = exactChar(node.code, fold, node.ignoreCase);
      return exact === undefined ? nothingKnown : { exact: [exact] };
    }
    case 'set':
      return infoOfSet(node, fold);
    case 'empty':
    case 'anchor':
    case 'flags':
      return emptyString;
    case 'group':
      return infoOf(node.body, fold);
    case 'repeat': {
      if (node.max === 0) return emptyString;
      const body = infoOf(node.body, fold);
      if (node.min === 0) {
        if (node.max === 1 && body.exact && body.exact.length < MAX_EXACT)
          return { exact: ['', ...body.exact] };
        return nothingKnown;
      }
      const once = concatInfo(Array.from({ length: Math.min(node.min, 8) }, () => body));
      if (node.max === node.min && node.min <= 8) return once;
      if (once.exact)
        return { exact: undefined, some: usable(once.exact), prefix: once.exact, suffix: once.exact };
      return once;
    }
    case 'concat':
      return concatInfo(node.items.map((item) => infoOf(item, fold)));
    case 'alternation':
      return alternationInfo(node.options.map((option) => infoOf(option, fold)));
    case 'any':
    case 'class':
    case 'foreign':
    case 'error':
      return nothingKnown;
  }
}

/**
 * The character as it is searched for. Line ends never count, since texts are also searched with others; nor does
 * what UTF-8 cannot hold. Under folding only ASCII is sure, and there not `s`: the long s folds to it, but does not
 * become it in lower case. (The Kelvin sign does become `k`.)
 */
function exactChar(code: number, fold: boolean, ignoreCase: boolean): string | undefined {
  if (code === 10 || code === 13 || code === 0xfffd || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  if (!fold) return String.fromCodePoint(code);
  if (code > 127) return undefined;
  const lower = String.fromCharCode(code).toLowerCase();
  return ignoreCase && lower === 's' ? undefined : lower;
}

function infoOfSet(node: SetNode, fold: boolean): Info {
  if (node.negated) return nothingKnown;
  const exact = new Set<string>();
  for (const item of node.items) {
    if (item.type !== 'range' || item.to - item.from >= MAX_EXACT) return nothingKnown;
    for (let code = item.from; code <= item.to; code++) {
      const one = exactChar(code, fold, node.ignoreCase);
      if (one === undefined) return nothingKnown;
      exact.add(one);
    }
  }
  return exact.size > MAX_EXACT || exact.size === 0 ? nothingKnown : { exact: [...exact] };
}

function alternationInfo(options: readonly Info[]): Info {
  const exact = options.flatMap((option) => option.exact ?? []);
  if (options.every((option) => option.exact)) {
    const distinct = [...new Set(exact)];
    if (distinct.length <= MAX_LITERALS) return { exact: distinct };
  }
  return {
    exact: undefined,
    some: union(options.map((option) => (option.exact ? usable(option.exact) : option.some))),
    prefix: undefined,
    suffix: undefined,
  };
}

function concatInfo(items: readonly Info[]): Info {
  let running: readonly string[] = [''];
  let prefix: readonly string[] | undefined;
  let some: readonly string[] | undefined;
  let isExact = true;

  function flush(strings: readonly string[]): void {
    if (isExact) prefix = strings;
    isExact = false;
    some = better(some, usable(strings));
  }
  for (const item of items) {
    if (item.exact) {
      const product = cross(running, item.exact);
      if (product) {
        running = product;
        continue;
      }
      flush(running);
      running = item.exact;
      continue;
    }
    flush((item.prefix && cross(running, item.prefix)) ?? running);
    some = better(some, item.some);
    running = item.suffix ?? [''];
  }
  if (isExact) return { exact: running };
  return { exact: undefined, some: better(some, usable(running)), prefix, suffix: running };
}

function cross(left: readonly string[], right: readonly string[]): readonly string[] | undefined {
  if (left.length === 1 && left[0] === '') return right;
  if (left.length * right.length > MAX_EXACT) return undefined;
  const product = left.flatMap((head) => right.map((tail) => head + tail));
  return product.some((literal) => literal.length > MAX_EXACT_LENGTH) ? undefined : product;
}

function usable(strings: readonly string[]): readonly string[] | undefined {
  return strings.length === 0 || strings.length > MAX_LITERALS || strings.includes('') ? undefined : strings;
}

function union(sets: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const all = new Set<string>();
  for (const one of sets) {
    if (!one) return undefined;
    for (const literal of one) all.add(literal);
  }
  return usable([...all]);
}

/** The set that fewer texts are likely to hold: each further character counts as one in twelve. */
function better(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): readonly string[] | undefined {
  if (!a || !b) return a ?? b;
  return likelihood(b) < likelihood(a) ? b : a;
}

function likelihood(strings: readonly string[]): number {
  return strings.reduce((sum, literal) => sum + 12 ** -Math.min(literal.length, 8), 0);
}

/** A literal that holds another one of the set adds nothing. */
function withoutLonger(strings: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const literal of [...new Set(strings)].sort((a, b) => a.length - b.length))
    if (!kept.some((shorter) => literal.includes(shorter))) kept.push(literal);
  return kept;
}
