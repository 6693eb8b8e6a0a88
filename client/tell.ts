// The only place that shows messages to a person: what happened, why, and the next step as a button. Everything told
// is in the log as well.
import * as vscode from 'vscode';

/** A button under a message. */
export interface NextStep {
  readonly title: string;
  run(): unknown;
}

export interface Tell {
  info(message: string, ...steps: readonly NextStep[]): void;
  warn(message: string, ...steps: readonly NextStep[]): void;
  error(message: string, ...steps: readonly NextStep[]): void;
  /** Asks before something is done; false when the person closes the question. */
  confirm(message: string, detail: string, yes: string): Promise<boolean>;
  /** Runs what a person asked for and tells them when it fails. Cancelling is no failure. */
  failing<T>(what: string, work: () => Promise<T>): Promise<T | undefined>;
}

export function createTell(log: vscode.LogOutputChannel): Tell {
  const showLog: NextStep = { title: 'Show Log', run: () => log.show() };

  const show = async (
    message: string,
    steps: readonly NextStep[],
    open: (message: string, ...titles: string[]) => Thenable<string | undefined>,
  ): Promise<void> => {
    const chosen = await open(message, ...steps.map((step) => step.title));
    await steps.find((step) => step.title === chosen)?.run();
  };

  const tell: Tell = {
    info(message, ...steps) {
      log.info(message);
      void show(message, steps, vscode.window.showInformationMessage);
    },
    warn(message, ...steps) {
      log.warn(message);
      void show(message, steps, vscode.window.showWarningMessage);
    },
    error(message, ...steps) {
      log.error(message);
      void show(message, [...steps, showLog], vscode.window.showErrorMessage);
    },
    async confirm(message, detail, yes) {
      const chosen = await vscode.window.showWarningMessage(message, { modal: true, detail }, yes);
      return chosen === yes;
    },
    async failing(what, work) {
      try {
        return await work();
      } catch (error) {
        if (!isCancellation(error)) tell.error(`${what}: ${reason(error)}`);
        return undefined;
      }
    },
  };
  return tell;
}

/** An error's words for people, without its stack. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A cancelled request: VS Code's own error, or the protocol's codes for "cancelled" by the client and by the server. */
function isCancellation(error: unknown): boolean {
  if (error instanceof vscode.CancellationError) return true;
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return error.code === -32800 || error.code === -32802;
}
