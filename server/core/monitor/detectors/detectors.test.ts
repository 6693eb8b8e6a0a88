import { expect, test } from 'vitest';
import { parseTrailEvent } from '../trail/trail-event.ts';
import { createTrailWatch } from '../trail/watch.ts';
import { detectors } from './index.ts';

function idsOf(records: readonly unknown[]): readonly string[] {
  const watch = createTrailWatch();
  for (const record of records) {
    const event = parseTrailEvent(record);
    if (!event) throw new Error('an example is no record');
    watch.add(event, true);
  }
  return watch.observations.map(({ id }) => id);
}

const bad = detectors.flatMap(({ id, examples }) =>
  examples.bad.map((records, index) => [`${id} ${index + 1}`, id, records] as const),
);
const good = detectors.flatMap(({ id, examples }) =>
  examples.good.map((records, index) => [`${id} ${index + 1}`, id, records] as const),
);

test.each(bad)('reports %s', (_, id, records) => expect(idsOf(records)).toContain(id));
test.each(good)('is silent on %s', (_, id, records) => expect(idsOf(records)).not.toContain(id));

test('ids name files and are unique', () => {
  const ids = detectors.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const detector of detectors)
    expect(detector.attack.every((technique) => /^T\d{4}(\.\d{3})?$/.test(technique))).toBe(true);
});

test('an event that is delivered twice counts once', () => {
  const watch = createTrailWatch();
  const record = {
    eventID: 'one',
    eventTime: '2026-11-01T10:00:00Z',
    eventName: 'StopLogging',
    eventSource: 'cloudtrail.amazonaws.com',
    userIdentity: { userName: 'maria' },
  };
  for (let n = 0; n < 2; n++) {
    const event = parseTrailEvent(record);
    if (event) watch.add(event, true);
  }
  expect(watch.counts).toEqual({ events: 1, duplicates: 1 });
});

test('broken records are no events', () => {
  for (const value of [
    null,
    1,
    'x',
    [],
    {},
    { eventTime: 'never', eventName: 'X' },
    { CloudTrailEvent: '{' },
  ])
    expect(parseTrailEvent(value)).toBeUndefined();
});

test('the suffix of the API version is taken off, and nothing else', () => {
  const name = (eventName: string) => parseTrailEvent({ eventTime: '2026-11-01T10:00:00Z', eventName })?.name;
  expect(name('UpdateFunctionCode20150331v2')).toBe('UpdateFunctionCode');
  expect(name('CreateFunction20150331')).toBe('CreateFunction');
  expect(name('AddLayerVersionPermission20181031')).toBe('AddLayerVersionPermission');
  expect(name('GetFunctionCodeSigningConfig')).toBe('GetFunctionCodeSigningConfig');
});
