// RE2 in plain JavaScript (re2js): always there, same verdicts as the native engine, slower.
import { RE2JS } from 're2js';
import type { Compiled, CompiledRegex, RegexEngine, RegexMatch } from '../../core/engine/regex-engine.ts';
import type { Span } from '../../core/text/span.ts';

function wrap(pattern: string, regex: RE2JS): CompiledRegex {
  return {
    pattern,
    test: (text) => regex.test(text),
    find(text, from) {
      if (from > text.length) return undefined;
      const matcher = regex.matcher(text);
      if (!matcher.find(from)) return undefined;
      const groups: (Span | undefined)[] = [];
      for (let group = 1; group <= matcher.groupCount(); group++) {
        const start = matcher.start(group);
        groups.push(start < 0 ? undefined : { start, end: matcher.end(group) });
      }
      const match: RegexMatch = { start: matcher.start(), end: matcher.end(), groups };
      return match;
    },
  };
}

export function createRe2jsEngine(): RegexEngine {
  return {
    name: 're2js',
    compile(pattern): Compiled {
      try {
        return { ok: true, regex: wrap(pattern, RE2JS.compile(pattern)) };
      } catch (error) {
        return { ok: false, message: wordsOf(error) };
      }
    },
    compileSet: () => undefined,
  };
}

/** "error parsing regexp: missing closing ): `(a`" without the part that every message starts with. */
function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^error parsing regexp: /, '');
}
