// Where plans and journals lie: `.lambda-protect` in the current folder, kept out of version control. A plan is kept
// when it is shown; only a plan that was kept can be applied. The command line and the editor read the same files.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Plan, parsePlan } from '../core/remedy/plan.ts';
import { createJournal, type Journal, openJournal } from './journal.ts';

/** There is no plan or no journal to work on, in words with the next step. */
export class ChangeFilesError extends Error {}

export interface ChangeFiles {
  keepPlan(plan: Plan): string;
  /** The journal of the kept plan, which is used up by this, or one that was interrupted. Throws `ChangeFilesError`. */
  journalToApply(now: Date): Journal;
  /** The newest journal that is not wholly undone. Throws `ChangeFilesError`. */
  journalToUndo(): Journal;
}

/** `topic` is a word for files: `monitoring`, `response-orders`. */
export function changeFiles(cwd: string, folder: string | undefined, topic: string): ChangeFiles {
  const home = resolve(cwd, folder ?? '.lambda-protect');
  const planFile = join(home, `${topic}.plan.json`);
  const journals = () =>
    existsSync(home)
      ? readdirSync(home)
          .filter((name) => name.startsWith(`${topic}.`) && name.endsWith('.journal'))
          .toSorted()
          .map((name) => openJournal(join(home, name)))
      : [];
  return {
    keepPlan(plan) {
      mkdirSync(home, { recursive: true });
      if (!existsSync(join(home, '.gitignore'))) writeFileSync(join(home, '.gitignore'), '*\n');
      writeFileSync(planFile, `${JSON.stringify(plan, undefined, 2)}\n`, { mode: 0o600 });
      return planFile;
    },
    journalToApply(now) {
      const interrupted = journals().findLast(
        ({ steps }) =>
          steps.some((state) => state === 'untouched' || state === 'begun') &&
          steps.some((state) => state === 'begun' || state === 'done'),
      );
      if (interrupted) return interrupted;
      if (!existsSync(planFile)) throw new ChangeFilesError('there is no plan: make one first and read it');
      const parsed = parsePlan(readJson(planFile));
      if (!parsed.ok) throw new ChangeFilesError(`${planFile}: ${parsed.message}; make the plan anew`);
      const stamp = now.toISOString().replace(/[:.]/g, '-');
      const journal = createJournal(join(home, `${topic}.${stamp}.journal`), parsed.plan);
      rmSync(planFile);
      return journal;
    },
    journalToUndo() {
      const made = journals().findLast(({ steps }) =>
        steps.some((state) => state === 'begun' || state === 'done' || state === 'undoing'),
      );
      if (!made) throw new ChangeFilesError(`nothing was applied from here: no journal in ${home}`);
      return made;
    },
  };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
