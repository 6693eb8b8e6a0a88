// Runs one question about GuardDuty's findings in a thread of its own and ends the thread with it.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { installFolder } from '../../platform/install-folder.ts';
import type { FromThreatThread, ThreatAnswers, ThreatJob } from './job.ts';

/** Rejects with words for a person. */
export function runThreats<K extends ThreatJob['kind']>(
  job: ThreatJob & { readonly kind: K },
): Promise<ThreatAnswers[K]> {
  // In a bundle the thread's file lies beside the others; in a checkout it is TypeScript beside this file.
  const file = import.meta.url.endsWith('.ts')
    ? new URL('./threats.worker.ts', import.meta.url)
    : join(installFolder, 'threats.worker.mjs');
  const worker = new Worker(file, { workerData: job });
  return new Promise<ThreatAnswers[K]>((resolve, reject) => {
    worker.on('message', (message: FromThreatThread) => {
      // The thread answers with what belongs to the kind of its job.
      if (message.ok) resolve(message.answer as ThreatAnswers[K]);
      else reject(new Error(message.message));
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the question broke off; the log says why')));
  }).finally(() => void worker.terminate());
}
