// The journal of an applied plan: a line is on the disk before the change that it speaks of is made. From it an
// interrupted application goes on, and undo is the journal read backwards.
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { type Plan, parsePlan } from '../core/remedy/plan.ts';

/** `undoing` and `undone` lead back; a step with `begun` alone may or may not have been made. */
export type StepState = 'untouched' | 'begun' | 'done' | 'undoing' | 'undone';

export interface Journal {
  readonly path: string;
  readonly plan: Plan;
  readonly steps: readonly StepState[];
  note(step: number, state: Exclude<StepState, 'untouched'>, at: string): void;
}

/** Of the whole: how far it got, and which way it was going. Of a plan without changes nothing is left to undo. */
export type JournalState = 'untouched' | 'half-applied' | 'applied' | 'half-undone' | 'undone';

export function journalState(steps: readonly StepState[]): JournalState {
  const has = (...states: readonly StepState[]) => steps.some((one) => states.includes(one));
  if (steps.length === 0) return 'undone';
  if (has('undoing', 'undone')) return has('begun', 'done', 'undoing') ? 'half-undone' : 'undone';
  if (!has('untouched', 'begun')) return 'applied';
  return has('begun', 'done') ? 'half-applied' : 'untouched';
}

const words = ['begun', 'done', 'undoing', 'undone'] as const;

/** Throws where a journal of that name is there already. A process that ends meanwhile leaves no half of one. */
export function createJournal(path: string, plan: Plan): Journal {
  if (existsSync(path)) throw new Error(`there is a journal already: ${path}`);
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.new`;
  const file = openSync(beside, 'w', 0o600);
  try {
    writeSync(file, `${JSON.stringify({ plan })}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
  return journalOf(
    path,
    plan,
    plan.changes.map((): StepState => 'untouched'),
  );
}

/** Throws where it is no journal. A last line that broke off counts as not written. */
export function openJournal(path: string): Journal {
  const text = readFileSync(path, 'utf8');
  const [head = '', ...lines] = text.split('\n');
  const parsed = parsePlan(memberOf(parse(head), 'plan'));
  if (!parsed.ok) throw new Error(`${path} is no journal: ${parsed.message}`);
  const steps = parsed.plan.changes.map((): StepState => 'untouched');
  for (const line of lines) {
    const value = parse(line);
    const step = memberOf(value, 'step');
    const state = words.find((one) => one === memberOf(value, 'state'));
    if (typeof step === 'number' && state !== undefined && step in steps) steps[step] = state;
  }
  if (!text.endsWith('\n')) appendFileSync(path, '\n');
  return journalOf(path, parsed.plan, steps);
}

function journalOf(path: string, plan: Plan, steps: StepState[]): Journal {
  return {
    path,
    plan,
    steps,
    note(step, state, at) {
      if (!existsSync(path)) throw new Error(`the journal is gone: ${path}; nothing is changed without it`);
      const file = openSync(path, 'a');
      try {
        writeSync(file, `${JSON.stringify({ step, state, at })}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      steps[step] = state;
    },
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
