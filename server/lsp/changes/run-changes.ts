// Runs one job of planned changes in a thread of its own and ends the thread with it.
import { endThread, startThread } from '../../platform/thread.ts';
import type { ChangeProgress } from '../../protocol/changes.ts';
import type { ChangesAnswers, ChangesJob, FromChangesThread, ToChangesThread } from './job.ts';

export interface ChangesHooks {
  /** Aborted: nothing more is begun, and what is under way is finished or left to the journal. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ChangeProgress) => void;
  /** Null: the person gives none. */
  readonly mfaCode: (serial: string) => Promise<string | null>;
}

/** A thread that does not end after a cancel is ended: the journal says what it had begun. */
const PATIENCE_MS = 30_000;

/** Rejects with words for a person. */
export function runChanges<K extends ChangesJob['kind']>(
  job: ChangesJob & { readonly kind: K },
  { signal, onProgress, mfaCode }: ChangesHooks,
): Promise<ChangesAnswers[K]> {
  const worker = startThread(new URL('./changes.worker.ts', import.meta.url), job);
  const say = (message: ToChangesThread) => worker.postMessage(message);
  let patience: NodeJS.Timeout | undefined;
  const onAbort = () => {
    say({ kind: 'cancel' });
    patience = setTimeout(() => void worker.terminate(), PATIENCE_MS);
  };
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return new Promise<ChangesAnswers[K]>((resolve, reject) => {
    worker.on('message', (message: FromChangesThread) => {
      switch (message.kind) {
        case 'progress':
          onProgress(message.progress);
          break;
        case 'mfa':
          void mfaCode(message.serial)
            .catch(() => null)
            .then((code) => say({ kind: 'mfa-code', code }));
          break;
        case 'done':
          // The thread answers with what belongs to the kind of its job.
          resolve(message.answer as ChangesAnswers[K]);
          break;
        case 'failed':
          reject(new Error(message.message));
      }
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('it broke off; the journal says what was done')));
  }).finally(() => {
    clearTimeout(patience);
    signal.removeEventListener('abort', onAbort);
    void endThread(worker);
  });
}
