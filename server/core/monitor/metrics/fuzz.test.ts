import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectedBand, findOutliers } from './outliers.ts';
import { parseSeries } from './series.ts';

const value = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 50 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

test('whatever the points, what is said is sound', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('Invocations', 'Errors', 'Duration', 'value', ''),
      fc.constantFrom(60_000, 300_000, 3_600_000, 86_400_000),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), value), { maxLength: 400 }),
      (metric, step, given) => {
        let at = Date.UTC(2026, 8, 1);
        const points = given.map(([steps, one]) => {
          // Mostly on a grid, now and then far from it.
          at += steps > 27 ? steps * step + steps : step;
          return { at, value: one };
        });
        const series = { metric, function: 'f', points, until: at + 3 * step };
        for (const one of findOutliers(series)) {
          expect(one.probability).toBeGreaterThanOrEqual(0);
          expect(one.probability).toBeLessThanOrEqual(1);
          expect(one.window.end).toBeGreaterThan(one.window.start);
          expect(one.points).toBeGreaterThan(0);
          expect(Number.isFinite(one.expected)).toBe(true);
        }
        for (const { low, high } of expectedBand(series)) expect(low).toBeLessThanOrEqual(high);
      },
    ),
    { numRuns: 60 },
  );
});

test('whatever the text, it is read or counted as malformed', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, name) => {
      const { series, malformed } = parseSeries(text, name);
      expect(malformed).toBeGreaterThanOrEqual(0);
      for (const { points } of series) expect(points.every((one) => Number.isFinite(one.at))).toBe(true);
    }),
    { numRuns: 200 },
  );
});
