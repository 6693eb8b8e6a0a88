// What every chart over time here has: colours of the editor's theme, axes, arrow keys that walk along the time and say
// what is there, its width, and itself as a picture.
import uPlot from 'uplot';

export interface Chart {
  /** As a picture with its background, a data URL. */
  picture(): string;
  destroy(): void;
}

export interface Look {
  readonly foreground: string;
  readonly background: string;
  readonly grid: string;
  readonly font: string;
}

export interface FrameOptions {
  /** Seconds since 1970. */
  readonly times: readonly number[];
  readonly series: readonly (uPlot.Series & { readonly data: readonly (number | null)[] })[];
  readonly bands?: readonly uPlot.Band[];
  /** The highest value; else that of the series. */
  readonly most?: number;
  readonly unit: 'number' | 'bytes';
  /** Values far above this are drawn ever closer, so that what is usual stays visible beside them. Absent: as they are. */
  readonly compressedAbove?: number;
  /** Draws over the lines. */
  readonly over?: (plot: uPlot) => void;
  /** What is at a time, in words. */
  readonly words: (index: number) => string;
  /** Under the picture. */
  readonly legend: readonly { readonly words: string; readonly color: string }[];
}

const HEIGHT = 280;
/** With more points than these to be seen, dashes cannot be; thin lines without them are drawn in a quarter of the time. */
const denseAbove = 2000;
/** Whole steps only: 1, 2, 5, 10 … */
const steps = Array.from({ length: 16 }, (_, power) => [1, 2, 5].map((one) => one * 10 ** power)).flat();

export function themed(name: string, otherwise: string): string {
  return getComputedStyle(document.body).getPropertyValue(`--vscode-${name}`).trim() || otherwise;
}

export function currentLook(): Look {
  return {
    foreground: themed('foreground', '#808080'),
    background: themed('editor-background', '#ffffff'),
    grid: themed('editorIndentGuide-background1', 'rgba(128, 128, 128, 0.25)'),
    font: `12px ${themed('font-family', 'sans-serif')}`,
  };
}

/** `12.3 MB`; of numbers, digits in groups. */
export function amount(value: number, unit: FrameOptions['unit']): string {
  if (unit === 'number') {
    // Not by the browser's own: it loads its tables first, which takes longer than drawing the chart.
    const [whole = '', part] = String(Number(value.toFixed(3))).split('.');
    const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
    return part === undefined ? grouped : `${grouped}.${part}`;
  }
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)));
  return `${Number((value / 1000 ** power).toPrecision(3))} ${units[power]}`;
}

export function drawFrame(
  home: HTMLElement,
  { times, series, bands, most, unit, compressedAbove, over, words, legend }: FrameOptions,
  say: (words: string) => void,
): Chart {
  const { foreground, background, grid, font } = currentLook();
  const axis: uPlot.Axis = {
    stroke: foreground,
    font,
    // High contrast has a grid as bright as the lines.
    grid: { stroke: grid, width: 1, dash: [2, 4] },
    ticks: { stroke: grid, width: 1 },
  };
  const strokes = series.map(({ dash = [], width = 1.5 }) => ({ dash, width }));
  const thinWhereDense = (drawn: uPlot): void => {
    const [from = 0, to = 0] = drawn.series[0]?.idxs ?? [];
    drawn.series.slice(1).forEach((one, at) => {
      Object.assign(one, to - from > denseAbove ? { dash: [], width: 1 } : strokes[at]);
    });
  };
  const plot = new uPlot(
    {
      width: Math.max(320, home.clientWidth),
      height: HEIGHT,
      cursor: { drag: { x: true, y: false } },
      scales: {
        // One moment alone would else lie at the edge of years.
        x: { range: (_plot, min, max) => (min === max ? [min - 3600, max + 3600] : [min, max]) },
        y: {
          range: (_plot, _min, max) => [0, Math.max(4, Math.max(max, most ?? 0) * 1.15)],
          ...(compressedAbove === undefined ? {} : { distr: 4, asinh: Math.max(1, compressedAbove) }),
        },
      },
      axes: [
        axis,
        {
          ...axis,
          size: 64,
          ...(compressedAbove === undefined
            ? { incrs: steps }
            : {
                splits: (_plot, _axis, _min, max) => [
                  0,
                  ...steps.filter((one) => one >= compressedAbove / 4 && one <= max),
                ],
                filter: (_plot, splits) => splits,
              }),
          values: (_plot, splits) => splits.map((one) => amount(one, unit)),
        },
      ],
      series: [{ label: 'Time' }, ...series.map(({ data, ...one }) => one)],
      ...(bands === undefined ? {} : { bands: [...bands] }),
      hooks: { drawClear: [thinWhereDense], ...(over === undefined ? {} : { draw: [over] }) },
    },
    [[...times], ...series.map(({ data }) => [...data])],
    home,
  );

  let index = times.length - 1;
  const walk = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: times.length - 1 }[event.key];
    if (event.key === 'Escape') plot.setData(plot.data, true);
    if (to === undefined) return;
    event.preventDefault();
    index = Math.min(Math.max(to, 0), times.length - 1);
    const time = times[index] ?? 0;
    plot.setCursor({ left: plot.valToPos(time, 'x'), top: 0 });
    say(`${new Date(time * 1000).toLocaleString()}: ${words(index)}`);
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
      const title = 24 * devicePixelRatio * Math.max(1, legend.length);
      copy.width = canvas.width;
      copy.height = canvas.height + title;
      const ctx = copy.getContext('2d');
      if (!ctx) return '';
      ctx.fillStyle = background;
      ctx.fillRect(0, 0, copy.width, copy.height);
      ctx.drawImage(canvas, 0, 0);
      ctx.font = `${12 * devicePixelRatio}px sans-serif`;
      legend.forEach(({ words: line, color }, at) => {
        ctx.fillStyle = color;
        const y = canvas.height + (at * 24 + 14) * devicePixelRatio;
        ctx.fillText(line, 16 * devicePixelRatio, y);
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
