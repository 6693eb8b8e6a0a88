// The page of the panel: choices, alarms, chart, table, query. It only shows and asks; texts go in as text, never as
// markup.
import type { QueryShown, ViolationsParams, ViolationsShown } from '../../server/protocol/violations.ts';
import { type Chart, drawChart } from './chart.ts';
import { button, make } from './elements.ts';
import { type FromPage, parseParams, type ToPage } from './panel-messages.ts';
import { alarmParts, queryParts, rowsTable } from './violations-sections.ts';
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
let query: QueryShown | null = null;
let chart: Chart | undefined;

const post = (message: FromPage): void => editor.postMessage(message);
const wish = (words: string, type: Exclude<FromPage['type'], 'ask' | 'open' | 'replay' | 'png'>) =>
  button(words, () => post({ type }));

const heading = make('h1', 'Violations');
const followed = make('p', '', { id: 'following', 'aria-live': 'polite' });
const bar = make('div', '', { class: 'bar', role: 'group', 'aria-label': 'Filters and actions' });
const alarms = make('section', '', { id: 'alarms', 'aria-label': 'Alarms' });
const chartHome = make('div', '', { id: 'chart', tabindex: '0', role: 'img' });
const spoken = make('div', '', { class: 'spoken', 'aria-live': 'polite' });
const gaps = make('ul', '', { class: 'gaps', 'aria-label': 'What was not answered' });
const tableHome = make('section', '', { class: 'table', id: 'rows', 'aria-label': 'Violations' });
const queryHome = make('section', '', { class: 'table', id: 'query', 'aria-label': 'Query' });
document.body.append(heading, followed, bar, alarms, chartHome, spoken, gaps, tableHome, queryHome);

function ask(): void {
  editor.setState(filter);
  post({ type: 'ask', params: filter });
}

function choice(
  label: string,
  name: keyof ViolationsParams,
  options: readonly (readonly [value: string, words: string])[],
): HTMLElement {
  const home = make('label', label);
  const select = make('select');
  for (const [value, words] of options) select.append(make('option', words, { value }));
  const now = String(filter[name] ?? '');
  // What is filtered by may not be among what was read; it must be seen all the same.
  if (now !== '' && !options.some(([value]) => value === now)) {
    const words = name === 'hours' ? `last ${now} h` : now;
    select.append(make('option', words, { value: now }));
  }
  select.value = now;
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

function drawBar({ allFunctions, allRules, hours, isFollowed, isFromFiles }: ViolationsShown): void {
  const focused = [...bar.querySelectorAll('select, button')].indexOf(document.activeElement ?? bar);
  const named = (names: readonly string[]) => names.map((name) => [name, name] as const);
  const ranges = [1, 3, 24, 72, 168]
    .filter((one) => one < hours)
    .map((one) => [String(one), `last ${one} h`] as const);
  const following = isFollowed ? wish('Stop Following', 'unfollow') : wish('Follow…', 'follow');
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
    wish('Read Again…', isFromFiles ? 'files' : 'read'),
    ...(isFromFiles ? [] : [following]),
    wish('Query…', 'query'),
    wish('Export CSV…', 'csv'),
    button('Export PNG…', () => post({ type: 'png', image: chart?.picture() ?? '' })),
  );
  bar.querySelectorAll<HTMLElement>('select, button')[focused]?.focus();
}

function drawPlot({ times, series, total }: ViolationsShown): void {
  chart?.destroy();
  chartHome.replaceChildren();
  const parts = series.map(({ name, counts }) => `${name} ${counts.reduce((a, b) => a + b, 0)}`);
  chartHome.setAttribute(
    'aria-label',
    `Violations over time, ${total} in all: ${parts.join(', ') || 'none'}. Arrow keys walk along the time, Home and End go to its ends.`,
  );
  const begun = performance.now();
  chart = drawChart(chartHome, { times, series }, (words) => {
    spoken.textContent = words;
  });
  chartHome.dataset['drawnInMs'] = String(performance.now() - begun);
}

/** A table that is drawn anew keeps the focus where a person had it. */
function redraw(home: HTMLElement, parts: readonly HTMLElement[]): void {
  const focused = [...home.querySelectorAll('button')].findIndex((one) => one.matches(':focus'));
  home.replaceChildren(...parts);
  if (focused !== -1) home.querySelectorAll('button')[focused]?.focus();
}

function draw(): void {
  redraw(queryHome, queryParts(query, post));
  const isEmpty = shown === null;
  for (const part of [chartHome, alarms, tableHome, spoken, gaps]) part.hidden = isEmpty;
  if (shown === null) {
    heading.textContent = 'No violations were read yet';
    followed.textContent = '';
    bar.replaceChildren(
      wish('Read Violations…', 'read'),
      wish('Open Log Files…', 'files'),
      wish('Query…', 'query'),
    );
    return;
  }
  heading.textContent = `Violations: ${shown.total}${shown.isFollowed ? ', followed live' : ''}`;
  followed.textContent = shown.following;
  drawBar(shown);
  redraw(alarms, alarmParts(shown, post));
  drawPlot(shown);
  gaps.replaceChildren(...shown.gaps.map((gap) => make('li', `Not answered: ${gap}`)));
  redraw(tableHome, [rowsTable(shown, post)]);
}

window.addEventListener('message', (event: MessageEvent<ToPage>) => {
  const { data } = event;
  if (data.type === 'failed') spoken.textContent = data.message;
  else if (data.type === 'filter') {
    filter = { periodMs: filter.periodMs, ...data.filter };
    ask();
  } else {
    shown = data.shown;
    query = data.query;
    draw();
  }
});
// The editor changes the class when the theme changes.
new MutationObserver(() => shown && drawPlot(shown)).observe(document.body, { attributeFilter: ['class'] });
ask();
