import { expect, test } from 'vitest';
import { createReadingBuilder } from '../monitor/build-reading.ts';
import { functionOfObservation } from '../monitor/reading.ts';
import { functionRole, lambdaAgent, person, record, usualDeployments } from '../monitor/trail/example.ts';
import { parseTrailEvent } from '../monitor/trail/trail-event.ts';
import { functionPage, observationPage } from './behaviour-page.ts';

const to = Date.parse('2026-11-21T00:00:00Z');
const secret = 'EXAMPLE-not-to-be-shown';

function readingOf(records: readonly unknown[]) {
  const made = createReadingBuilder({ from: to - 7 * 86_400_000, origin: 'account', pipelines: [] });
  made.beginTrail(undefined, []);
  for (const one of records) {
    const event = parseTrailEvent(one);
    if (event) made.addEvent(event);
  }
  return made.finish({ readAt: to, to, isStopped: false });
}

const reading = readingOf([
  ...usualDeployments,
  record({
    name: 'UpdateFunctionConfiguration20150331v2',
    by: person,
    at: '2026-11-18T10:00:00Z',
    request: { functionName: 'orders', environment: { variables: { TOKEN: secret } }, layers: [] },
  }),
  record({
    name: 'CreateAccessKey',
    service: 'iam',
    by: functionRole,
    agent: lambdaAgent,
    at: '2026-11-20T10:00:00Z',
    request: { userName: 'ci', note: secret },
  }),
  record({
    name: 'Invoke20150331',
    by: person,
    at: '2026-11-20T11:00:00Z',
    request: { functionName: 'orders' },
  }),
]);

test('a page has the call, the changes before and its references, and nothing of what calls carried', () => {
  const one = reading.observations.find(({ id }) => id === 'identity-made-by-function');
  if (!one) throw new Error('no observation');
  const page = observationPage(one, reading, true);
  expect(page.sentence).toMatch(/^orders called iam:CreateAccessKey.*\.$/);
  expect(page.facts).toContainEqual(['State', 'acknowledged as normal']);
  expect(page.observation).toMatchObject({ isAcknowledged: true, mark: one.mark });
  expect(page.sections.map(({ id }) => id)).toEqual([
    'observation',
    'evidence',
    'changes',
    'why',
    'todo',
    'references',
  ]);
  const whole = JSON.stringify(page);
  expect(whole).toContain('variables TOKEN');
  expect(whole).not.toContain(secret);
});

test('what nobody knows of a function is said so', () => {
  const own = reading.functions.find(({ name }) => name === 'orders');
  if (!own) throw new Error('no function');
  const page = functionPage(own, reading);
  const words = (id: string) => JSON.stringify(page.sections.find((one) => one.id === id));
  expect(words('callers')).toContain('maria');
  expect(words('calls')).toContain('["new","iam","CreateAccessKey"');
  expect(words('peers')).toContain('No flow log was read');
  expect(words('metrics')).toContain('No metric was read');
  expect(JSON.stringify(page)).not.toContain(secret);
  const [first] = reading.observations;
  expect(first && functionOfObservation(first, reading)?.name).toBe('orders');
});
