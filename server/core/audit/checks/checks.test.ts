// One harness for all checks: their examples answer as they say, their words are there, their names fit.
import { expect, test } from 'vitest';
import type { TestResult } from '../check.ts';
import { checks } from './index.ts';

const hitsOf = (result: TestResult) =>
  result === 'not-applicable' ? [] : 'hits' in result ? result.hits : result;

test.each(checks.map((check) => [check.id, check] as const))('%s', (_, check) => {
  const results = check.runExamples();
  expect(results.good.length, 'a good example').toBeGreaterThan(0);
  expect(results.bad.length, 'a bad example').toBeGreaterThan(0);
  for (const [index, result] of results.good.entries()) {
    expect(hitsOf(result), `good example ${index}`).toEqual([]);
    expect(result, `good example ${index} is asked at all`).not.toBe('not-applicable');
  }
  for (const [index, result] of results.bad.entries()) {
    expect(hitsOf(result).length, `bad example ${index}`).toBeGreaterThan(0);
  }
  for (const result of results.notApplicable) expect(result).toBe('not-applicable');
});

test.each(checks.map((check) => [check.id, check] as const))('%s says what it is', (_, check) => {
  expect(check.id).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
  expect(check.id).not.toMatch(/^(no|ensure)-|-check$/);
  for (const text of [check.title, check.why, check.todo]) expect(text.length).toBeGreaterThan(10);
  expect(check.title).not.toMatch(/\.$/);
  expect(check.why).toMatch(/\.$/);
  expect(check.todo).toMatch(/\.$/);
  expect(check.cwe.length + check.references.length).toBeGreaterThan(0);
  expect(new Set(check.needs).size).toBe(check.needs.length);
});

test('ids are unique', () => {
  const ids = checks.map((check) => check.id);
  expect(new Set(ids).size).toBe(ids.length);
});
