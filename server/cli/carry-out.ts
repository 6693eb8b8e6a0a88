// Applies and undoes for a command, with a line for each step.
import { ApplyError, type ApplyOptions, applyPlan, undoPlan } from '../aws/apply.ts';
import { type ChangeFiles, ChangeFilesError } from '../aws/change-files.ts';
import { openConnection } from '../aws/clients.ts';
import { type Journal, journalState } from '../aws/journal.ts';
import { counted } from '../core/report/counted.ts';
import { accessOf } from './collect-accounts.ts';
import type { CommandArguments, ExitCode, Shell } from './command.ts';
import { UsageError } from './options.ts';

export async function carryOut(
  what: 'apply' | 'undo',
  files: ChangeFiles,
  args: CommandArguments,
  shell: Shell,
): Promise<ExitCode> {
  const journal = journalFor(what, files);
  const connection = openConnection({ ...accessOf(args, shell), retries: 'by-caller' });
  const options: ApplyOptions = {
    connection,
    signal: shell.signal,
    onStep: (step, total, words) => shell.progress(`${step} of ${total}: ${words}`),
  };
  try {
    if (what === 'apply') {
      await applyPlan(journal, options);
      await shell.out(
        `applied: ${journal.plan.title}, ${counted(journal.plan.changes.length, 'change')}; journal ${journal.path}\n`,
      );
    } else {
      const { undone, remarks, waiting } = await undoPlan(journal, options);
      for (const remark of [...remarks, ...waiting]) shell.complain(remark);
      const left = waiting.length === 0 ? '' : `, ${waiting.length} still there`;
      await shell.out(`undone: ${journal.plan.title}, ${counted(undone, 'change')}${left}\n`);
      if (waiting.length > 0) return 2;
    }
    return 0;
  } catch (error) {
    if (!(error instanceof ApplyError) && !shell.signal.aborted) throw error;
    shell.complain(error instanceof ApplyError ? error.message : 'stopped');
    if (what === 'apply') files.giveBack(journal);
    if (journalState(journal.steps) === 'untouched') shell.complain('nothing was changed');
    else
      shell.complain(
        `what was done is in ${journal.path}; the same command goes on from there${what === 'apply' ? ', undo takes it back' : ''}`,
      );
    return 2;
  } finally {
    connection.close();
  }
}

function journalFor(what: 'apply' | 'undo', files: ChangeFiles): Journal {
  try {
    return what === 'apply' ? files.journalToApply(new Date()) : files.journalToUndo();
  } catch (error) {
    throw error instanceof ChangeFilesError ? new UsageError(error.message) : error;
  }
}
