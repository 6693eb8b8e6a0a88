// Plans and journals on the disk: what is kept, what is gone on with, what stops a second plan.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Plan, planFormat } from '../core/remedy/plan.ts';
import { changeFiles, keptJournals } from './change-files.ts';
import { createJournal, journalState, openJournal, type StepState } from './journal.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const plan: Plan = {
  format: planFormat,
  version: 1,
  title: 'contain api',
  account: '111122223333',
  via: 'profile shop',
  madeAt: '2026-11-21T12:00:00Z',
  changes: ['api', 'other'].map((functionName) => ({
    kind: 'reserved-concurrency',
    region: 'eu-central-1',
    target: { functionName },
    before: null,
    after: { reserved: 0 },
  })),
  warnings: [],
};
const files = () => changeFiles(folder, undefined, 'response-api');
const at = '2026-11-21T12:00:01Z';
const now = new Date(at);

test('a plan that was kept is used up by its journal, and the folder stays out of version control', () => {
  expect(() => files().journalToApply(now)).toThrow('there is no plan');
  files().keepPlan(plan);
  expect(files().keptPlan()).toEqual(plan);
  const journal = files().journalToApply(now);
  expect(journal.plan).toEqual(plan);
  expect(files().keptPlan()).toBeUndefined();
  expect(readFileSync(join(folder, '.lambda-protect/.gitignore'), 'utf8')).toBe('*\n');
});

test('a process that ended between its journal and its first step loses nothing', () => {
  files().keepPlan(plan);
  const { path } = files().journalToApply(now);
  expect(files().journalToApply(now).path).toBe(path);
  files().keepPlan({ ...plan, title: 'newer' });
  expect(files().journalToApply(new Date('2026-11-21T12:00:02Z')).plan.title).toBe('newer');
});

test('a plan of which nothing was begun is given back; one that was begun is not', () => {
  files().keepPlan(plan);
  const refused = files().journalToApply(now);
  files().giveBack(refused);
  expect(existsSync(refused.path)).toBe(false);
  const begun = files().journalToApply(now);
  begun.note(0, 'begun', at);
  files().giveBack(begun);
  expect(existsSync(begun.path)).toBe(true);
});

test('what is half done stands in the way of a new plan, and is what is gone on with', () => {
  files().keepPlan(plan);
  const journal = files().journalToApply(now);
  journal.note(0, 'begun', at);
  expect(() => files().keepPlan(plan)).toThrow(
    /half done: contain api; go on with it .* or remove .*journal/,
  );
  expect(files().journalToApply(now).path).toBe(journal.path);
  expect(files().journalToUndo().path).toBe(journal.path);
  // Another topic has nothing to do with it.
  changeFiles(folder, undefined, 'response-api-2').keepPlan(plan);
  journal.note(0, 'undone', at);
  files().keepPlan(plan);
  expect(() => files().journalToUndo()).toThrow('nothing is left to undo');
});

test('a file that is no plan or no journal is said, and the others are listed', () => {
  files().keepPlan(plan);
  writeFileSync(files().planFile, '{"half');
  expect(() => files().keptPlan()).toThrow('make the plan anew');
  const home = join(folder, '.lambda-protect');
  createJournal(join(home, 'monitoring.2026.journal'), plan);
  writeFileSync(join(home, 'response-api.2026.journal'), 'nonsense');
  expect(keptJournals(home).map(({ topic, journal }) => [topic, journal?.plan.title])).toEqual([
    ['monitoring', 'contain api'],
    ['response-api', undefined],
  ]);
  expect(() => files().journalToUndo()).toThrow(/no journal.*move it away/);
  expect(readdirSync(home).filter((name) => name.endsWith('.new'))).toEqual([]);
});

test('a journal that broke off at any byte is read to its last whole line, or is said to be none', () => {
  files().keepPlan(plan);
  const journal = files().journalToApply(now);
  const notes = [
    [0, 'begun'],
    [0, 'done'],
    [1, 'begun'],
    [1, 'undoing'],
  ] as const;
  for (const [step, state] of notes) journal.note(step, state, at);
  const whole = readFileSync(journal.path, 'utf8');
  const head = whole.indexOf('\n') + 1;
  for (let length = 0; length <= whole.length; length += 1) {
    const text = whole.slice(0, length);
    writeFileSync(journal.path, text);
    // The line of the plan may lack its end: it says all the same.
    if (length < head - 1) expect(() => openJournal(journal.path)).toThrow('no journal');
    else {
      const seen: StepState[] = ['untouched', 'untouched'];
      // A line without its end that is whole JSON counts: it was written before the change was made.
      const lines = text
        .slice(head)
        .split('\n')
        .filter((line) => line.endsWith('}'));
      for (const [step, state] of notes.slice(0, lines.length)) seen[step] = state;
      expect(openJournal(journal.path).steps).toEqual(seen);
    }
  }
});

test('a plan without changes does not hide what is left to undo', () => {
  files().keepPlan(plan);
  const journal = files().journalToApply(now);
  for (const step of [0, 1]) journal.note(step, 'done', at);
  files().keepPlan({ ...plan, changes: [] });
  files().journalToApply(new Date('2026-11-21T12:00:02Z'));
  expect(files().journalToUndo().path).toBe(journal.path);
});

test.each<[readonly StepState[], string]>([
  [[], 'undone'],
  [['untouched', 'untouched'], 'untouched'],
  [['begun', 'untouched'], 'half-applied'],
  [['done', 'untouched'], 'half-applied'],
  [['done', 'done'], 'applied'],
  [['done', 'undoing'], 'half-undone'],
  [['done', 'undone'], 'half-undone'],
  [['undone', 'untouched'], 'undone'],
  [['undone', 'undone'], 'undone'],
])('%s is %s', (steps, state) => expect(journalState(steps)).toBe(state));
