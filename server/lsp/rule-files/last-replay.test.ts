import { expect, test } from 'vitest';
import { parseRuleFile } from '../../core/rulelang/parse.ts';
import { aloneText } from './last-replay.ts';

const text = `#@ id: first
one

# a remark
#@ id: second
#@ mode: monitor
#+ two

two
three
`;

test('a rule alone keeps its line, its directives and its number, and blocks', () => {
  const { rules } = parseRuleFile(text, 'in');
  for (const rule of rules) {
    const alone = parseRuleFile(aloneText(text, rule), 'in');
    expect(alone.rules.map(({ id, pattern, line, mode }) => ({ id, pattern, line, mode }))).toEqual([
      { id: rule.id, pattern: rule.pattern, line: rule.line, mode: 'block' },
    ]);
  }
  expect(rules.map(({ id }) => id)).toEqual(['first', 'second', 'line-10']);
});
