// Starts the thread that reads violations and ends it when it is done, or when nobody wants it any more.
import { endThread, startThread } from '../../platform/thread.ts';
import type { FromViolations, ToViolations, ViolationsJob } from './job.ts';

export interface ViolationsThread {
  /** Resolves when all was read or the thread was ended; rejects with words for a person. */
  readonly done: Promise<void>;
  end(): void;
}

export function startViolationsThread(
  job: ViolationsJob,
  hear: (message: FromViolations) => void,
  mfaCode: (serial: string) => Promise<string | null>,
): ViolationsThread {
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
      if (message.kind === 'mfa') {
        void mfaCode(message.serial)
          .catch(() => null)
          .then((code) => worker.postMessage({ kind: 'mfa-code', code } satisfies ToViolations));
      } else if (message.kind === 'failed') reject(new Error(message.message));
      else if (message.kind === 'done') resolve();
      else hear(message);
    });
    worker.on('error', reject);
    worker.on('exit', () =>
      isEnded ? resolve() : reject(new Error('reading violations broke off; try again')),
    );
  });
  return { done: done.finally(end), end };
}
