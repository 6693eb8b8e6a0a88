// What is read for a planned change, or carried out of it, as a notification that can cancel it.
import * as vscode from 'vscode';
import { type ChangeProgress, changeProgressNotification } from '../../server/protocol/changes.ts';
import type { Extension } from '../feature.ts';

export function withChangeProgress<T>(
  { server }: Extension,
  title: string,
  work: (token: vscode.CancellationToken) => Promise<T>,
): Thenable<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      let shown = 0;
      const listening = server.onNotification<ChangeProgress>(
        changeProgressNotification,
        ({ words, done, total }) => {
          const now = total === 0 ? 0 : (done / total) * 100;
          const increment = Math.max(0, now - shown);
          shown += increment;
          progress.report({ message: total === 0 ? words : `${done} of ${total}: ${words}`, increment });
        },
      );
      try {
        return await work(token);
      } finally {
        listening.dispose();
      }
    },
  );
}
