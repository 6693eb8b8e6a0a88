// The parts of the violations page below its choices: alarms, the table of violations, the answer of a query. Texts go in
// as text, never as markup; whatever a colour says, a word says too.
import type {
  AlarmRow,
  QueryShown,
  ViolationRow,
  ViolationsShown,
} from '../../server/protocol/violations.ts';
import { button, make } from './elements.ts';
import type { FromPage } from './panel-messages.ts';

type Post = (message: FromPage) => void;

const looks = { ALARM: 'ringing', INSUFFICIENT_DATA: 'unsure', OK: 'ok' } as const;
const marks = { ALARM: '▲', INSUFFICIENT_DATA: '?', OK: '✓' } as const;

/** Nothing where nobody asked for alarms. */
export function alarmParts({ alarms, withoutAlarm }: ViolationsShown, post: Post): readonly HTMLElement[] {
  if (alarms === undefined) return [];
  const list = make('ul', '', { class: 'alarms' });
  list.append(...alarms.map(alarmItem));
  const parts: HTMLElement[] = [make('h2', 'Alarms')];
  if (alarms.length > 0) parts.push(list);
  else parts.push(make('p', 'No alarm rings at a violation.'));
  if (withoutAlarm.length > 0 || alarms.length === 0) {
    const line = make('p');
    if (withoutAlarm.length > 0) line.append(`Without an alarm: ${withoutAlarm.join(', ')}. `);
    line.append(button('Set Up Monitoring…', () => post({ type: 'set-up' })));
    parts.push(line);
  }
  return parts;
}

function alarmItem({ name, region, state, words, reason, functions }: AlarmRow): HTMLElement {
  const item = make('li', '', { class: `alarm ${looks[state]}` });
  const mark = make('span', marks[state], { 'aria-hidden': 'true', class: 'mark' });
  item.append(mark, make('strong', words), ` ${name} in ${region}: ${functions.join(', ')}`);
  if (reason !== '') item.append(make('div', reason, { class: 'reason' }));
  return item;
}

export function rowsTable({ rows, total, isFromFiles }: ViolationsShown, post: Post): HTMLElement {
  const table = make('table');
  table.append(
    make('caption', total > rows.length ? `The newest ${rows.length} of ${total}` : `${total} in all`),
  );
  const hasSource = rows.some(({ source }) => source !== '');
  const heads = [
    ...['Time', 'Function', 'Kind', 'Rule', 'Done', 'Path', isFromFiles ? 'File' : 'Console', 'Replay'],
    ...(hasSource ? ['Source'] : []),
    'Request',
  ];
  const body = make('tbody');
  body.append(...rows.map((row) => tableRow(row, hasSource, isFromFiles, post)));
  table.append(headOf(heads), body);
  return table;
}

function headOf(words: readonly string[]): HTMLElement {
  const line = make('tr');
  line.append(...words.map((word) => make('th', word, { scope: 'col' })));
  const head = make('thead');
  head.append(line);
  return head;
}

function tableRow(row: ViolationRow, hasSource: boolean, isFromFile: boolean, post: Post): HTMLElement {
  const { id } = row;
  const line = make('tr');
  const cell = (words: string, label: string, message: FromPage) => {
    const made = make('td');
    made.append(button(words, () => post(message), { 'aria-label': label }));
    return made;
  };
  const open = (what: 'rule' | 'handler' | 'console'): FromPage => ({ type: 'open', what, id });
  line.append(
    make('td', new Date(row.time).toLocaleString()),
    cell(row.function, `Open the handler of ${row.function}`, open('handler')),
    make('td', row.kind),
    cell(row.rule, `Open the rule ${row.rule}`, open('rule')),
    make('td', row.mode === 'monitor' ? 'let through' : 'blocked'),
    make('td', row.place),
    isFromFile
      ? cell('File', 'Open the file that it was read from', open('console'))
      : cell('Log', 'Open the log in the console of AWS', open('console')),
    cell('Replay', `Replay the rule ${row.rule} against the workspace`, { type: 'replay', id }),
    ...(hasSource ? [make('td', row.source)] : []),
    make('td', row.requestId),
  );
  return line;
}

/** Nothing where nothing was queried. */
export function queryParts(query: QueryShown | null, post: Post): readonly HTMLElement[] {
  if (query === null) return [];
  const table = make('table');
  const caption = query.rows.length === 0 ? 'No violation in this range' : `${query.rows.length} groups`;
  table.append(make('caption', caption));
  const body = make('tbody');
  body.append(
    ...query.rows.map((row) => {
      const line = make('tr');
      line.append(...row.map((text) => make('td', text)));
      return line;
    }),
  );
  table.append(headOf(query.columns), body);
  const bar = make('div', '', { class: 'bar' });
  bar.append(
    button('Query Again…', () => post({ type: 'query' })),
    button('Export Query CSV…', () => post({ type: 'query-csv' })),
  );
  const remarks = make('ul', '', { class: 'gaps' });
  remarks.append(...query.gaps.map((gap) => make('li', gap)));
  return [make('h2', 'Query'), make('p', query.words), bar, remarks, table];
}
