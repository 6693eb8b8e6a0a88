// Starts the thread that reads violations and ends it when it is done, or when nobody wants it any more.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { installFolder } from '../../platform/install-folder.ts';
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
  // In a bundle the thread's file lies beside the others; in a checkout it is TypeScript beside this file.
  const file = import.meta.url.endsWith('.ts')
    ? new URL('./violations.worker.ts', import.meta.url)
    : join(installFolder, 'violations.worker.mjs');
  const worker = new Worker(file, { workerData: job });
  let isEnded = false;
  const end = () => {
    isEnded = true;
    void worker.terminate();
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
