// Where plans and journals lie: `.lambda-protect` in the current folder, kept out of version control. A plan is kept
// when it is shown; only a plan that was kept can be applied. The command line and the editor read the same files.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type Plan, parsePlan } from '../core/remedy/plan.ts';
import { createJournal, type Journal, journalState, openJournal } from './journal.ts';

/** There is no plan or no journal to work on, in words with the next step. */
export class ChangeFilesError extends Error {}

/** Below the folder in which the work is done. */
export const changeFolder = '.lambda-protect';

export interface ChangeFiles {
  readonly planFile: string;
  /** Takes the place of a plan that was kept before. Throws `ChangeFilesError` where an earlier one is half done. */
  keepPlan(plan: Plan): string;
  /** Undefined where none is kept. Throws `ChangeFilesError` where it is broken. */
  keptPlan(): Plan | undefined;
  dropPlan(): void;
  /** The journal of the kept plan, which is used up by this, or one that was interrupted. Throws `ChangeFilesError`. */
  journalToApply(now: Date): Journal;
  /** A plan of which nothing was begun may be tried again: it is kept as it was before. False for any other. */
  giveBack(journal: Journal): boolean;
  /** The newest journal that is not wholly undone. Throws `ChangeFilesError`. */
  journalToUndo(): Journal;
}

/** `topic` is a word for files: `monitoring`, `response-orders`. */
export function changeFiles(cwd: string, folder: string | undefined, topic: string): ChangeFiles {
  const home = resolve(cwd, folder ?? changeFolder);
  const planFile = join(home, `${topic}.plan.json`);
  const journals = () => namesOf(home, topic).map((name) => readJournal(join(home, name)));
  const halfDone = () => journals().findLast(({ steps }) => /^half/.test(journalState(steps)));
  const files: ChangeFiles = {
    planFile,
    keepPlan(plan) {
      const open = halfDone();
      if (open)
        throw new ChangeFilesError(
          `an earlier change is half done: ${open.plan.title}; go on with it (apply) or take it back (undo) first, or remove ${open.path} to leave it as it is`,
        );
      mkdirSync(home, { recursive: true });
      if (!existsSync(join(home, '.gitignore'))) writeFileSync(join(home, '.gitignore'), '*\n');
      const beside = `${planFile}.${process.pid}.new`;
      writeFileSync(beside, `${JSON.stringify(plan, undefined, 2)}\n`, { mode: 0o600 });
      renameSync(beside, planFile);
      return planFile;
    },
    keptPlan() {
      if (!existsSync(planFile)) return undefined;
      const parsed = parsePlan(readJson(planFile));
      if (!parsed.ok) throw new ChangeFilesError(`${planFile}: ${parsed.message}; make the plan anew`);
      return parsed.plan;
    },
    dropPlan: () => rmSync(planFile, { force: true }),
    journalToApply(now) {
      const interrupted = halfDone();
      if (interrupted) return interrupted;
      const plan = files.keptPlan();
      if (plan) {
        const stamp = now.toISOString().replace(/[:.]/g, '-');
        const journal = createJournal(join(home, `${topic}.${stamp}.journal`), plan);
        files.dropPlan();
        return journal;
      }
      // A process may have ended between its journal and its first step.
      const untouched = journals().findLast(({ steps }) => journalState(steps) === 'untouched');
      if (untouched) return untouched;
      throw new ChangeFilesError('there is no plan: make one first and read it');
    },
    giveBack({ path, plan, steps }) {
      if (journalState(steps) !== 'untouched') return false;
      if (!existsSync(planFile)) files.keepPlan(plan);
      rmSync(path, { force: true });
      return true;
    },
    journalToUndo() {
      const made = journals().findLast(({ steps }) =>
        ['half-applied', 'applied', 'half-undone'].includes(journalState(steps)),
      );
      if (!made) {
        const undone = journals().findLast(
          ({ steps }) => steps.length > 0 && journalState(steps) === 'undone',
        );
        throw new ChangeFilesError(
          undone
            ? `nothing is left to undo: what was applied from here was taken back (${undone.path})`
            : `nothing was applied from here: no journal in ${home}`,
        );
      }
      return made;
    },
  };
  return files;
}

export interface KeptJournal {
  readonly topic: string;
  readonly path: string;
  /** Undefined: it cannot be read. */
  readonly journal: Journal | undefined;
}

/** Every journal of the folder, the oldest of a topic first. */
export function keptJournals(home: string): readonly KeptJournal[] {
  return namesOf(home).map((name): KeptJournal => {
    const path = join(home, name);
    const topic = topicOf(path);
    try {
      return { topic, path, journal: openJournal(path) };
    } catch {
      return { topic, path, journal: undefined };
    }
  });
}

export function topicOf(path: string): string {
  return basename(path).split('.')[0] ?? '';
}

function namesOf(home: string, topic?: string): readonly string[] {
  if (!existsSync(home)) return [];
  return readdirSync(home)
    .filter((name) => name.endsWith('.journal') && (topic === undefined || name.startsWith(`${topic}.`)))
    .toSorted();
}

function readJournal(path: string): Journal {
  try {
    return openJournal(path);
  } catch (error) {
    throw new ChangeFilesError(
      `${error instanceof Error ? error.message : String(error)}; move it away to go on without it`,
    );
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
