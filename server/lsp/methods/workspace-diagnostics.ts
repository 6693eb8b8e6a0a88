// Findings in the workspace's files that are not open: pulled in parts by clients that can, pushed to the others, with
// progress while a long scan runs.
import {
  type CancellationToken,
  type Connection,
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import type { Method } from '../method.ts';
import { uriOf } from '../open-document.ts';
import type { Session } from '../session.ts';
import { createStatus } from '../status.ts';
import { createWorkspaceScan, type FileResult, type WorkspaceScan } from '../workspace-scan.ts';

/** Files reported together; small enough that the first findings show at once. */
const partSize = 50;
/** A shorter scan needs no progress bar. */
const progressAfterMs = 700;

export const workspaceDiagnostics: Method = {
  register(connection, session) {
    const scan = createWorkspaceScan(session);
    const status = createStatus(connection, session, scan);
    let running: Promise<void> = Promise.resolve();

    /** One scan at a time: a second one finds nearly everything done. */
    function inTurn(each: (result: FileResult) => void, isCancelled: () => boolean): Promise<void> {
      const turn = running
        .catch(() => {})
        .then(() => runWithProgress(connection, session, scan, each, isCancelled));
      running = turn;
      return turn.finally(status.changed);
    }

    connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, _progress, partial) => {
      const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
      const waiting: WorkspaceDocumentDiagnosticReport[] = [];
      const send = () => partial?.report({ items: waiting.splice(0) });
      await run(token, (result) => {
        const report = toReport(result, previous);
        if (report) waiting.push(report);
        if (partial && waiting.length >= partSize) send();
      });
      if (partial && waiting.length > 0) send();
      const rest: WorkspaceDiagnosticReport = { items: waiting };
      return rest;
    });

    async function run(token: CancellationToken, each: (result: FileResult) => void): Promise<void> {
      try {
        await inTurn(each, () => token.isCancellationRequested);
      } catch (error) {
        if (token.isCancellationRequested)
          throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
        const reason = error instanceof Error ? error.message : String(error);
        connection.console.error(`the scan of the workspace failed: ${reason}`);
        throw new ResponseError(LSPErrorCodes.RequestFailed, `the scan of the workspace failed: ${reason}`);
      }
    }

    pushToOthers(connection, session, inTurn);
    session.onDocument(status.changed);
    session.onChange(status.changed);
  },
};

function toReport(
  { path, resultId, diagnostics }: FileResult,
  previous: ReadonlyMap<string, string>,
): WorkspaceDocumentDiagnosticReport | undefined {
  const uri = uriOf(path);
  const before = previous.get(uri);
  if (before === resultId)
    return { kind: DocumentDiagnosticReportKind.Unchanged, uri, version: null, resultId };
  // Nothing to say of a file that never had a finding.
  if (before === undefined && diagnostics.length === 0) return undefined;
  return { kind: DocumentDiagnosticReportKind.Full, uri, version: null, resultId, items: [...diagnostics] };
}

async function runWithProgress(
  connection: Connection,
  session: Session,
  scan: WorkspaceScan,
  each: (result: FileResult) => void,
  isCancelled: () => boolean,
): Promise<void> {
  const start = performance.now();
  let bar:
    | { report(percentage: number, message: string): void; done(): void; readonly token: CancellationToken }
    | undefined;
  let asked = false;
  try {
    await scan.run(
      each,
      () => isCancelled() || bar?.token.isCancellationRequested === true,
      (done, all) => {
        bar?.report(Math.round((done / all) * 100), `${done} of ${all} files`);
        if (asked || !session.clientShowsProgress || performance.now() - start < progressAfterMs) return;
        asked = true;
        void connection.window.createWorkDoneProgress().then((made) => {
          made.begin('Lambda Protect: scanning', 0, undefined, true);
          bar = made;
        });
      },
    );
  } finally {
    bar?.done();
  }
}

/** For clients without pull diagnostics: after the start and after each change, of files that have or had findings. */
function pushToOthers(
  connection: Connection,
  session: Session,
  run: (each: (result: FileResult) => void, isCancelled: () => boolean) => Promise<void>,
): void {
  const shown = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  const push = ({ path, resultId, diagnostics }: FileResult) => {
    if (shown.get(path) === resultId || (diagnostics.length === 0 && !shown.has(path))) return;
    if (diagnostics.length === 0) shown.delete(path);
    else shown.set(path, resultId);
    void connection.sendDiagnostics({ uri: uriOf(path), diagnostics: [...diagnostics] });
  };
  session.onChange(() => {
    if (session.clientPulls) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      void run(push, () => false).catch((error: unknown) =>
        connection.console.error(`the scan of the workspace failed: ${String(error)}`),
      );
    }, 50);
  });
}
