// Shows that evidence around a finding is being gathered, part by part, and lets a person cancel it.
import * as vscode from 'vscode';
import {
  type CancelEvidence,
  cancelEvidenceRequest,
  type EvidenceProgress,
  evidenceProgressNotification,
} from '../server/protocol/threats.ts';
import type { Extension } from './feature.ts';

interface Shown {
  tell(progress: EvidenceProgress): void;
  end(): void;
}

export function evidenceProgress({ server, tell }: Extension): vscode.Disposable {
  const shown = new Map<number, Shown>();
  const endAll = (): void => {
    for (const one of shown.values()) one.end();
    shown.clear();
  };
  return vscode.Disposable.from(
    server.onNotification<EvidenceProgress>(evidenceProgressNotification, (progress) => {
      const { token, isOver } = progress;
      if (isOver) {
        shown.get(token)?.end();
        shown.delete(token);
        return;
      }
      const one =
        shown.get(token) ??
        show(progress, () => {
          const params: CancelEvidence = { token };
          void tell.failing('gathering could not be cancelled', () =>
            server.request<null>(cancelEvidenceRequest, params),
          );
        });
      shown.set(token, one);
      one.tell(progress);
    }),
    // A server that is gone gathers nothing.
    server.onDidChangeState((state) => {
      if (state !== 'running') endAll();
    }),
    new vscode.Disposable(endAll),
  );
}

function show({ function: name }: EvidenceProgress, cancel: () => void): Shown {
  let end: () => void = () => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  let report: (progress: { readonly message: string; readonly increment: number }) => void = () => {};
  let before = 0;
  void vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Evidence on ${name}`, cancellable: true },
    (progress, token) => {
      report = (value) => progress.report(value);
      token.onCancellationRequested(cancel);
      return over;
    },
  );
  return {
    tell({ done, total }) {
      report({ message: `${done} of ${total} parts`, increment: (100 * (done - before)) / total });
      before = done;
    },
    end: () => end(),
  };
}
