// Findings of open documents: pulled by clients that can, pushed to the others. Each answer has an id; when neither
// the text nor the rules changed since, the answer is "unchanged".
import {
  type CancellationToken,
  type Connection,
  type Diagnostic,
  DocumentDiagnosticReportKind,
  ErrorCodes,
  type InitializeParams,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver/node';
import { diagnosers } from '../diagnosers/index.ts';
import { guarded } from '../guarded.ts';
import type { Method } from '../method.ts';
import type { OpenDocument } from '../open-document.ts';
import type { Session } from '../session.ts';
import { wholeFileRemark } from '../to-lsp.ts';

export function pulls(client: InitializeParams): boolean {
  return client.capabilities.textDocument?.diagnostic !== undefined;
}

export const documentDiagnostics: Method = {
  capabilities: (client) =>
    pulls(client)
      ? {
          diagnosticProvider: {
            identifier: 'lambda-protect',
            interFileDependencies: true,
            workspaceDiagnostics: true,
          },
        }
      : {},
  register(connection, session) {
    connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
      const document = session.documents.get(textDocument.uri);
      if (!document) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
      const resultId = resultIdOf(document, session);
      if (previousResultId === resultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
      const items = await diagnoseOrSay(connection, document, session, token);
      return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...items] };
    });
    pushToOthers(connection, session);
  },
};

export function resultIdOf(document: OpenDocument, session: Session): string {
  return `${session.revision}.${document.version}`;
}

/** Never empty after a crash: then the one diagnostic says so. */
export async function diagnoseOrSay(
  connection: Connection,
  document: OpenDocument,
  session: Session,
  token?: CancellationToken,
): Promise<readonly Diagnostic[]> {
  const { version } = document;
  const items = await guarded(
    connection,
    `the scan of ${document.uri}`,
    (reason) => [
      wholeFileRemark(`the scan failed, findings may be missing: ${reason}`, 'scan-failed', 'warning'),
    ],
    async () => {
      await session.settled();
      if (!session.settings.enable) return [];
      const diagnoser = diagnosers.find((one) => one.appliesTo(document, session));
      return diagnoser ? diagnoser.diagnose(document, session) : [];
    },
  );
  if (token?.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
  if (document.version !== version)
    throw new ResponseError(ErrorCodes.InternalError, 'the text changed meanwhile');
  document.lastDiagnostics = items;
  return items;
}

/** For clients without pull diagnostics: after each change, once the queue of messages is empty. */
function pushToOthers(connection: Connection, session: Session): void {
  const waiting = new Set<string>();
  let scheduled = false;

  async function flush(): Promise<void> {
    scheduled = false;
    const uris = [...waiting];
    waiting.clear();
    for (const uri of uris) {
      const document = session.documents.get(uri);
      const items = document ? await diagnoseOrSay(connection, document, session).catch(() => undefined) : [];
      // `undefined`: the text changed meanwhile, and its change has asked again.
      if (items !== undefined) {
        await connection.sendDiagnostics({
          uri,
          diagnostics: [...items],
          ...(document ? { version: document.version } : {}),
        });
      }
    }
  }

  function ask(uris: Iterable<string>): void {
    if (session.clientPulls) return;
    for (const uri of uris) waiting.add(uri);
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => void flush());
  }

  session.onDocument((document) => ask([document.uri]));
  session.onChange(() => ask(session.documents.keys()));
}
