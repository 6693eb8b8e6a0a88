// The extension: a list of features around one language server. Activation registers and returns; the server starts
// behind it.
import * as vscode from 'vscode';
import { audit } from './audit.ts';
import { auditReminder } from './audit-reminder.ts';
import { behaviour } from './behaviour.ts';
import { changes } from './changes/around-changes.ts';
import { commands } from './commands/index.ts';
import { evidenceProgress } from './evidence-progress.ts';
import type { Extension, Feature } from './feature.ts';
import { incidents } from './incident/panel.ts';
import { createServer } from './language-client.ts';
import { pages } from './pages.ts';
import { ruleTests } from './rule-tests.ts';
import { isEnabled, onSetting } from './settings.ts';
import { followStatus } from './status.ts';
import { statusBar } from './status-bar.ts';
import { createTell } from './tell.ts';
import { trees } from './views/trees.ts';
import { behaviourTabs } from './webview/behaviour-panel.ts';

const features: readonly Feature[] = [
  registerCommands,
  followStatus,
  statusBar,
  ruleTests,
  trees,
  pages,
  audit,
  auditReminder,
  behaviour,
  behaviourTabs,
  incidents,
  evidenceProgress,
  changes,
  serverWhileEnabled,
];

/** What other extensions and the tests may ask of us. */
export interface Api {
  /** Time that `activate` took, in milliseconds. */
  readonly activationMs: number;
  /** The process of the language server, where one runs. */
  serverPid(): number | undefined;
}

export function activate(context: vscode.ExtensionContext): Api {
  const begin = performance.now();
  const log = vscode.window.createOutputChannel('Lambda Protect', { log: true });
  const tell = createTell(log);
  const server = createServer(context, log, tell);
  const extension: Extension = { context, server, tell, log };
  context.subscriptions.push(log, server, ...features.map((feature) => feature(extension)));
  return { activationMs: performance.now() - begin, serverPid: () => server.pid };
}

function registerCommands(extension: Extension): vscode.Disposable {
  return vscode.Disposable.from(
    ...commands.map(({ id, run }) =>
      vscode.commands.registerCommand(id, (...args: unknown[]) => run(extension, ...args)),
    ),
  );
}

function serverWhileEnabled({ server }: Extension): vscode.Disposable {
  const follow = (): void => {
    // Behind activation: loading the protocol library takes longer than all the rest together.
    setImmediate(() => void (isEnabled() ? server.start() : server.stop()));
  };
  follow();
  return vscode.Disposable.from(
    onSetting('enable', follow),
    // Settings of the workspace count from now on.
    vscode.workspace.onDidGrantWorkspaceTrust(() => void (isEnabled() && server.restart())),
  );
}
