// A language server over standard input and output, driven as an editor does it: text changes, and the time until its
// diagnostics are here.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import type * as rpc from 'vscode-jsonrpc/node';

const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = createRequire(import.meta.url)(
  'vscode-jsonrpc/node',
) as typeof rpc;

export interface LspPeer {
  open(uri: string, language: string, text: string): Promise<number>;
  /** One change; milliseconds from sending it to having the diagnostics of the new text. */
  change(uri: string, line: number, character: number, insert: string): Promise<number>;
  /** How many diagnostics the text had last. */
  readonly count: number;
  close(): void;
}

interface PeerOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Asks for diagnostics behind each change instead of waiting for them. */
  readonly pull: boolean;
}

export async function startPeer({ command, args, cwd, pull }: PeerOptions): Promise<LspPeer> {
  const child: ChildProcessWithoutNullStreams = spawn(command, [...args], { cwd });
  child.stderr.resume();
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let waiting: { readonly version: number; done(count: number): void } | undefined;
  let count = 0;
  connection.onRequest(() => null);
  connection.onNotification((method: string, params: unknown) => {
    if (method !== 'textDocument/publishDiagnostics') return;
    const { diagnostics, version } = params as { diagnostics: unknown[]; version?: number };
    if (version === waiting?.version) waiting?.done(diagnostics.length);
  });
  connection.listen();
  const folder = { uri: `file://${cwd}`, name: 'bench' };
  const { capabilities }: { capabilities: { textDocumentSync?: number | { change?: number } } } =
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: folder.uri,
      workspaceFolders: [folder],
      capabilities: { textDocument: { publishDiagnostics: {}, ...(pull ? { diagnostic: {} } : {}) } },
    });
  await connection.sendNotification('initialized', {});
  const { textDocumentSync: sync } = capabilities;
  // 1: the server takes whole texts only; 2: what changed.
  const whole = (typeof sync === 'number' ? sync : sync?.change) === 1;
  const versions = new Map<string, number>();
  const lines = new Map<string, string[]>();

  async function timed(uri: string, version: number, send: () => Promise<void>): Promise<number> {
    versions.set(uri, version);
    const start = performance.now();
    if (pull) {
      void send();
      const report: { items: unknown[] } = await connection.sendRequest('textDocument/diagnostic', {
        textDocument: { uri },
      });
      count = report.items.length;
    } else {
      const published = new Promise<number>((resolve) => {
        waiting = { version, done: resolve };
      });
      await send();
      count = await published;
    }
    return performance.now() - start;
  }

  return {
    get count() {
      return count;
    },
    open(uri, languageId, text) {
      lines.set(uri, text.split('\n'));
      const params = { textDocument: { uri, languageId, version: 1, text } };
      return timed(uri, 1, () => connection.sendNotification('textDocument/didOpen', params));
    },
    change(uri, line, character, text) {
      const version = (versions.get(uri) ?? 0) + 1;
      const at = { line, character };
      const now = lines.get(uri) ?? [];
      const changed = now[line] ?? '';
      now[line] = changed.slice(0, character) + text + changed.slice(character);
      const contentChanges = whole ? [{ text: now.join('\n') }] : [{ range: { start: at, end: at }, text }];
      const params = { textDocument: { uri, version }, contentChanges };
      return timed(uri, version, () => connection.sendNotification('textDocument/didChange', params));
    },
    close() {
      connection.dispose();
      child.kill();
    },
  };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN;
}
