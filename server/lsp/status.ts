// Tells the client what the server does and has found, at most a few times a second.
import type { Connection } from 'vscode-languageserver/node';
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import { type ServerStatus, statusNotification } from '../protocol/messages.ts';
import { uriOf } from './open-document.ts';
import type { Session } from './session.ts';
import type { WorkspaceScan } from './workspace-scan.ts';

const pauseMs = 250;

export function createStatus(
  connection: Connection,
  session: Session,
  scan: WorkspaceScan,
): { changed(): void } {
  let timer: NodeJS.Timeout | undefined;

  async function statusNow(): Promise<ServerStatus> {
    const scanner = await session.scanner();
    const handlers = session.scope.lastHandlers;
    const loaded = scanner.loaded();
    return {
      state: 'ready',
      engine: scanner.engine.name,
      ...(session.engineNote === undefined ? {} : { engineNote: session.engineNote }),
      rules: loaded.reduce((sum, { set }) => sum + set.code.length, 0),
      ruleFolders: loaded.map(({ folder }) => ({ uri: uriOf(folder.path), shipped: folder.shipped })),
      handlers: handlers.length,
      guardedHandlers: handlers.filter(({ guarded }) => guarded !== 'no').length,
      findings: countFindings(),
    };
  }

  function countFindings(): ServerStatus['findings'] {
    const total = { error: 0, warning: 0, info: 0, hint: 0 };
    for (const { counts, path } of scan.results.values()) {
      if (session.documentAt(path)) continue;
      total.error += counts.error;
      total.warning += counts.warning;
      total.info += counts.info;
      total.hint += counts.hint;
    }
    for (const { lastDiagnostics } of session.documents.values()) {
      for (const { severity } of lastDiagnostics) {
        if (severity === DiagnosticSeverity.Error) total.error++;
        else if (severity === DiagnosticSeverity.Warning) total.warning++;
        else if (severity === DiagnosticSeverity.Information) total.info++;
        else total.hint++;
      }
    }
    return total;
  }

  return {
    changed() {
      if (timer) return;
      timer = setTimeout(() => {
        timer = undefined;
        void statusNow().then(
          (status) => connection.sendNotification(statusNotification, status),
          (error: unknown) => connection.console.error(`the status could not be told: ${String(error)}`),
        );
      }, pauseMs);
    },
  };
}
