// Precision and recall of the metric outliers on the model's series, and how often they cry on a quiet year.
import { findOutliers, type MetricOutlier } from '../../server/core/monitor/metrics/outliers.ts';
import {
  chooseInjections,
  functionKinds,
  hourMs,
  type Injection,
  makeMetrics,
  startAt,
} from './series-model.ts';

const yearHours = 364 * 24;

export function measureMetrics(seeds: readonly number[]): readonly string[] {
  const rows: string[] = [];
  let falseAll = 0;
  let months = 0;
  const found = new Map<string, { hit: number; all: number }>();
  let right = 0;
  let wrong = 0;
  for (const kind of functionKinds) {
    let falseHere = 0;
    let hits = 0;
    let total = 0;
    for (const seed of seeds) {
      const stops: number[] = [];
      const quiet = makeMetrics(kind, 'f', yearHours, seed, [], stops).flatMap((series) =>
        findOutliers(series),
      );
      falseHere += quiet.filter(({ at }) => !isOfShift(kind.shifts ?? [], at) && !isOfStop(stops, at)).length;
      const seenStops = found.get('stop') ?? { hit: 0, all: 0 };
      // What stops before there is a habit is not told.
      const late = stops.filter((hour) => hour > 21 * 24);
      const told = late.filter((hour) => quiet.some(({ at }) => isOfStop([hour], at)));
      if (late.length > 0)
        found.set('stop', { hit: seenStops.hit + told.length, all: seenStops.all + late.length });
      const injections = chooseInjections(kind, yearHours, seed);
      const stopsBeside: number[] = [];
      const outliers = makeMetrics(kind, 'f', yearHours, seed, injections, stopsBeside).flatMap((series) =>
        findOutliers(series),
      );
      for (const one of injections) {
        const isHit = outliers.some((outlier) => covers(one, outlier));
        const sum = found.get(one.kind) ?? { hit: 0, all: 0 };
        found.set(one.kind, { hit: sum.hit + Number(isHit), all: sum.all + 1 });
        hits += Number(isHit);
        total++;
      }
      for (const outlier of outliers) {
        if (injections.some((one) => covers(one, outlier))) right++;
        else if (!isOfShift(kind.shifts ?? [], outlier.at) && !isOfStop(stopsBeside, outlier.at)) wrong++;
      }
    }
    falseAll += falseHere;
    months += seeds.length * 12;
    rows.push(
      `| ${kind.name} | ${total} | ${share(hits, total)} | ${(falseHere / (seeds.length * 12)).toFixed(2)} |`,
    );
  }
  return [
    '| kind of function | injected | found | false per month, ten metrics together |',
    '| --- | ---: | ---: | ---: |',
    ...rows,
    '',
    `By sort: ${[...found].map(([name, { hit, all }]) => `${name} ${share(hit, all)}`).join(', ')}.`,
    `Precision ${share(right, right + wrong)} of ${right + wrong} observations. On the quiet year ${(falseAll / months).toFixed(3)} observations for each function and month.`,
  ];
}

/** The hours after one are counted too: what was on its way arrives later. */
function covers(injection: Injection, { window }: MetricOutlier): boolean {
  const start = startAt + injection.start * hourMs;
  return window.end > start && window.start < start + (injection.hours + 1) * hourMs;
}

function isOfShift(shifts: readonly number[], at: number): boolean {
  return shifts.some((hour) => {
    const start = startAt + hour * hourMs;
    return at >= start && at < start + 14 * 24 * hourMs;
  });
}

function isOfStop(stops: readonly number[], at: number): boolean {
  return stops.some((hour) => at >= startAt + hour * hourMs && at < startAt + (hour + 24) * hourMs);
}

export function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}
