// Starts the thread that reads violations and ends it when it is done, or when nobody wants it any more.
import type { Connection } from 'vscode-languageserver/node';
import { endThread, startThread } from '../../platform/thread.ts';
import { type ViolationsProgress, violationsProgressNotification } from '../../protocol/violations.ts';
import { askMfaCode } from '../ask-mfa-code.ts';
import type { Session } from '../session.ts';
import type { FromViolations, ToViolations, ViolationsJob, ViolationsTask } from './job.ts';

export interface ViolationsThread {
  /** Resolves when all was read or the thread was ended; rejects with words for a person. */
  readonly done: Promise<void>;
  end(): void;
}

export type Heard = Exclude<FromViolations, { readonly kind: 'mfa' | 'done' | 'failed' | 'progress' }>;

/** Progress goes to the client, a wish for an MFA code too; the rest is heard. Empty profile: the environment's. */
export function startViolationsThread(
  connection: Connection,
  { settings: { endpointUrl } }: Session,
  given: { readonly profile: string; readonly regions: readonly string[]; readonly task: ViolationsTask },
  hear: (message: Heard) => void,
): ViolationsThread {
  const { profile, regions, task } = given;
  const job: ViolationsJob = {
    regions,
    task,
    ...(profile === '' ? {} : { profile }),
    ...(endpointUrl === '' ? {} : { endpointUrl }),
  };
  const worker = startThread(new URL('./violations.worker.ts', import.meta.url), job);
  let isEnded = false;
  const end = () => {
    if (isEnded) return;
    isEnded = true;
    worker.postMessage({ kind: 'end' } satisfies ToViolations);
    void endThread(worker);
  };
  const done = new Promise<void>((resolve, reject) => {
    worker.on('message', (message: FromViolations) => {
      if (isEnded) return;
      switch (message.kind) {
        case 'mfa':
          return void askMfaCode(connection, message.serial)
            .catch(() => null)
            .then((code) => worker.postMessage({ kind: 'mfa-code', code } satisfies ToViolations));
        case 'progress': {
          const { kind: _, ...progress } = message;
          void connection.sendNotification(
            violationsProgressNotification,
            progress satisfies ViolationsProgress,
          );
          return;
        }
        case 'failed':
          return reject(new Error(message.message));
        case 'done':
          return resolve();
        default:
          return hear(message);
      }
    });
    worker.on('error', reject);
    worker.on('exit', () =>
      isEnded ? resolve() : reject(new Error('reading violations broke off; try again')),
    );
  });
  return { done: done.finally(end), end };
}
