// What the extension is made of: features that get the same three things and give back what to dispose of.
import type * as vscode from 'vscode';
import type { Server } from './language-client.ts';
import type { Tell } from './tell.ts';

export interface Extension {
  readonly context: vscode.ExtensionContext;
  readonly server: Server;
  readonly tell: Tell;
  readonly log: vscode.LogOutputChannel;
}

/** Called once on activation; it must return at once and load what it needs when it is needed. */
export type Feature = (extension: Extension) => vscode.Disposable;

/** A command: one file in `commands/`, one entry in package.json, one line in the list. */
export interface Command {
  /** As in package.json, such as `lambdaProtect.showLog`. */
  readonly id: string;
  run(extension: Extension, ...args: readonly unknown[]): unknown;
}
