import { expect, test } from 'vitest';
import { missingAlarms, reachableBy } from './missing-alarms.ts';

test('doors are read from URLs and policies, broken policies open none', () => {
  const policy = (principal: unknown) => JSON.stringify({ Statement: [{ Principal: principal }] });
  expect(reachableBy('', ['NONE', 'AWS_IAM'])).toEqual(['a URL without authentication', 'a URL']);
  expect(reachableBy(policy({ Service: ['apigateway.amazonaws.com', 's3.amazonaws.com'] }), [])).toEqual([
    'API Gateway',
  ]);
  expect(reachableBy(policy('*'), [])).toEqual(['a statement for everybody']);
  expect(reachableBy('{', [])).toEqual([]);
  expect(reachableBy(policy({ AWS: 'arn:aws:iam::111122223333:root' }), [])).toEqual([]);
});

test('what has no alarm is listed, the latest changed first', () => {
  const one = (name: string, lastModified: string) => ({ name, by: ['a URL'], lastModified });
  const alarms = [
    { metric: 'Invocations', function: 'a' },
    { metric: 'Errors', function: 'a' },
    { metric: 'Throttles' },
    { metric: 'Errors', function: 'b' },
  ];
  const listed = missingAlarms(
    [one('a', '2026-01-01'), one('b', '2026-01-02'), one('c', '2026-01-03')],
    alarms,
  );
  expect(listed.map(({ name, metrics }) => [name, metrics])).toEqual([
    ['c', ['Invocations', 'Errors']],
    ['b', ['Invocations']],
  ]);
});
