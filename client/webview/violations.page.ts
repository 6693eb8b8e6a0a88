// The page of the panel: choices, chart, table. It only shows and asks; texts go in as text, never as markup.
import type { ViolationRow, ViolationsParams, ViolationsShown } from '../../server/protocol/violations.ts';
import { type Chart, drawChart } from './chart.ts';
import { type FromPage, parseParams, type ToPage } from './panel-messages.ts';
import './violations.page.css';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: ViolationsParams): void;
};

const editor = acquireVsCodeApi();
const periods = [
  [60_000, 'minute'],
  [300_000, '5 minutes'],
  [3_600_000, 'hour'],
  [86_400_000, 'day'],
] as const;

let filter: ViolationsParams = parseParams(editor.getState()) ?? { periodMs: 3_600_000 };
let shown: ViolationsShown | null = null;
let chart: Chart | undefined;

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  text = '',
  more: Partial<Record<string, string>> = {},
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (text !== '') element.textContent = text;
  for (const [name, value] of Object.entries(more))
    if (value !== undefined) element.setAttribute(name, value);
  return element;
}

const heading = make('h1', 'Violations');
const bar = make('div', '', { class: 'bar' });
const chartHome = make('div', '', { id: 'chart', tabindex: '0', role: 'img' });
const spoken = make('div', '', { class: 'spoken', 'aria-live': 'polite' });
const gaps = make('ul', '', { class: 'gaps' });
const tableHome = make('div', '', { class: 'table', id: 'rows' });
document.body.append(heading, bar, chartHome, spoken, gaps, tableHome);

function ask(): void {
  editor.setState(filter);
  editor.postMessage({ type: 'ask', params: filter });
}

function choice(
  label: string,
  name: keyof ViolationsParams,
  options: readonly (readonly [value: string, words: string])[],
): HTMLElement {
  const home = make('label', label);
  const select = make('select');
  for (const [value, words] of options) select.append(make('option', words, { value }));
  select.value = String(filter[name] ?? '');
  select.addEventListener('change', () => {
    const given: Record<string, unknown> = { ...filter, [name]: select.value };
    if (name === 'hours' || name === 'periodMs') given[name] = Number(select.value);
    if (select.value === '') delete given[name];
    filter = parseParams(given) ?? filter;
    ask();
  });
  home.append(select);
  return home;
}

function button(words: string, act: () => void): HTMLButtonElement {
  const made = make('button', words);
  made.addEventListener('click', act);
  return made;
}

function drawBar({ allFunctions, allRules, hours }: ViolationsShown): void {
  const focused = [...bar.querySelectorAll('select, button')].indexOf(document.activeElement ?? bar);
  const named = (names: readonly string[]) => names.map((name) => [name, name] as const);
  const ranges = [1, 3, 24, 72, 168]
    .filter((one) => one < hours)
    .map((one) => [String(one), `last ${one} h`] as const);
  bar.replaceChildren(
    choice('Range', 'hours', [['', `all ${hours} h`], ...ranges]),
    choice('Function', 'function', [['', 'all'], ...named(allFunctions)]),
    choice('Rule', 'rule', [['', 'all'], ...named(allRules)]),
    choice('Kind', 'kind', [['', 'all'], ...named(['code', 'in', 'out'])]),
    choice(
      'Period',
      'periodMs',
      periods.map(([ms, words]) => [String(ms), words] as const),
    ),
    button('Read Again…', () => editor.postMessage({ type: 'read' })),
    button('Export CSV…', () => editor.postMessage({ type: 'csv' })),
    button('Export PNG…', () => editor.postMessage({ type: 'png', image: chart?.picture() ?? '' })),
  );
  const again = bar.querySelectorAll<HTMLElement>('select, button')[focused];
  again?.focus();
}

function drawPlot({ times, series, total }: ViolationsShown): void {
  chart?.destroy();
  chartHome.replaceChildren();
  const parts = series.map(({ name, counts }) => `${name} ${counts.reduce((a, b) => a + b, 0)}`);
  chartHome.setAttribute(
    'aria-label',
    `Violations over time, ${total} in all: ${parts.join(', ') || 'none'}. Arrow keys walk along the time.`,
  );
  const begun = performance.now();
  chart = drawChart(chartHome, { times, series }, (words) => {
    spoken.textContent = words;
  });
  chartHome.dataset['drawnInMs'] = String(performance.now() - begun);
}

function tableRow(row: ViolationRow): HTMLTableRowElement {
  const line = make('tr');
  const open = (what: 'rule' | 'handler' | 'console', words: string, label: string) => {
    const cell = make('td');
    const link = button(words, () => editor.postMessage({ type: 'open', what, id: row.id }));
    link.setAttribute('aria-label', label);
    cell.append(link);
    return cell;
  };
  line.append(
    make('td', new Date(row.time).toLocaleString()),
    open('handler', row.function, `Open the handler of ${row.function}`),
    make('td', row.kind),
    open('rule', row.rule, `Open the rule ${row.rule}`),
    make('td', row.mode === 'monitor' ? 'let through' : 'blocked'),
    make('td', row.place),
    open('console', 'Log', 'Open the log in the console of AWS'),
    make('td', row.requestId),
  );
  return line;
}

function drawTable({ rows, total }: ViolationsShown): void {
  const table = make('table');
  table.append(
    make('caption', total > rows.length ? `The newest ${rows.length} of ${total}` : `${total} in all`),
  );
  const head = make('tr');
  for (const words of ['Time', 'Function', 'Kind', 'Rule', 'Done', 'Path', 'Console', 'Request'])
    head.append(make('th', words, { scope: 'col' }));
  const body = make('tbody');
  body.append(...rows.map(tableRow));
  const top = make('thead');
  top.append(head);
  table.append(top, body);
  tableHome.replaceChildren(table);
}

function draw(): void {
  if (shown === null) {
    heading.textContent = 'No violations were read yet';
    bar.replaceChildren(button('Read Violations…', () => editor.postMessage({ type: 'read' })));
    chartHome.hidden = true;
    return;
  }
  chartHome.hidden = false;
  heading.textContent = `Violations: ${shown.total}${shown.isFollowed ? ', followed live' : ''}`;
  drawBar(shown);
  drawPlot(shown);
  gaps.replaceChildren(...shown.gaps.map((gap) => make('li', `Not answered: ${gap}`)));
  drawTable(shown);
}

window.addEventListener('message', (event: MessageEvent<ToPage>) => {
  const { data } = event;
  if (data.type === 'failed') spoken.textContent = data.message;
  else if (data.type === 'filter') {
    filter = { periodMs: filter.periodMs, ...data.filter };
    ask();
  } else {
    shown = data.shown;
    draw();
  }
});
// The editor changes the class when the theme changes.
new MutationObserver(() => shown && drawPlot(shown)).observe(document.body, { attributeFilter: ['class'] });
ask();
