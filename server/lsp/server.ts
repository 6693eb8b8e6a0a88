// Puts a connection, the session and the methods together, and asks for the settings.
import {
  type Connection,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import packageJson from '../../package.json' with { type: 'json' };
import type { InitializationOptions } from '../protocol/messages.ts';
import { readSettings } from '../protocol/settings.ts';
import { pulls } from './methods/document-diagnostics.ts';
import { methods } from './methods/index.ts';
import { pathOf } from './open-document.ts';
import { createSession, type Session } from './session.ts';

export function startServer(connection: Connection): void {
  const session = createSession();
  let client: InitializeParams | undefined;

  connection.onInitialize((params): InitializeResult => {
    client = params;
    session.begin({
      roots: rootsOf(params),
      options: optionsOf(params.initializationOptions),
      clientPulls: pulls(params),
      clientWatches: params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
      clientShowsProgress: params.capabilities.window?.workDoneProgress === true,
    });
    // A client that never says "initialized" is served by the defaults.
    setTimeout(() => session.settle(), 3000).unref();
    // Loaded while the client makes its first request.
    void session.scanner();
    const capabilities: ServerCapabilities = {};
    for (const method of methods) Object.assign(capabilities, method.capabilities?.(params));
    capabilities.workspace = { workspaceFolders: { supported: true, changeNotifications: true } };
    return { capabilities, serverInfo: { name: 'lambda-protect', version: packageJson.version } };
  });

  const patient = afterSettings(connection, session);
  for (const method of methods) method.register(patient, session);

  connection.onInitialized(async () => {
    if (client) for (const method of methods) method.initialized?.(connection, session, client);
    const { workspace } = client?.capabilities ?? {};
    if (workspace?.didChangeConfiguration?.dynamicRegistration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'lambdaProtect' });
    }
    if (workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => pathOf(uri)));
        session.setRoots([
          ...session.roots.filter((root) => !gone.has(root)),
          ...added.map(({ uri }) => pathOf(uri)),
        ]);
      });
    }
    const patience = setTimeout(() => session.settle(), 500);
    if (workspace?.configuration) await readConfiguration(connection, session);
    clearTimeout(patience);
    session.settle();
  });

  connection.onDidChangeConfiguration(({ settings }) => {
    if (client?.capabilities.workspace?.configuration) void readConfiguration(connection, session);
    else session.configure(readSettings(sectionOf(settings)));
  });

  session.onChange(() => {
    if (session.clientPulls && client?.capabilities.workspace?.diagnostics?.refreshSupport) {
      void connection.sendRequest(DiagnosticRefreshRequest.type).catch(() => {});
    }
  });

  connection.onShutdown(() => session.dispose());
  connection.listen();
}

/**
 * Requests of our own wait until the settings are read: one that starts the server would else be answered by the
 * defaults, and ask another account than the person means.
 */
function afterSettings(connection: Connection, session: Session): Connection {
  type Handler = (...args: unknown[]) => unknown;
  const onRequest = (type: string, handler: Handler) =>
    connection.onRequest(type, async (...args: unknown[]) => {
      await session.settled();
      return handler(...args);
    });
  return Object.create(connection, { onRequest: { value: onRequest } });
}

async function readConfiguration(connection: Connection, session: Session): Promise<void> {
  const given: unknown = await connection.workspace.getConfiguration('lambdaProtect').catch(() => ({}));
  session.configure(readSettings(given));
}

function sectionOf(settings: unknown): unknown {
  return typeof settings === 'object' && settings !== null && 'lambdaProtect' in settings
    ? settings.lambdaProtect
    : settings;
}

function rootsOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => pathOf(uri));
  return rootUri ? [pathOf(rootUri)] : [];
}

/** Parsed at the border: a client of another version may send anything. */
function optionsOf(given: unknown): InitializationOptions {
  if (typeof given !== 'object' || given === null) return {};
  const commands = 'commands' in given && Array.isArray(given.commands) ? given.commands.map(String) : [];
  const trusted = 'trusted' in given ? given.trusted !== false : true;
  const storageFolder =
    'storageFolder' in given && typeof given.storageFolder === 'string' ? given.storageFolder : undefined;
  return { commands, trusted, ...(storageFolder === undefined ? {} : { storageFolder }) };
}
