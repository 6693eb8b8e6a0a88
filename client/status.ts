// What the server last said about itself.
import * as vscode from 'vscode';
import { type ServerStatus, statusNotification } from '../server/protocol/messages.ts';
import type { Extension } from './feature.ts';

const changed = new vscode.EventEmitter<ServerStatus | undefined>();
let status: ServerStatus | undefined;

export const onStatus = changed.event;

/** Undefined while no server runs. */
export function lastStatus(): ServerStatus | undefined {
  return status;
}

export function followStatus({ server }: Extension): vscode.Disposable {
  const become = (next: ServerStatus | undefined): void => {
    status = next;
    changed.fire(next);
  };
  return vscode.Disposable.from(
    server.onNotification<ServerStatus>(statusNotification, become),
    server.onDidChangeState((state) => {
      if (state !== 'running') become(undefined);
    }),
  );
}
