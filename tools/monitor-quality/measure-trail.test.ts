import { expect, test } from 'vitest';
import { judgeClasses } from './measure-classes.ts';
import { measureFlows } from './measure-flows.ts';
import { ordinaryNoise, runScenarios } from './measure-trail.ts';

test.each(runScenarios())(
  '$name: what is expected is said, and nothing of the harmless',
  ({ expected, found }) => {
    if (expected.length === 0) expect(found).toEqual([]);
    else expect(found).toEqual(expect.arrayContaining([...expected]));
  },
);

test('an ordinary year gives less than one observation for each function and month', () => {
  expect(ordinaryNoise([11])).toBeLessThan(1);
});

test('steady connections: new peers are found', () => {
  expect(measureFlows([5]).join('\n')).toMatch(/new internal peer 5 of 5/);
});

test('disturbances in series of any kind are found, and little else', () => {
  const { byClass, right, wrong } = judgeClasses([51]);
  const all = [...byClass.values()].reduce((sum, one) => sum + one.all, 0);
  expect(right / all).toBeGreaterThan(0.7);
  expect(right / (right + wrong)).toBeGreaterThan(0.6);
}, 120_000);
