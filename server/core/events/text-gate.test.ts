import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRe2jsEngine } from '../../platform/regex/re2js-engine.ts';
import { parseRuleFile } from '../rulelang/parse.ts';
import type { Rule } from '../rulelang/rule.ts';
import { buildEventRules } from './event-rules.ts';

const engine = createRe2jsEngine();
const rulesFolder = join(import.meta.dirname, '../../../rules');
const rules: readonly Rule[] = (['in', 'out'] as const).flatMap(
  (kind) => parseRuleFile(readFileSync(join(rulesFolder, `${kind}_protect.txt`), 'utf8'), kind).rules,
);

function ofPatterns(patterns: readonly string[]) {
  const [blank] = parseRuleFile('x', 'in').rules;
  if (blank === undefined) throw new Error('no rule');
  return buildEventRules(
    engine,
    patterns.map((pattern) => ({ ...blank, pattern })),
  );
}

/** Indexes of the rules that a text would be searched for. */
function candidates(built: ReturnType<typeof buildEventRules>, text: string): readonly number[] {
  const { ids, count, isEscaped } = built.gate.scan(text);
  if (isEscaped) return built.rules.map((_, index) => index);
  return [...built.always, ...ids.slice(0, count)];
}

test('every example of the shipped rules passes the gate, plain and quoted up to three times', () => {
  const built = buildEventRules(engine, rules);
  const indexOf = new Map(built.rules.map(({ rule }, index) => [rule, index]));
  let seen = 0;
  for (const [rule, index] of indexOf) {
    const regex = built.rules[index]?.regex();
    for (const { mustMatch, text } of rule.examples) {
      if (!mustMatch || !regex?.test(text)) continue;
      const once = JSON.stringify({ v: text });
      const twice = JSON.stringify({ body: once });
      for (const form of [text, once, twice, JSON.stringify([twice], null, 2)])
        expect(candidates(built, form), `${rule.id} in ${form}`).toContain(index);
      seen++;
    }
  }
  expect(seen).toBeGreaterThan(50);
});

test('most rules need not be searched for in ordinary text', () => {
  const built = buildEventRules(engine, rules);
  const text = JSON.stringify({
    note: 'please select the union of tables from the list, then insert the key into the file and drop it where you like',
    url: '/orders/17?page=2&sort=name',
    when: '2026-03-12T19:03:58.000Z',
  });
  expect(candidates(built, text).length).toBeLessThan(built.rules.length / 4);
});

test('no text that a pattern matches in passes its gate, in any quoting', () => {
  const patterns = [
    'a\\s+b',
    '(?i)ks+t',
    'x{2,4}y?z',
    '[ab]\\d{3}',
    '"k":\\s*true',
    'p.q',
    '\\\\n\\w',
    'é+a',
    '[^a]b[^c]',
    'a|bc|d+e',
    '\\{\\{.*\\}\\}',
  ];
  const built = ofPatterns(patterns);
  const part = fc.constantFrom(
    ...'abkstxyzpqe1 2"\\\n\t{}é\u212a\u017f😀'.split(/(?:)/u),
    ' "k": true',
    'xx',
    '\\n',
    '123',
  );
  const text = fc.array(part, { maxLength: 14 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 3 }), (value, depth) => {
      let form = value;
      for (let i = 0; i < depth; i++) form = JSON.stringify(i % 2 === 0 ? { v: form } : [form], null, i);
      const named = candidates(built, form);
      built.rules.forEach(({ regex }, index) => {
        if (regex().test(value)) expect(named).toContain(index);
      });
    }),
    { numRuns: 1500 },
  );
});

test('a text that needs too many states still names what hits', () => {
  const built = ofPatterns(['[ab][ab]{11}c[ab]{11}d', 'zq']);
  let text = '';
  let state = 7;
  for (let i = 0; i < 60_000; i++) {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    text += state & 0x10000 ? 'a' : 'b';
  }
  const hit = `${text}${'ab'.repeat(6)}c${'ab'.repeat(5)}ad`;
  expect(built.rules[0]?.regex().test(hit)).toBe(true);
  expect(candidates(built, hit)).toContain(0);
  expect(candidates(built, 'zq')).toEqual([1]);
});
