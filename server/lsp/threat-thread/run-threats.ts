// Runs one question about GuardDuty's findings in a thread of its own and ends the thread with it.
import { endThread, startThread } from '../../platform/thread.ts';
import type { FromThreatThread, ThreatAnswers, ThreatJob } from './job.ts';

/** Rejects with words for a person. */
export function runThreats<K extends ThreatJob['kind']>(
  job: ThreatJob & { readonly kind: K },
): Promise<ThreatAnswers[K]> {
  const worker = startThread(new URL('./threats.worker.ts', import.meta.url), job);
  return new Promise<ThreatAnswers[K]>((resolve, reject) => {
    worker.on('message', (message: FromThreatThread) => {
      // The thread answers with what belongs to the kind of its job.
      if (message.ok) resolve(message.answer as ThreatAnswers[K]);
      else reject(new Error(message.message));
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the question broke off; the log says why')));
  }).finally(() => void endThread(worker));
}
