// A client of the language server over standard input and output, as any editor is one.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type * as rpc from 'vscode-jsonrpc/node';
import type * as lsp from 'vscode-languageserver-protocol';
import { built } from './run-cli.ts';

const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = createRequire(import.meta.url)(
  'vscode-jsonrpc/node',
) as typeof rpc;

export interface ClientOptions {
  /** Asks for diagnostics; else they are pushed. */
  readonly pulls: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly initializationOptions?: unknown;
  /** Takes registrations for single languages, as VS Code does. */
  readonly registers?: boolean;
}

export interface LspClient {
  readonly connection: rpc.MessageConnection;
  readonly capabilities: lsp.ServerCapabilities;
  /** Pushed diagnostics by URI, the latest. */
  readonly pushed: ReadonlyMap<string, readonly lsp.Diagnostic[]>;
  /** What the server has registered, by method. */
  readonly registered: ReadonlyMap<string, unknown>;
  /** How often the server asked to pull again. */
  readonly refreshes: number;
  uri(path: string): string;
  open(path: string, languageId: string, text: string): Promise<void>;
  /** Replaces the whole text. */
  change(path: string, text: string): Promise<void>;
  pull(path: string, previousResultId?: string): Promise<lsp.DocumentDiagnosticReport>;
  items(path: string): Promise<readonly lsp.Diagnostic[]>;
  configure(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** Waits until `ready` holds, looking again whenever the server says something. */
  until<T>(ready: () => T | undefined | false): Promise<T>;
  close(): Promise<void>;
}

export async function startClient(folder: string, options: ClientOptions): Promise<LspClient> {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [
    await built('server.mjs'),
    '--stdio',
  ]);
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const pushed = new Map<string, readonly lsp.Diagnostic[]>();
  const registered = new Map<string, unknown>();
  const later = options.registers ? { dynamicRegistration: true } : {};
  const versions = new Map<string, number>();
  const waiting = new Set<() => void>();
  let settings = options.settings ?? {};
  let refreshes = 0;
  const heard = () => {
    for (const look of [...waiting]) look();
  };
  connection.onRequest((method: string, params: unknown) => {
    if (method === 'workspace/diagnostic/refresh') {
      refreshes++;
      heard();
    }
    if (method === 'client/registerCapability') {
      for (const one of (params as lsp.RegistrationParams).registrations)
        registered.set(one.method, one.registerOptions);
      heard();
    }
    if (method !== 'workspace/configuration') return null;
    return (params as lsp.ConfigurationParams).items.map(() => settings);
  });
  connection.onNotification((method: string, params: unknown) => {
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as lsp.PublishDiagnosticsParams;
      pushed.set(uri, diagnostics);
    }
    heard();
  });
  connection.listen();
  const uri = (path: string) => pathToFileURL(`${folder}/${path}`).href;
  const { capabilities }: lsp.InitializeResult = await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'test' }],
    capabilities: {
      workspace: {
        configuration: true,
        diagnostics: { refreshSupport: true },
        didChangeWatchedFiles: later,
      },
      textDocument: {
        publishDiagnostics: { relatedInformation: true },
        completion: later,
        documentHighlight: later,
        documentSymbol: later,
        foldingRange: later,
        formatting: later,
        ...(options.pulls ? { diagnostic: {} } : {}),
      },
    },
    initializationOptions: options.initializationOptions,
  });
  await connection.sendNotification('initialized', {});

  const pull = (path: string, previousResultId?: string): Promise<lsp.DocumentDiagnosticReport> =>
    connection.sendRequest('textDocument/diagnostic', {
      textDocument: { uri: uri(path) },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });

  return {
    connection,
    capabilities,
    pushed,
    registered,
    get refreshes() {
      return refreshes;
    },
    uri,
    open(path, languageId, text) {
      versions.set(path, 1);
      return connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uri(path), languageId, version: 1, text },
      });
    },
    change(path, text) {
      const version = (versions.get(path) ?? 0) + 1;
      versions.set(path, version);
      return connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uri(path), version },
        contentChanges: [{ text }],
      });
    },
    pull,
    async items(path) {
      const report = await pull(path);
      if (report.kind !== 'full') throw new Error('expected a full report');
      return report.items;
    },
    configure(next) {
      settings = next;
      return connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
    },
    until(ready) {
      return new Promise((resolve) => {
        const look = () => {
          const value = ready();
          if (value === undefined || value === false) return;
          waiting.delete(look);
          resolve(value);
        };
        waiting.add(look);
        look();
      });
    },
    async close() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await new Promise((resolve) => child.on('exit', resolve));
      connection.dispose();
    },
  };
}
