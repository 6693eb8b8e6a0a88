// The chart of a metric: observed and expected, the band outside of which a point is far off, CloudWatch's own band where
// it has one. What is far off is a triangle, up or down, so that neither colour nor height alone tells it.
import type uPlot from 'uplot';
import type { MetricChart } from '../../server/core/monitor/metrics/metric-chart.ts';
import { amount, type Chart, currentLook, drawFrame, themed } from './chart-frame.ts';

const SIZE = 6;

/** `isCompressed`: what is usual stays visible beside what is far above it. */
export function drawBandChart(
  home: HTMLElement,
  chart: MetricChart,
  isCompressed: boolean,
  say: (words: string) => void,
): Chart {
  const { foreground, background } = currentLook();
  const blue = themed('charts-blue', foreground);
  const red = themed('charts-red', foreground);
  const purple = themed('charts-purple', foreground);
  const line = { points: { show: false }, spanGaps: true } as const;
  const edge = { ...line, stroke: `color-mix(in srgb, ${blue} 55%, transparent)`, width: 1 };
  const theirs = { ...line, stroke: purple, width: 1, dash: [2, 4] };
  const value = (_plot: uPlot, one: number | null) => (one === null ? '-' : amount(one, 'number'));
  const { times, observed, expected, low, high, cloudwatch, outliers, metric } = chart;
  const isOut = new Map(outliers.map(({ index, direction }) => [index, direction]));

  const triangles = (plot: uPlot): void => {
    const { ctx } = plot;
    const size = SIZE * devicePixelRatio;
    ctx.save();
    ctx.lineWidth = devicePixelRatio;
    for (const { index, direction } of outliers) {
      const time = times[index];
      if (time === undefined) continue;
      const x = plot.valToPos(time, 'x', true);
      const y = plot.valToPos(observed[index] ?? 0, 'y', true);
      const tip = direction === 'above' ? -size : size;
      ctx.beginPath();
      ctx.moveTo(x, y + tip);
      ctx.lineTo(x - size, y - tip);
      ctx.lineTo(x + size, y - tip);
      ctx.closePath();
      ctx.fillStyle = red;
      ctx.strokeStyle = background;
      ctx.fill();
      ctx.stroke();
    }
    ctx.restore();
  };

  const range = (from: number | null | undefined, to: number | null | undefined) =>
    `${amount(from ?? 0, 'number')} to ${amount(to ?? 0, 'number')}`;
  return drawFrame(
    home,
    {
      times,
      unit: 'number',
      ...(isCompressed ? { compressedAbove: chart.level?.most ?? 1 } : {}),
      series: [
        { ...edge, label: 'Band, upper edge', data: high, value },
        { ...edge, label: 'Band, lower edge', data: low, value },
        { ...line, label: 'Expected', stroke: blue, width: 1.5, dash: [8, 4], data: expected, value },
        { ...line, label: `Observed ${metric}`, stroke: foreground, width: 1.5, data: observed, value },
        ...(cloudwatch === undefined
          ? []
          : [
              { ...theirs, label: 'CloudWatch, upper edge', data: cloudwatch.high, value },
              { ...theirs, label: 'CloudWatch, lower edge', data: cloudwatch.low, value },
            ]),
      ],
      bands: [{ series: [1, 2], fill: `color-mix(in srgb, ${blue} 18%, transparent)` }],
      over: triangles,
      words(index) {
        const direction = isOut.get(index);
        const usual = expected[index];
        return [
          `observed ${amount(observed[index] ?? 0, 'number')}`,
          usual === null || usual === undefined
            ? 'nothing expected yet'
            : `expected ${amount(usual, 'number')}, band ${range(low[index], high[index])}`,
          ...(cloudwatch === undefined || typeof cloudwatch.high[index] !== 'number'
            ? []
            : [`CloudWatch ${range(cloudwatch.low[index], cloudwatch.high[index])}`]),
          ...(direction === undefined ? [] : [`far ${direction} the expected`]),
        ].join(', ');
      },
      legend: [
        { words: `— observed ${metric}`, color: foreground },
        { words: '- - expected, with its band', color: blue },
        { words: '▲ ▼ far above, far below', color: red },
        ...(cloudwatch === undefined ? [] : [{ words: '· · CloudWatch’s own band', color: purple }]),
      ],
    },
    say,
  );
}
