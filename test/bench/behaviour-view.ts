// The view Observations of a large account: 2,000 functions, 5,000 observations. Everything that the view asks when it
// opens, and the judging of a metric of nine weeks.
import { createReadingBuilder } from '../../server/core/monitor/build-reading.ts';
import {
  type BehaviourReading,
  functionOfObservation,
  toReadObservation,
} from '../../server/core/monitor/reading.ts';

const hourMs = 3_600_000;
const now = Date.parse('2026-11-21T00:00:00Z');

function large(): BehaviourReading {
  const builder = createReadingBuilder({ from: now - 168 * hourMs, origin: 'account', pipelines: [] });
  builder.addFunctions(
    Array.from({ length: 2000 }, (_, n) => ({
      account: '111122223333',
      region: 'eu-central-1',
      name: `f-${n}`,
    })),
  );
  const reading = builder.finish({ readAt: now, to: now, isStopped: false });
  const observations = Array.from({ length: 5000 }, (_, n) =>
    toReadObservation({
      id: 'first-action',
      severity: 'warning',
      confidence: 'medium',
      title: 'a function calls something for the first time',
      message: `first s3:Action${n} of f-${n % 2000} in 40 days`,
      why: '',
      todo: '',
      attack: [],
      source: `f-${n % 2000}`,
      account: '111122223333',
      region: 'us-east-1',
      arn: '',
      at: now - n * 1000,
      columns: { Event: `Action${n}` },
    }),
  );
  return { ...reading, observations };
}

export const bench = {
  name: 'behaviour-view',
  async run() {
    const reading = large();
    const begun = performance.now();
    let found = 0;
    for (const one of reading.observations) if (functionOfObservation(one, reading)) found++;
    const joined = performance.now() - begun;
    const builder = createReadingBuilder({ from: now - 168 * hourMs, origin: 'account', pipelines: [] });
    const series = 50;
    const from = performance.now();
    for (let n = 0; n < series; n++)
      builder.addSeries({
        metric: 'Invocations',
        function: `f-${n}`,
        points: Array.from({ length: 63 * 24 }, (_, hour) => ({
          at: now - (63 * 24 - hour) * hourMs,
          value: Math.round(100 + 50 * Math.sin((hour / 24) * 6.28) + ((hour * 7919 + n) % 13)),
        })),
      });
    const judged = (performance.now() - from) / series;
    return [
      {
        name: '5,000 observations to 2,000 functions',
        value: joined,
        unit: 'ms',
        must: 'all found, under 100 ms',
        holds: found === 5000 && joined < 100,
      },
      { name: 'a metric of nine weeks judged, with its chart', value: judged, unit: 'ms' },
    ];
  },
};
