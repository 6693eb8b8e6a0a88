// Requests that must not take the server down: an error of ours is logged without the document's text, and the
// editor gets the fallback.
import type { Connection } from 'vscode-languageserver/node';

/** Runs `work`; on an exception logs where it was thrown and answers `fallback`. */
export async function guarded<T>(
  connection: Connection,
  what: string,
  fallback: (reason: string) => T,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    connection.console.error(`${what} failed: ${error instanceof Error ? (error.stack ?? reason) : reason}`);
    return fallback(reason);
  }
}
