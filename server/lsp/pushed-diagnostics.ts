// Diagnostics that are pushed although the client pulls: to it, one list of a file takes the place of the other. So the
// lists of several owners are joined here, and a file that none of them speaks of any more is cleared.
import type { Connection, Diagnostic } from 'vscode-languageserver/node';

export type PushOwner = 'deployed-findings' | 'inspector';

const boards = new WeakMap<Connection, Map<PushOwner, ReadonlyMap<string, readonly Diagnostic[]>>>();

/** Takes the place of what this owner said before. */
export async function pushDiagnostics(
  connection: Connection,
  owner: PushOwner,
  byUri: ReadonlyMap<string, readonly Diagnostic[]>,
): Promise<void> {
  const board = boards.get(connection) ?? new Map<PushOwner, ReadonlyMap<string, readonly Diagnostic[]>>();
  boards.set(connection, board);
  const touched = new Set([...(board.get(owner)?.keys() ?? []), ...byUri.keys()]);
  board.set(owner, byUri);
  for (const uri of touched) {
    const diagnostics = [...board.values()].flatMap((own) => own.get(uri) ?? []);
    await connection.sendDiagnostics({ uri, diagnostics });
  }
}
