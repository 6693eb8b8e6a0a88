// RE2 in plain JavaScript, loaded only when a text first holds what a rule requires: most functions never need it, and
// its module costs several milliseconds of a cold start.
import type { CompiledRegex, RegexEngine } from '../../../server/core/engine/regex-engine.ts';
import { parseRegex } from '../../../server/core/regex/parse.ts';
import type * as Adapter from '../../../server/platform/regex/re2js-engine.ts';

let loaded: RegexEngine | undefined;

function re2js(): RegexEngine {
  // Built from that adapter, into a file of its own beside the guard: two thirds of all the code.
  const adapter: typeof Adapter = require('./re2.cjs');
  loaded ??= adapter.createRe2jsEngine();
  return loaded;
}

export const lazyEngine: RegexEngine = {
  name: 're2js',
  compile(pattern) {
    // What the scan wraps around a pattern that compiled needs no second look.
    const fault = pattern.startsWith('(?m:') ? undefined : parseRegex(pattern).faults[0];
    if (fault !== undefined)
      return { ok: false, message: fault.type === 'error' ? fault.message : `no ${fault.construct}` };
    let compiled: CompiledRegex | undefined;
    const ready = () => {
      if (compiled !== undefined) return compiled;
      const made = re2js().compile(pattern);
      if (!made.ok) throw new Error('pattern not taken');
      compiled = made.regex;
      return compiled;
    };
    return {
      ok: true,
      regex: { pattern, test: (text) => ready().test(text), find: (text, from) => ready().find(text, from) },
    };
  },
  compileSet: () => undefined,
};
