// The chart of violations over time. It takes its colours from the editor's theme; each line has its own dashes and a
// letter at its peak, so that nothing is told by colour alone; arrow keys walk along the time.
import uPlot from 'uplot';

export interface ChartData {
  /** Seconds since 1970. */
  readonly times: readonly number[];
  readonly series: readonly { readonly name: string; readonly counts: readonly number[] }[];
}

export interface Chart {
  /** As a picture with its background, a data URL. */
  picture(): string;
  destroy(): void;
}

const colors = ['blue', 'orange', 'green', 'red', 'purple', 'yellow'] as const;
const dashes: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3], [14, 6], [4, 2, 1, 2]];
const letters = 'ABCDEF';
const HEIGHT = 280;

function themed(name: string, otherwise: string): string {
  return getComputedStyle(document.body).getPropertyValue(`--vscode-${name}`).trim() || otherwise;
}

export function drawChart(home: HTMLElement, data: ChartData, say: (words: string) => void): Chart {
  const foreground = themed('foreground', '#808080');
  const grid = themed('editorIndentGuide-background1', 'rgba(128, 128, 128, 0.25)');
  const background = themed('editor-background', '#ffffff');
  const font = `12px ${themed('font-family', 'sans-serif')}`;
  const lineColors = data.series.map((_, index) =>
    themed(`charts-${colors[index % colors.length]}`, foreground),
  );

  const letterAtPeaks = (plot: uPlot): void => {
    const { ctx } = plot;
    ctx.save();
    ctx.font = `bold ${12 * devicePixelRatio}px sans-serif`;
    ctx.textAlign = 'center';
    data.series.forEach(({ counts }, index) => {
      let peak = 0;
      counts.forEach((count, at) => {
        if (count > (counts[peak] ?? 0)) peak = at;
      });
      const time = data.times[peak];
      if (time === undefined || (counts[peak] ?? 0) === 0) return;
      ctx.fillStyle = lineColors[index] ?? foreground;
      const y = plot.valToPos(counts[peak] ?? 0, 'y', true) - 6 * devicePixelRatio;
      ctx.fillText(letters[index] ?? '', plot.valToPos(time, 'x', true), y);
    });
    ctx.restore();
  };

  const axis: uPlot.Axis = {
    stroke: foreground,
    font,
    grid: { stroke: grid, width: 1 },
    ticks: { stroke: grid, width: 1 },
  };
  const plot = new uPlot(
    {
      width: Math.max(320, home.clientWidth),
      height: HEIGHT,
      cursor: { drag: { x: true, y: false } },
      scales: { y: { range: (_plot, _min, max) => [0, Math.max(4, max * 1.15)] } },
      axes: [
        axis,
        { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000] },
      ],
      series: [
        { label: 'Time' },
        ...data.series.map(({ name }, index): uPlot.Series => {
          const stroke = lineColors[index] ?? foreground;
          return {
            label: `${letters[index] ?? ''} ${name}`,
            stroke,
            width: 1.5,
            dash: [...(dashes[index % dashes.length] ?? [])],
            points: { show: data.times.length <= 200, size: 5, stroke, fill: background },
          };
        }),
      ],
      hooks: { draw: [letterAtPeaks] },
    },
    [[...data.times], ...data.series.map(({ counts }) => [...counts])],
    home,
  );

  let index = data.times.length - 1;
  const walk = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: data.times.length - 1 }[
      event.key
    ];
    if (event.key === 'Escape') plot.setData(plot.data, true);
    if (to === undefined) return;
    event.preventDefault();
    index = Math.min(Math.max(to, 0), data.times.length - 1);
    const time = data.times[index] ?? 0;
    plot.setCursor({ left: plot.valToPos(time, 'x'), top: 0 });
    const counts = data.series.map((one) => `${one.name} ${one.counts[index] ?? 0}`);
    say(`${new Date(time * 1000).toLocaleString()}: ${counts.join(', ') || 'no violation'}`);
  };
  home.addEventListener('keydown', walk);
  const resized = new ResizeObserver(() => {
    const width = Math.max(320, home.clientWidth);
    if (width !== plot.width) plot.setSize({ width, height: HEIGHT });
  });
  resized.observe(home);

  return {
    picture() {
      const { canvas } = plot.ctx;
      const copy = document.createElement('canvas');
      const title = 24 * devicePixelRatio * Math.max(1, data.series.length);
      copy.width = canvas.width;
      copy.height = canvas.height + title;
      const ctx = copy.getContext('2d');
      if (!ctx) return '';
      ctx.fillStyle = background;
      ctx.fillRect(0, 0, copy.width, copy.height);
      ctx.drawImage(canvas, 0, 0);
      ctx.font = `${12 * devicePixelRatio}px sans-serif`;
      data.series.forEach(({ name }, at) => {
        ctx.fillStyle = lineColors[at] ?? foreground;
        const y = canvas.height + (at * 24 + 14) * devicePixelRatio;
        ctx.fillText(`${letters[at] ?? ''} ${name}`, 16 * devicePixelRatio, y);
      });
      return copy.toDataURL('image/png');
    },
    destroy() {
      home.removeEventListener('keydown', walk);
      resized.disconnect();
      plot.destroy();
    },
  };
}
