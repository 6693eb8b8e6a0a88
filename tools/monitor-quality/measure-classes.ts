// Precision and recall of the outlier detection on series of any kind, for each class of disturbance and each base.
import { findOutliers } from '../../server/core/monitor/metrics/outliers.ts';
import { share } from './measure-metrics.ts';
import { bases, disturbances, makeDisturbed } from './series-classes.ts';

interface Sum {
  hit: number;
  all: number;
  wrong: number;
  days: number;
}

export interface ClassFigures {
  readonly byClass: ReadonlyMap<string, Sum>;
  readonly byBase: ReadonlyMap<string, Sum>;
  readonly right: number;
  readonly wrong: number;
}

export function judgeClasses(seeds: readonly number[]): ClassFigures {
  const byClass = new Map<string, Sum>();
  const byBase = new Map<string, Sum>();
  let right = 0;
  let wrong = 0;
  const sumOf = (map: Map<string, Sum>, key: string) => {
    const found = map.get(key) ?? { hit: 0, all: 0, wrong: 0, days: 0 };
    map.set(key, found);
    return found;
  };
  for (const base of bases)
    for (const disturbance of disturbances)
      for (const seed of seeds) {
        const made = makeDisturbed(base, disturbance, seed);
        if (!made) continue;
        const { points, window } = made;
        const found = findOutliers({ metric: 'value', function: 'f', points });
        // The return to the usual, and what was on its way, belong to it.
        const step = (points[1]?.at ?? 0) - (points[0]?.at ?? 0);
        const slack = Math.max(2 * step, window ? (window.end - window.start) * 0.25 : 0);
        const inside = found.filter(
          (one) => window && one.window.end > window.start && one.window.start <= window.end + slack,
        );
        const outside = found.length - inside.length;
        const days = ((points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0)) / 86_400_000;
        for (const sum of [sumOf(byClass, disturbance), sumOf(byBase, base)]) {
          sum.wrong += outside;
          sum.days += days;
          if (!window) continue;
          sum.all++;
          sum.hit += Number(inside.length > 0);
        }
        right += Number(inside.length > 0);
        wrong += outside;
      }
  return { byClass, byBase, right, wrong };
}

export function measureClasses(seeds: readonly number[]): readonly string[] {
  const { byClass, byBase, right, wrong } = judgeClasses(seeds);
  const rows = (map: ReadonlyMap<string, Sum>) =>
    [...map].map(
      ([name, { hit, all, wrong: false_, days }]) =>
        `| ${name} | ${all} | ${all === 0 ? '-' : share(hit, all)} | ${((30 * false_) / days).toFixed(2)} |`,
    );
  const all = [...byClass.values()].reduce((sum, one) => sum + one.all, 0);
  return [
    '| disturbance | series | found | false per month |',
    '| --- | ---: | ---: | ---: |',
    ...rows(byClass),
    '',
    '| base | series | found | false per month |',
    '| --- | ---: | ---: | ---: |',
    ...rows(byBase),
    '',
    `Together: recall ${share(right, all)}, precision ${share(right, right + wrong)}.`,
  ];
}
