// What the detectors of the trail say of scenario files, each after ninety days of an ordinary account, and of whole
// ordinary years.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { asRecord, parseTrailEvent, text } from '../../server/core/monitor/trail/trail-event.ts';
import { createTrailWatch, type TrailWatch } from '../../server/core/monitor/trail/watch.ts';
import { share } from './measure-metrics.ts';
import { ordinaryFunctions, ordinaryRecords } from './ordinary-account.ts';

const folder = join(import.meta.dirname, '..', '..', 'test', 'detection', 'trail');

export interface ScenarioResult {
  readonly name: string;
  readonly expected: readonly string[];
  readonly found: readonly string[];
}

export function runScenarios(): readonly ScenarioResult[] {
  const before = ordinaryRecords(90, 7);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const scenario = asRecord(JSON.parse(readFileSync(join(folder, file), 'utf8')));
      const { expect, records } = scenario;
      if (!Array.isArray(expect) || !Array.isArray(records)) throw new Error(`no scenario: ${file}`);
      const watch = createTrailWatch();
      feed(watch, before, false);
      feed(watch, records, true);
      return {
        name: basename(file, '.json'),
        expected: expect.map(text),
        found: [...new Set(watch.observations.map(({ id }) => id))],
      };
    });
}

function feed(watch: TrailWatch, records: readonly unknown[], judge: boolean): void {
  for (const record of records) {
    const event = parseTrailEvent(record);
    if (!event) throw new Error('a record cannot be read');
    watch.add(event, judge);
  }
}

/** Observations for each function and month of a year of deployments. */
export function ordinaryNoise(seeds: readonly number[]): number {
  let count = 0;
  for (const seed of seeds) {
    const watch = createTrailWatch();
    feed(watch, ordinaryRecords(365, seed), true);
    count += watch.observations.length;
  }
  return count / (seeds.length * 12 * ordinaryFunctions.length);
}

export function measureTrail(seeds: readonly number[]): readonly string[] {
  const results = runScenarios();
  const attacks = results.filter(({ expected }) => expected.length > 0);
  const benign = results.filter(({ expected }) => expected.length === 0);
  const wanted = attacks.flatMap(({ expected, found }) => expected.map((id) => found.includes(id)));
  const silent = benign.filter(({ found }) => found.length === 0).length;
  const missed = attacks.flatMap(({ name, expected, found }) =>
    expected.filter((id) => !found.includes(id)).map((id) => `${name}: ${id}`),
  );
  return [
    `Attacks: ${attacks.length} scenarios, ${share(wanted.filter(Boolean).length, wanted.length)} of ${wanted.length} expected observations made${missed.length > 0 ? ` (missed: ${missed.join('; ')})` : ''}.`,
    `Benign scenarios without any observation: ${silent} of ${benign.length}.`,
    `Ordinary years: ${ordinaryNoise(seeds).toFixed(2)} observations for each function and month.`,
  ];
}
