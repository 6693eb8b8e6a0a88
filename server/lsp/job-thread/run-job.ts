// Runs one job in a thread that was started for it: hands on a cancel, answers its questions, and ends it.
import type { Worker } from 'node:worker_threads';
import { endThread } from '../../platform/thread.ts';
import type { FromThread, ToThread } from './messages.ts';

export interface JobHooks<More> {
  /** Aborted: the job ends with what it has. */
  readonly signal?: AbortSignal | undefined;
  /** Null: the person gives none. */
  readonly mfaCode?: ((serial: string) => Promise<string | null>) | undefined;
  /** A message of the job's own; `answer` sends what a question of its waits for. */
  readonly hear: (message: More, answer: (id: number, asked: Promise<string | null>) => void) => void;
  /** A thread that does not end within it after a cancel is ended; then there is no answer. */
  readonly patienceMs: number;
  /** Said where the thread ends without an answer. */
  readonly brokeOff: string;
}

/** Rejects with words for a person. */
export function runJob<Done, More extends { readonly kind: string }>(
  worker: Worker,
  { signal, mfaCode, hear, patienceMs, brokeOff }: JobHooks<More>,
): Promise<Done> {
  const say = (message: ToThread) => worker.postMessage(message);
  const answer = (id: number, asked: Promise<string | null>) =>
    void asked.catch(() => null).then((value) => say({ kind: 'answer', id, value }));
  let patience: NodeJS.Timeout | undefined;
  const onAbort = () => {
    say({ kind: 'cancel' });
    patience = setTimeout(() => void worker.terminate(), patienceMs);
  };
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  return new Promise<Done>((resolve, reject) => {
    worker.on('message', (message: FromThread<Done>) => {
      switch (message.kind) {
        case 'mfa':
          return answer(message.id, mfaCode?.(message.serial) ?? Promise.resolve(null));
        case 'done':
          return resolve(message.answer);
        case 'failed':
          return reject(new Error(message.message));
        default:
          // What is not of every thread is the job's own.
          return hear(message satisfies never as More, answer);
      }
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error(brokeOff)));
  }).finally(() => {
    clearTimeout(patience);
    signal?.removeEventListener('abort', onAbort);
    void endThread(worker);
  });
}
