// Starts, stops and restarts the language server and carries requests to it. The protocol library is loaded with the
// server, behind activation. A server that crashes is started again, up to four times in three minutes; then the
// person is told and asked.
import * as vscode from 'vscode';
import type { LanguageClient, LanguageClientOptions } from 'vscode-languageclient/node';
import {
  replayViolationCommand,
  runExamplesCommand,
  showPlacesCommand,
  showViolationsCommand,
} from '../server/protocol/client-commands.ts';
import { manifestPatterns } from '../server/protocol/manifests.ts';
import { type InitializationOptions, selectCommand } from '../server/protocol/messages.ts';
import { reason, type Tell } from './tell.ts';

/** `off`: not wanted. `failed`: it ended too often or did not start; only a restart by the person helps. */
export type ServerState = 'off' | 'starting' | 'running' | 'failed';

export interface Server extends vscode.Disposable {
  readonly state: ServerState;
  /** Of the process that runs now. */
  readonly pid: number | undefined;
  readonly onDidChangeState: vscode.Event<ServerState>;
  /** Never throws: a failure is a state, and told. */
  start(): Promise<void>;
  stop(): Promise<void>;
  restart(): Promise<void>;
  /** Waits for a starting server; throws where none runs. */
  request<R>(method: string, params: unknown, token?: vscode.CancellationToken): Promise<R>;
  /** Holds over restarts. */
  onNotification<P>(method: string, handler: (params: P) => void): vscode.Disposable;
  /** What the server asks of us, one handler for a method. Holds over restarts. */
  onRequest<P, R>(method: string, handler: (params: P) => Promise<R>): vscode.Disposable;
}

/** The server is of the same build, so that its messages have the types that `server/protocol` states. */
interface Listener {
  hear(params: unknown): void;
}

interface Answerer {
  answer(params: unknown): Promise<unknown>;
}

const CRASHES = 4;
const CRASH_WINDOW_MS = 3 * 60_000;

/** What the server reads. Rule files, code, and the texts that name handlers or hold events. */
const languages = [
  'lambda-protect-rules',
  'python',
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
  'java',
  'go',
  'ruby',
  'csharp',
  'json',
  'jsonc',
  'yaml',
  'terraform',
] as const;

const selector = [
  ...languages.flatMap((language) =>
    ['file', 'untitled', 'lambda-protect'].map((scheme) => ({ language, scheme })),
  ),
  ...manifestPatterns.map((pattern) => ({ scheme: 'file', pattern })),
];

export function createServer(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  tell: Tell,
): Server {
  const changed = new vscode.EventEmitter<ServerState>();
  const handlers = new Map<string, Set<Listener>>();
  const answerers = new Map<string, Answerer>();
  let state: ServerState = 'off';
  let client: LanguageClient | undefined;
  let starting: Promise<void> | undefined;
  let crashes: number[] = [];

  const become = (next: ServerState): void => {
    if (state === next) return;
    state = next;
    changed.fire(next);
  };

  const forward = (method: string): void => {
    client?.onNotification(method, (params: unknown) => {
      for (const listener of handlers.get(method) ?? []) listener.hear(params);
    });
  };

  const giveUp = (message: string): void => {
    become('failed');
    tell.error(message, { title: 'Restart', run: () => server.restart() });
  };

  async function launch(): Promise<void> {
    become('starting');
    try {
      const { CloseAction, ErrorAction, LanguageClient, State, TransportKind } = await import(
        './protocol-library.ts'
      );
      const module = context.asAbsolutePath('dist/server.mjs');
      const options: LanguageClientOptions = {
        documentSelector: selector,
        outputChannel: log,
        initializationOptions: (): InitializationOptions => ({
          commands: [
            selectCommand,
            showPlacesCommand,
            runExamplesCommand,
            showViolationsCommand,
            replayViolationCommand,
          ],
          trusted: vscode.workspace.isTrusted,
          storageFolder: (context.storageUri ?? context.globalStorageUri).fsPath,
        }),
        diagnosticPullOptions: { onChange: true, onFocus: true },
        synchronize: { configurationSection: 'lambdaProtect' },
        markdown: { isTrusted: { enabledCommands: trustedLinks(context) }, supportThemeIcons: true },
        initializationFailedHandler: (error) => {
          log.error(`the language server did not start: ${reason(error)}`);
          return false;
        },
        errorHandler: {
          error: (error, _message, count) => {
            log.warn(`connection to the language server: ${reason(error)}`);
            return { action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown, handled: true };
          },
          closed: () => {
            const now = Date.now();
            crashes = [...crashes.filter((time) => now - time < CRASH_WINDOW_MS), now];
            if (crashes.length <= CRASHES) {
              log.warn(`the language server ended, starting it again (${crashes.length} of ${CRASHES})`);
              return { action: CloseAction.Restart, handled: true };
            }
            giveUp(
              `The language server ended ${crashes.length} times in three minutes; nothing is checked now.`,
            );
            return { action: CloseAction.DoNotRestart, handled: true };
          },
        },
      };
      const created = new LanguageClient(
        'lambdaProtect',
        'Lambda Protect',
        {
          run: { module, transport: TransportKind.ipc },
          debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--inspect=6019'] } },
        },
        options,
      );
      client = created;
      created.onDidChangeState(({ newState }) => {
        if (client !== created) return;
        if (newState === State.Running) become('running');
        else if (newState === State.Starting) become('starting');
        else if (state === 'running') become('starting');
      });
      for (const method of handlers.keys()) forward(method);
      for (const [method, answerer] of answerers)
        created.onRequest(method, (params: unknown) => answerer.answer(params));
      await created.start();
    } catch (error) {
      giveUp(`The language server did not start: ${reason(error)}`);
    }
  }

  async function end(): Promise<void> {
    await starting;
    const ending = client;
    client = undefined;
    starting = undefined;
    become('off');
    try {
      await ending?.dispose(2_000);
    } catch (error) {
      // It was not running: there is nothing to end.
      log.debug(`ending the language server: ${reason(error)}`);
    }
  }

  const server: Server = {
    get state() {
      return state;
    },
    get pid() {
      return client?.serverProcess?.pid;
    },
    onDidChangeState: changed.event,
    start() {
      starting ??= launch();
      return starting;
    },
    stop: end,
    async restart() {
      crashes = [];
      await end();
      await server.start();
    },
    async request(method, params, token) {
      await starting;
      if (client === undefined || state === 'failed' || state === 'off')
        throw new Error(
          'the language server does not run; restart it with “Lambda Protect: Restart Language Server”',
        );
      return token === undefined
        ? client.sendRequest(method, params)
        : client.sendRequest(method, params, token);
    },
    onNotification(method, handler) {
      const known = handlers.get(method);
      const all = known ?? new Set<Listener>();
      const listener: Listener = { hear: handler };
      all.add(listener);
      if (known === undefined) {
        handlers.set(method, all);
        forward(method);
      }
      return new vscode.Disposable(() => all.delete(listener));
    },
    onRequest(method, handler) {
      const answerer: Answerer = { answer: handler };
      answerers.set(method, answerer);
      client?.onRequest(method, (params: unknown) => answerer.answer(params));
      return new vscode.Disposable(() => answerers.delete(method));
    },
    dispose() {
      changed.dispose();
      void end();
    },
  };
  return server;
}

/** Hovers may link to our own commands and to nothing else. */
function trustedLinks(context: vscode.ExtensionContext): string[] {
  const manifest: unknown = context.extension.packageJSON;
  if (typeof manifest !== 'object' || manifest === null || !('contributes' in manifest)) return [];
  const { contributes } = manifest;
  if (typeof contributes !== 'object' || contributes === null || !('commands' in contributes)) return [];
  return Array.isArray(contributes.commands)
    ? contributes.commands.flatMap((entry: { command?: unknown }) =>
        typeof entry.command === 'string' ? [entry.command] : [],
      )
    : [];
}
