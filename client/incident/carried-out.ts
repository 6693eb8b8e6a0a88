// What a planned change did, written into the checklist of an incident: the step it belongs to, when, and what.
import type { ChangePage } from '../../server/protocol/changes.ts';
import type { IncidentRecord } from '../../server/protocol/threats.ts';

const maxNote = 2_000;

/** The same record where the change is not about this incident. `at`: ISO 8601. */
export function withCarriedOut(record: IncidentRecord, page: ChangePage, at: string): IncidentRecord {
  const step = stepOf(record, page);
  const done = page.steps.filter(({ state }) => state === 'done');
  const said = wordsOf(page, done.length);
  if (step === undefined || said === undefined) return record;
  const before = record.marks[step]?.note ?? '';
  const what = done.length === 0 ? '' : `: ${done.map(({ words }) => words).join('; ')}`;
  const note = [before, `${at} ${said}${what}`].filter((part) => part !== '').join(' | ');
  const state = done.length > 0 ? 'done' : 'open';
  return { ...record, marks: { ...record.marks, [step]: { state, at, note: note.slice(-maxNote) } } };
}

function stepOf({ threat }: IncidentRecord, page: ChangePage): string | undefined {
  const { id, account, region, function: fn } = threat;
  if (page.topic !== `response-${fn.name}` || page.account !== account || !page.regions.includes(region))
    return undefined;
  const calls = page.steps.flatMap((step) => step.calls);
  if (!calls.every(({ name }) => name.startsWith('guardduty:'))) return 'stop-triggers';
  return calls.some(({ input }) => input.includes(id)) ? 'close' : undefined;
}

function wordsOf({ state, steps }: ChangePage, done: number): string | undefined {
  switch (state) {
    case 'applied':
      return 'applied';
    case 'undone':
      return 'undone';
    case 'half-applied':
      return `half applied, ${done} of ${steps.length}`;
    case 'half-undone':
      return `half undone, ${done} of ${steps.length} still there`;
    case 'planned':
    case 'nothing':
      return undefined;
  }
}
