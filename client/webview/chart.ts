// The chart of counts over time, a line for each series. Each line has its own dashes and a letter at its peak, so that
// nothing is told by colour alone.
import type uPlot from 'uplot';
import { amount, type Chart, currentLook, drawFrame, themed } from './chart-frame.ts';

export type { Chart } from './chart-frame.ts';

export interface ChartData {
  /** Seconds since 1970. */
  readonly times: readonly number[];
  readonly series: readonly { readonly name: string; readonly counts: readonly number[] }[];
  readonly unit?: 'number' | 'bytes';
}

const colors = ['blue', 'orange', 'green', 'red', 'purple', 'yellow'] as const;
const dashes: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3], [14, 6], [4, 2, 1, 2]];
const letters = 'ABCDEF';

export function drawChart(home: HTMLElement, data: ChartData, say: (words: string) => void): Chart {
  const { foreground, background } = currentLook();
  const { unit = 'number' } = data;
  const lines = data.series.map(({ name, counts }, index) => ({
    label: `${letters[index] ?? ''} ${name}`,
    color: themed(`charts-${colors[index % colors.length]}`, foreground),
    counts,
  }));

  const letterAtPeaks = (plot: uPlot): void => {
    const { ctx } = plot;
    ctx.save();
    ctx.font = `bold ${12 * devicePixelRatio}px sans-serif`;
    ctx.textAlign = 'center';
    lines.forEach(({ counts, color }, index) => {
      let peak = 0;
      counts.forEach((count, at) => {
        if (count > (counts[peak] ?? 0)) peak = at;
      });
      const time = data.times[peak];
      if (time === undefined || (counts[peak] ?? 0) === 0) return;
      ctx.fillStyle = color;
      const y = plot.valToPos(counts[peak] ?? 0, 'y', true) - 6 * devicePixelRatio;
      ctx.fillText(letters[index] ?? '', plot.valToPos(time, 'x', true), y);
    });
    ctx.restore();
  };

  return drawFrame(
    home,
    {
      times: data.times,
      unit,
      series: lines.map(({ label, color: stroke, counts }, index) => ({
        label,
        stroke,
        width: 1.5,
        dash: [...(dashes[index % dashes.length] ?? [])],
        points: { show: data.times.length <= 200, size: 5, stroke, fill: background },
        data: counts,
        value: (_plot: uPlot, value: number | null) => (value === null ? '-' : amount(value, unit)),
      })),
      over: letterAtPeaks,
      words: (index) =>
        data.series.map(({ name, counts }) => `${name} ${amount(counts[index] ?? 0, unit)}`).join(', ') ||
        'nothing',
      legend: lines.map(({ label: words, color }) => ({ words, color })),
    },
    say,
  );
}
