// Carries out, or shows, what `guard add` and `guard remove` plan.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FileChange, GuardPlan } from '../core/fixes/guard/plan.ts';
import { unifiedDiff } from '../core/report/unified-diff.ts';
import type { ReaderContext } from '../core/syntax/configuration/configured-function.ts';
import type { Handler } from '../core/syntax/handlers.ts';
import { applyEdits } from '../core/text/edit.ts';
import { relativePath } from '../core/text/path.ts';
import { documentParsers } from '../platform/documents.ts';
import type { CommandArguments, ExitCode, Shell } from './command.ts';
import { openFunctions } from './open-functions.ts';
import { flag } from './options.ts';

export async function runGuardPlan(
  args: CommandArguments,
  shell: Shell,
  plan: (handlers: readonly Handler[], context: ReaderContext) => GuardPlan,
): Promise<ExitCode> {
  const found = await openFunctions(args, shell);
  const cwd = shell.cwd.replaceAll('\\', '/');
  const isDry = flag(args, 'dry-run');
  let handlerCount = 0;
  let doneCount = 0;
  let failed = false;
  for (const { handlers, workspace, parser } of found) {
    handlerCount += handlers.length;
    const context = { files: workspace, documents: documentParsers, parse: parser.parse };
    const { changes, done, left, warnings } = plan(handlers, context);
    doneCount += done.length;
    for (const change of changes) {
      // A created file may lie where the workspace does not look.
      if (change.kind === 'create' && existsSync(change.path)) continue;
      const name = relativePath(cwd, change.path);
      try {
        await shell.out(isDry ? await toDiff(change, name) : await carryOut(change, name));
      } catch (error) {
        failed = true;
        shell.complain(`cannot write ${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    for (const { file, exportName, reason } of left) {
      shell.complain(`${relativePath(cwd, file)}: ${exportName} is left as it is: ${reason}`);
    }
    for (const warning of warnings) shell.complain(`note: ${warning}`);
  }
  if (handlerCount === 0) {
    shell.complain('no Lambda handler found');
    return 2;
  }
  shell.progress(`${doneCount} of ${handlerCount} handlers ${isDry ? 'would change' : 'changed'}`);
  return failed ? 2 : 0;
}

async function toDiff(change: FileChange, name: string): Promise<string> {
  if (change.kind === 'edit') return unifiedDiff(name, (await readText(change.path)).text, change.edits);
  const lines = change.text.split('\n').length - 1;
  // A whole module would hide the changes that a person wants to see.
  if (lines > 60 || change.text.length > 4000)
    return `--- /dev/null\n+++ b/${name}\n@@ ${lines} lines: ${change.why} @@\n`;
  return unifiedDiff(name, undefined, [{ span: { start: 0, end: 0 }, newText: change.text }]);
}

async function carryOut(change: FileChange, name: string): Promise<string> {
  if (change.kind === 'create') {
    await mkdir(dirname(change.path), { recursive: true });
    await writeFile(change.path, change.text, { flag: 'wx' });
    return `created ${name}: ${change.why}\n`;
  }
  const { mark, text } = await readText(change.path);
  await writeFile(change.path, mark + applyEdits(text, change.edits));
  return `changed ${name}: ${change.why}\n`;
}

/** Edits count from behind a byte-order mark. */
async function readText(path: string): Promise<{ readonly mark: string; readonly text: string }> {
  const text = await readFile(path, 'utf8');
  return text.startsWith('\uFEFF') ? { mark: '\uFEFF', text: text.slice(1) } : { mark: '', text };
}
