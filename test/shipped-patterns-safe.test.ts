// Rules also run where an engine backtracks: in Python's `re`, in JavaScript's `RegExp`, in a web application firewall.
// Every shipped pattern is proved to take linear time there; "nothing was found" is no proof.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkBacktracking } from '../server/core/rulelang/deep-lints.ts';
import { parseRuleFile } from '../server/core/rulelang/parse.ts';
import { ruleFileKinds } from '../server/core/rulelang/rule.ts';
import { createBacktrackChecker } from '../server/platform/deep/recheck.ts';
import { createRe2jsEngine } from '../server/platform/regex/re2js-engine.ts';

const engine = createRe2jsEngine();
const check = createBacktrackChecker(5000);

test.each(ruleFileKinds)(
  'every shipped %s pattern is proved safe in engines that backtrack',
  (kind) => {
    const text = readFileSync(join(import.meta.dirname, `../rules/${kind}_protect.txt`), 'utf8');
    const { rules } = parseRuleFile(text, kind);
    expect(rules.length).toBeGreaterThan(10);
    const verdicts = rules.map(
      ({ id, pattern }) => `${id}: ${checkBacktracking(pattern, engine, check).kind}`,
    );
    expect(verdicts.filter((verdict) => !verdict.endsWith(': safe'))).toEqual([]);
  },
  60_000,
);
