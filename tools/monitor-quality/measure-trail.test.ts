import { expect, test } from 'vitest';
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
