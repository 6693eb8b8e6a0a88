// The plans and journals of the open workspace: `.lambda-protect` of its first folder, where the command line has them
// too; without a folder, the extension's own storage.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ChangeFiles,
  ChangeFilesError,
  changeFiles,
  changeFolder,
  keptJournals,
  topicOf,
} from '../../aws/change-files.ts';
import { type Journal, journalState, openJournal } from '../../aws/journal.ts';
import type { Plan } from '../../core/remedy/plan.ts';
import type { ListedChange } from '../../protocol/changes.ts';
import type { Session } from '../session.ts';
import { type ChangeSource, listedChange, printOf } from './change-page.ts';

/** Throws where nothing can be kept. */
export function changeHome({ roots: [root], options: { storageFolder } }: Session): string {
  if (root !== undefined) return join(root, changeFolder);
  if (storageFolder !== undefined) return join(storageFolder, 'changes');
  throw new ChangeFilesError('plans and journals can be kept nowhere: open a folder first');
}

export function filesOf(session: Session, topic: string): ChangeFiles {
  const home = changeHome(session);
  return changeFiles(home, home, topic);
}

/** By the name of its file. Throws `ChangeFilesError` where it is gone. */
export function findChange(session: Session, id: string): Omit<ChangeSource, 'last'> {
  const folder = changeHome(session);
  // A name and no path: nothing outside of the folder is ever read.
  if (!/^[\w-]+\.(?:plan\.json|[\w-]+\.journal)$/.test(id))
    throw new ChangeFilesError(`no such change: ${id}`);
  const topic = topicOf(id);
  if (id.endsWith('.journal')) {
    const journal = open(join(folder, id));
    return { id, topic, folder, plan: journal.plan, journal };
  }
  const plan = filesOf(session, topic).keptPlan();
  if (plan === undefined)
    throw new ChangeFilesError('the plan is gone: it was carried out or discarded elsewhere');
  return { id, topic, folder, plan };
}

/** The journal to be carried out, if it is the one that a person confirmed. Throws `ChangeFilesError`. */
export function takeJournal(session: Session, id: string, print: string): Journal {
  const { topic, plan, journal } = findChange(session, id);
  if (printOf(plan, journal) !== print)
    throw new ChangeFilesError('it is another than what you saw: look at it again');
  if (journal) return journal;
  const taken = filesOf(session, topic).journalToApply(new Date());
  if (printOf(taken.plan) !== printOf(plan))
    throw new ChangeFilesError(
      `an earlier change is half done: ${taken.plan.title}; go on with it or undo it`,
    );
  return taken;
}

/** What could be gone on with or taken back, the newest first. */
export function listChanges(session: Session): readonly ListedChange[] {
  return keptJournals(changeHome(session))
    .flatMap(({ path, journal }) => {
      if (journal === undefined || /^(?:untouched|undone)$/.test(journalState(journal.steps))) return [];
      return [listedChange(nameOf(path), journal)];
    })
    .toSorted((a, b) => (a.madeAt < b.madeAt ? 1 : -1));
}

export function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

export function planName(topic: string): string {
  return `${topic}.plan.json`;
}

/** Forgets what was not begun. Throws `ChangeFilesError` for all else. */
export function discardChange(session: Session, id: string): void {
  const { topic, journal } = findChange(session, id);
  if (!journal) filesOf(session, topic).dropPlan();
  else if (journalState(journal.steps) === 'untouched') rmSync(journal.path, { force: true });
  else throw new ChangeFilesError('it was begun: undo it instead');
}

export function keepPlan(session: Session, topic: string, plan: Plan): void {
  filesOf(session, topic).keepPlan(plan);
}

function open(path: string): Journal {
  try {
    return openJournal(path);
  } catch (error) {
    throw new ChangeFilesError(
      `the journal cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
