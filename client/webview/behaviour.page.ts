// The page of one observation, or of what is usual of one function. It draws what the server wrote as data; texts go in
// as text, never as markup.
import type { BehaviourPage, Cell, PageSection } from '../../server/protocol/behaviour.ts';
import { drawBandChart } from './band-chart.ts';
import type { FromBehaviourPage, ToBehaviourPage } from './behaviour-messages.ts';
import { type Chart, drawChart } from './chart.ts';
import { button, make } from './elements.ts';
import './behaviour.page.css';

declare function acquireVsCodeApi(): {
  postMessage(message: FromBehaviourPage): void;
};

const editor = acquireVsCodeApi();
let charts: Chart[] = [];
let shown: BehaviourPage | undefined;
/** Of metrics: what is usual stays visible beside what is far above it. */
let isCompressed = false;

const spoken = make('div', '', { class: 'spoken', 'aria-live': 'polite' });

function cellText(cell: Cell): string {
  return typeof cell === 'object' ? new Date(cell.at).toLocaleString() : String(cell);
}

/** In the reader's time; the moment itself, in UTC, is its title. */
function fill(element: HTMLElement, cell: Cell): void {
  element.textContent = cellText(cell);
  if (typeof cell === 'object') element.title = new Date(cell.at).toISOString();
}

function isNumber(cell: Cell | undefined): boolean {
  return typeof cell === 'number' || (typeof cell === 'string' && /^-?[\d,]+(\.\d+)?%?$/.test(cell));
}

function table({ columns, rows }: Extract<PageSection, { kind: 'table' }>, title: string): HTMLElement {
  const made = make('table', '', { 'aria-label': title });
  const numeric = columns.map(
    (_, at) => rows.length > 0 && rows.every((row) => isNumber(row[at]) || row[at] === ''),
  );
  const head = make('tr');
  columns.forEach((words, at) => {
    head.append(make('th', words, { scope: 'col', ...(numeric[at] ? { class: 'number' } : {}) }));
  });
  const body = make('tbody');
  for (const row of rows) {
    const line = make('tr');
    if (row[0] === 'new' || row[0] === 'lost') line.className = 'marked';
    row.forEach((cell, at) => {
      const home = make('td');
      fill(home, cell);
      if (numeric[at]) home.className = 'number';
      else if (cellText(cell).length < 40) home.className = 'short';
      line.append(home);
    });
    body.append(line);
  }
  const top = make('thead');
  top.append(head);
  made.append(top, body);
  const home = make('div', '', { class: 'table' });
  home.append(made);
  return home;
}

function chartHome(label: string): HTMLDivElement {
  return make('div', '', { class: 'chart', tabindex: '0', role: 'img', 'aria-label': label });
}

const say = (words: string): void => {
  spoken.textContent = words;
};

/** Drawn when it is in the document: before that it has no width. */
type Drawing = () => void;

function metric(section: Extract<PageSection, { kind: 'metric' }>, later: Drawing[]): readonly HTMLElement[] {
  const { chart, note = '' } = section;
  const home = chartHome(`${chart.metric} over time. ${note} Arrow keys walk along the time.`);
  const key = make('ul', '', { class: 'key' });
  key.append(
    make('li', '— observed'),
    make('li', '- - expected, in its band'),
    make('li', '▲ far above, ▼ far below'),
    ...(chart.cloudwatch === undefined ? [] : [make('li', '· · CloudWatch’s own band')]),
  );
  later.push(() => charts.push(drawBandChart(home, chart, isCompressed, say)));
  return [home, key];
}

function volumes(
  section: Extract<PageSection, { kind: 'volumes' }>,
  later: Drawing[],
): readonly HTMLElement[] {
  const { times, bytesOut, bytesIn, internalBytesOut } = section.volumes;
  const home = chartHome(
    'Bytes out, bytes in and internal bytes out by the hour. Arrow keys walk along the time.',
  );
  const series = [
    { name: 'Bytes out', counts: bytesOut },
    { name: 'Bytes in', counts: bytesIn },
    { name: 'Internal bytes out', counts: internalBytesOut },
  ];
  later.push(() => charts.push(drawChart(home, { times, series, unit: 'bytes' }, say)));
  return [home];
}

function draw(section: PageSection, later: Drawing[]): HTMLElement {
  const home = make('section', '', { id: section.id });
  const heading = make('h2', section.title, { tabindex: '-1' });
  home.append(heading);
  if (section.note !== undefined && section.note !== '')
    home.append(make('p', section.note, { class: 'note' }));
  switch (section.kind) {
    case 'table':
      home.append(table(section, section.title));
      break;
    case 'metric':
      home.append(...metric(section, later));
      break;
    case 'volumes':
      home.append(...volumes(section, later));
      break;
    case 'words':
      home.append(...section.words.map((words) => make('p', words, { class: 'sentence' })));
      break;
    case 'links': {
      const list = make('ul', '', { class: 'links' });
      for (const { words, url } of section.links) {
        const line = make('li');
        line.append(button(words, () => editor.postMessage({ type: 'open', url }), { title: url }));
        list.append(line);
      }
      home.append(list);
    }
  }
  return home;
}

function bar({ observation, sections }: BehaviourPage): HTMLElement {
  const made = make('div', '', { class: 'bar' });
  if (observation !== undefined)
    made.append(
      observation.isAcknowledged
        ? button('Undo Acknowledgement', () => editor.postMessage({ type: 'undo' }))
        : button('Acknowledge as Normal', () => editor.postMessage({ type: 'acknowledge' }), {
            class: 'first',
          }),
    );
  if (sections.some(({ kind }) => kind === 'metric'))
    made.append(button('Compress High Values', toggleCompression, { 'aria-pressed': String(isCompressed) }));
  if (sections.some(({ kind }) => kind === 'metric' || kind === 'volumes'))
    made.append(
      button('Export Chart…', () => editor.postMessage({ type: 'png', image: charts[0]?.picture() ?? '' })),
    );
  return made;
}

function toggleCompression(): void {
  isCompressed = !isCompressed;
  if (shown) drawPage(shown, undefined);
  document.querySelector<HTMLElement>('[aria-pressed]')?.focus();
}

function drawPage(page: BehaviourPage, focus: string | undefined): void {
  for (const chart of charts) chart.destroy();
  charts = [];
  shown = page;
  const facts = make('dl');
  for (const [name, value] of page.facts) {
    const pair = make('div');
    const home = make('dd');
    fill(home, value);
    pair.append(make('dt', name), home);
    facts.append(pair);
  }
  const later: Drawing[] = [];
  document.body.replaceChildren(
    make('h1', page.title),
    make('p', page.sentence, { class: 'sentence' }),
    facts,
    bar(page),
    ...page.sections.map((section) => draw(section, later)),
    spoken,
  );
  const begun = performance.now();
  for (const one of later) one();
  document.body.dataset['drawnInMs'] = String(performance.now() - begun);
  const wanted = focus === undefined ? null : document.getElementById(focus);
  wanted?.scrollIntoView();
  wanted?.querySelector('h2')?.focus({ preventScroll: true });
}

window.addEventListener('message', (event: MessageEvent<ToBehaviourPage>) => {
  const { data } = event;
  if (data.type === 'page') drawPage(data.page, data.section);
  else
    document.body.replaceChildren(
      make('h1', 'Not there any more'),
      make('p', data.message, { class: 'failed' }),
    );
});
// The editor changes the class when the theme changes.
new MutationObserver(() => shown && drawPage(shown, undefined)).observe(document.body, {
  attributeFilter: ['class'],
});
editor.postMessage({ type: 'ready' });
