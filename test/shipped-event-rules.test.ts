// The shipped in and out rules: each is well formed, its examples hold through the real inspection, and what
// docs/detection.md claims of recall and false alarms does not get worse.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildEventRules } from '../server/core/events/event-rules.ts';
import { parseRuleFile } from '../server/core/rulelang/parse.ts';
import { loadEngine } from '../server/platform/regex/load-engine.ts';
import { createRe2jsEngine } from '../server/platform/regex/re2js-engine.ts';
import { benignEvents, classesIn, hitsOf, measureRecall, shippedRules } from '../tools/detection.ts';

for (const kind of ['in', 'out'] as const) {
  const text = readFileSync(join(import.meta.dirname, `../rules/${kind}_protect.txt`), 'utf8');
  const { rules, problems } = parseRuleFile(text, kind);

  test(`the shipped ${kind} rules have no problem`, () => {
    expect(problems).toEqual([]);
    expect(shippedRules(kind).invalid).toEqual([]);
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
  });

  for (const rule of rules) {
    test(`${kind} ${rule.id}: described, and its examples hold in both engines`, () => {
      expect(rule.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(rule.message).not.toBe(rule.pattern);
      expect(rule.why).toBeTruthy();
      expect(rule.cwe.length).toBeGreaterThan(0);
      expect(rule.examples.some((example) => example.mustMatch)).toBe(true);
      expect(rule.examples.some((example) => !example.mustMatch)).toBe(true);
      for (const engine of [loadEngine('auto', '.').engine, createRe2jsEngine()]) {
        const only = buildEventRules(engine, [rule]);
        for (const { text: example, mustMatch } of rule.examples)
          expect(hitsOf(only, { value: example }).length > 0, `${engine.name}: ${example}`).toBe(mustMatch);
      }
    });
  }

  test(`the shipped ${kind} patterns compile alike in JavaScript`, () => {
    for (const { id, pattern, examples } of rules) {
      const ignoreCase = pattern.startsWith('(?i)');
      const regex = new RegExp(ignoreCase ? pattern.slice(4) : pattern, ignoreCase ? 'i' : '');
      for (const { text: example, mustMatch } of examples)
        expect(regex.test(example), `${id}: ${example}`).toBe(mustMatch);
    }
  });
}

const inRules = shippedRules('in');

for (const name of classesIn('attacks')) {
  test(`at least 90 % of ${name} is caught, held out or not`, () => {
    const { tuned, heldOut } = measureRecall(inRules, name);
    expect(tuned.caught / tuned.total).toBeGreaterThanOrEqual(0.9);
    expect(heldOut.caught / heldOut.total).toBeGreaterThanOrEqual(0.9);
  });
}

test('at most 1 % of the benign events is flagged', () => {
  const events = benignEvents();
  const flagged = events.filter(({ event }) => hitsOf(inRules, event).length > 0);
  expect(flagged.length / events.length).toBeLessThanOrEqual(0.01);
});

test('no benign response is flagged, and nine leaks in ten are', () => {
  const rules = shippedRules('out');
  expect(benignEvents('benign-responses').filter(({ event }) => hitsOf(rules, event).length > 0)).toEqual([]);
  for (const name of classesIn('leaks')) {
    const { tuned, heldOut } = measureRecall(rules, name, 'leaks');
    expect(tuned.caught / tuned.total, name).toBeGreaterThanOrEqual(0.9);
    expect(heldOut.caught / heldOut.total, name).toBeGreaterThanOrEqual(0.9);
  }
});
