// The same pattern, searched in the same places, twice in one file.
import { type FileLint, problem } from '../lint.ts';
import type { Rule, RuleProblem } from '../rule.ts';

export const lint: FileLint = {
  of: 'file',
  id: 'duplicate-rule',
  severity: 'warning',
  title: 'A rule that stands twice',
  why: 'Every hit is reported twice, and whoever changes one of the two changes nothing.',
  todo: 'Remove one of them.',
  examples: [
    { kind: 'in', text: 'x\\d\n#@ id: b\nx\\d', marked: ['x\\d'] },
    { kind: 'code', text: '#@ lang: go\nx\n#@ lang: ruby\nx', marked: [] },
  ],
  find({ file }) {
    const first = new Map<string, Rule>();
    const found: RuleProblem[] = [];
    for (const rule of file.rules) {
      const key = JSON.stringify([rule.pattern, [...rule.lang].sort(), rule.where, rule.over, rule.target]);
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, rule);
      else
        found.push(
          problem(
            lint,
            rule.patternSpan,
            `the same pattern stands on line ${earlier.line + 1} (${earlier.id})`,
            {
              unnecessary: true,
              related: [{ span: earlier.patternSpan, message: `the same pattern: ${earlier.id}` }],
            },
          ),
        );
    }
    return found;
  },
};
