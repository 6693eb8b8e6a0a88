// Carries out wrapping and unwrapping: edits go to the editor, which can undo them; new files (the guard, the rules)
// are written beside the function. What a person should know is shown.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Connection, TextEdit } from 'vscode-languageserver/node';
import { type FileChange, type GuardPlan, planGuard, planUnguard } from '../../core/fixes/guard/plan.ts';
import type { Handler } from '../../core/syntax/handlers.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import { nameOf } from '../../core/text/path.ts';
import { documentParsers } from '../../platform/documents.ts';
import { readGuardAssets } from '../../platform/guard-assets.ts';
import {
  unwrapHandlerCommand,
  wrapAllHandlersCommand,
  wrapHandlerCommand,
} from '../../protocol/guard-commands.ts';
import { documentHandlers } from '../guard/document-handlers.ts';
import { guarded } from '../guarded.ts';
import type { Method } from '../method.ts';
import { pathOf } from '../open-document.ts';
import type { Session } from '../session.ts';
import { toTextEdits } from '../to-lsp.ts';
import { clientUri } from '../uri.ts';

const commands = [wrapHandlerCommand, unwrapHandlerCommand, wrapAllHandlersCommand];

export const guardCommands: Method = {
  capabilities: () => ({ executeCommandProvider: { commands } }),
  register(connection, session) {
    connection.onExecuteCommand(({ command, arguments: given = [] }) =>
      guarded(
        connection,
        command,
        (reason) => {
          connection.window.showErrorMessage(`The handler was not changed: ${reason}`);
          return null;
        },
        async () => {
          if (!commands.includes(command)) return null;
          const handlers = await handlersMeant(command, given, session);
          if (handlers.length === 0) {
            connection.window.showInformationMessage('There is no handler to change.');
            return null;
          }
          await carryOut(await planOf(command, handlers, session), connection, session);
          return null;
        },
      ),
    );
  },
};

async function handlersMeant(
  command: string,
  given: readonly unknown[],
  session: Session,
): Promise<readonly Handler[]> {
  if (command === wrapAllHandlersCommand) {
    const { handlers } = await session.scope.handlers();
    return handlers.filter((handler) => handler.guarded === 'no');
  }
  const [uri, exportName] = given;
  if (typeof uri !== 'string' || typeof exportName !== 'string') return [];
  const document = session.documentAt(pathOf(uri));
  const file = pathOf(uri).replaceAll('\\', '/');
  const all =
    document === undefined
      ? (await session.scope.handlers()).handlers.filter((one) => one.file === file)
      : await documentHandlers(document, session);
  return all.filter((handler) => handler.exportName === exportName);
}

async function planOf(command: string, handlers: readonly Handler[], session: Session): Promise<GuardPlan> {
  const { parser } = await session.scanner();
  await parser.load([...new Set(handlers.map(({ language }) => language))]);
  const { workspace } = await session.scope.index();
  const context = { files: workspace, documents: documentParsers, parse: parser.parse };
  if (command === unwrapHandlerCommand) return planUnguard(handlers, context);
  return planGuard(handlers, context, readGuardAssets());
}

async function carryOut(plan: GuardPlan, connection: Connection, session: Session): Promise<void> {
  const { workspace } = await session.scope.index();
  const created = await createFiles(plan.changes);
  const changes: Record<string, TextEdit[]> = {};
  for (const change of plan.changes) {
    if (change.kind !== 'edit' || change.edits.length === 0) continue;
    const open = session.documentAt(change.path);
    const lines = open?.lines ?? lineIndex(workspace.read(change.path) ?? '');
    changes[clientUri(change.path, session)] = toTextEdits(change.edits, lines);
  }
  if (Object.keys(changes).length > 0) {
    const { applied, failureReason } = await connection.workspace.applyEdit({
      label: 'Guard',
      edit: { changes },
    });
    if (!applied) throw new Error(failureReason ?? 'the editor did not take the edit');
  }
  if (created.length > 0) session.filesChanged(created);
  const names = created.map(nameOf);
  if (names.length > 0)
    connection.window.showInformationMessage(
      `The guard needs ${listOf(names)} beside the function: created.`,
    );
  for (const { exportName, reason } of plan.left) {
    connection.window.showWarningMessage(`${exportName} is left as it is: ${reason}.`);
  }
  for (const warning of plan.warnings)
    connection.window.showWarningMessage(`${warning.charAt(0).toUpperCase()}${warning.slice(1)}.`);
}

/** A file that is there already stays as it is. */
async function createFiles(changes: readonly FileChange[]): Promise<readonly string[]> {
  const created: string[] = [];
  for (const change of changes) {
    if (change.kind !== 'create') continue;
    try {
      await mkdir(dirname(change.path), { recursive: true });
      await writeFile(change.path, change.text, { flag: 'wx' });
      created.push(change.path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
  return created;
}

function listOf(names: readonly string[]): string {
  const shown = [...new Set(names)].slice(0, 6);
  return shown.length < names.length ? `${shown.join(', ')} and others` : shown.join(', ');
}
