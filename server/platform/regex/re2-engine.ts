// RE2 itself, through the native `re2` add-on. The add-on also takes some JavaScript-only spellings and
// translates them; those are refused here, so that a rule means the same in every engine.
import type { Compiled, CompiledRegex, RegexEngine, RegexSet } from '../../core/engine/regex-engine.ts';
import type { Span } from '../../core/text/span.ts';

/** What we use of the add-on's constructor. */
export interface Re2Module {
  new (
    pattern: string,
    flags: string,
  ): {
    lastIndex: number;
    test(text: string): boolean;
    exec(text: string): (RegExpExecArray & { indices?: (readonly [number, number] | undefined)[] }) | null;
  };
  Set: new (
    patterns: readonly string[],
    options: { maxMem: number },
  ) => { match(text: string | Buffer): number[] };
}

/** Above this many, the set's automaton no longer fits its cache and gets slower than two sets. */
const patternsPerSet = 50;
const maxMemoryOfSet = 64 << 20;

/** Spellings that the add-on would translate from JavaScript although RE2 has no such construct. */
const javascriptOnly = /\\(?:u|c[A-Za-z]|C|[pP]\{\w+=)/;

export function createRe2Engine(Re2: Re2Module): RegexEngine {
  return {
    name: 're2',
    compile(pattern): Compiled {
      const foreign = javascriptOnlyPart(pattern);
      if (foreign) return { ok: false, message: `invalid escape sequence: \`${foreign}\`` };
      try {
        return { ok: true, regex: wrap(pattern, Re2) };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return {
          ok: false,
          message: message.replace(/^(Invalid regular expression: )?\/[\s\S]*\/\w*: /, ''),
        };
      }
    },
    compileSet(patterns): RegexSet {
      const sets: { readonly first: number; readonly set: { match(text: string | Buffer): number[] } }[] = [];
      for (let first = 0; first < patterns.length; first += patternsPerSet) {
        const part = patterns.slice(first, first + patternsPerSet);
        sets.push({ first, set: new Re2.Set(part, { maxMem: maxMemoryOfSet }) });
      }
      return {
        matching(text) {
          // One conversion to UTF-8 for all sets.
          const bytes = sets.length > 1 || text.length > 4096 ? Buffer.from(text) : text;
          const found: number[] = [];
          for (const { first, set } of sets) {
            const hits = set.match(bytes);
            if (hits.length > 1) hits.sort((a, b) => a - b);
            for (const hit of hits) found.push(first + hit);
          }
          return found;
        },
      };
    },
  };
}

function wrap(pattern: string, Re2: Re2Module): CompiledRegex {
  const tester = new Re2(pattern, '');
  // `g` makes the add-on keep the text's UTF-8 form between searches; `d` gives the groups' places.
  let finder: InstanceType<Re2Module> | undefined;
  return {
    pattern,
    test: (text) => tester.test(text),
    find(text, from) {
      finder ??= new Re2(pattern, 'gd');
      finder.lastIndex = from;
      const match = finder.exec(text);
      if (!match) return undefined;
      const groups: (Span | undefined)[] = [];
      for (let group = 1; group < match.length; group++) {
        const at = match.indices?.[group];
        groups.push(at ? { start: at[0], end: at[1] } : undefined);
      }
      return { start: match.index, end: match.index + match[0].length, groups };
    },
  };
}

function javascriptOnlyPart(pattern: string): string | undefined {
  if (!javascriptOnly.test(pattern)) return undefined;
  for (let at = pattern.indexOf('\\'); at !== -1; at = pattern.indexOf('\\', at + 2)) {
    if (pattern.startsWith('\\Q', at)) {
      const end = pattern.indexOf('\\E', at + 2);
      if (end === -1) return undefined;
      at = end;
      continue;
    }
    const found = javascriptOnly.exec(pattern.slice(at, at + 24));
    if (found?.index === 0) return found[0];
  }
  return undefined;
}
