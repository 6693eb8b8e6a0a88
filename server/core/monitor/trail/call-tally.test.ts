import { expect, test } from 'vitest';
import { createCallTally } from './call-tally.ts';
import { functionRole, lambdaAgent, person, record } from './example.ts';
import { parseTrailEvent } from './trail-event.ts';

const event = (given: Parameters<typeof record>[0]) => {
  const parsed = parseTrailEvent(record(given));
  if (!parsed) throw new Error('no event');
  return parsed;
};

test('calls are counted by service, action and error; callers where invocations are recorded', () => {
  const tally = createCallTally();
  const put = { name: 'PutItem', service: 'dynamodb', by: functionRole, agent: lambdaAgent };
  tally.add(event({ ...put, at: '2026-11-01T10:00:00Z' }), true);
  tally.add(event({ ...put, at: '2026-11-02T10:00:00Z' }), true);
  tally.add(event({ ...put, error: 'AccessDenied' }), true);
  tally.add(
    event({ name: 'CreateLogGroup', service: 'logs', by: functionRole, agent: 'awslambda-worker/1.0' }),
    true,
  );
  tally.add(event({ name: 'PutItem', service: 'dynamodb', by: person }), false);
  expect(tally.callsOf('111122223333', 'orders')).toMatchObject([
    { service: 'dynamodb', action: 'PutItem', error: '', count: 2, last: Date.parse('2026-11-02T10:00:00Z') },
    { error: 'AccessDenied', count: 1 },
  ]);
  expect(tally.hasInvocations).toBe(false);
  tally.add(event({ name: 'Invoke', by: person, request: { functionName: 'orders' } }), false);
  expect(tally.callersOf('111122223333', 'eu-central-1', 'orders')).toMatchObject([
    { who: 'maria', count: 1 },
  ]);
  expect(tally.callers).toEqual([{ account: '111122223333', name: 'orders' }]);
});
