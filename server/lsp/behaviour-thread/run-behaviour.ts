// Runs one reading of behaviour in a thread of its own and ends the thread with it.
import type { BehaviourReading } from '../../core/monitor/reading.ts';
import { endThread, startThread } from '../../platform/thread.ts';
import type { BehaviourJob, CostQuestion, FromBehaviour, ToBehaviour } from './job.ts';

export interface BehaviourHooks {
  /** Aborted: the reading ends, and what it has by then is judged. */
  readonly signal: AbortSignal;
  readonly onProgress: (words: string) => void;
  /** Null: the person gives none. */
  readonly mfaCode: (serial: string) => Promise<string | null>;
  /** For the log. */
  readonly onRemark: (words: string) => void;
  readonly mayRun: (question: CostQuestion) => Promise<boolean>;
}

/** A thread that does not end after a cancel is ended; then there is no reading. */
const PATIENCE_MS = 30_000;

/** Rejects with words for a person. */
export function runBehaviour(job: BehaviourJob, hooks: BehaviourHooks): Promise<BehaviourReading> {
  const worker = startThread(new URL('./behaviour.worker.ts', import.meta.url), job);
  const say = (message: ToBehaviour) => worker.postMessage(message);
  let patience: NodeJS.Timeout | undefined;
  const onAbort = () => {
    say({ kind: 'cancel' });
    patience = setTimeout(() => void worker.terminate(), PATIENCE_MS);
  };
  if (hooks.signal.aborted) onAbort();
  hooks.signal.addEventListener('abort', onAbort, { once: true });
  const answer = (id: number, asked: Promise<string | null>) =>
    void asked.catch(() => null).then((value) => say({ kind: 'answer', id, value }));
  return new Promise<BehaviourReading>((resolve, reject) => {
    worker.on('message', (message: FromBehaviour) => {
      switch (message.kind) {
        case 'progress':
          return hooks.onProgress(message.words);
        case 'mfa':
          return answer(message.id, hooks.mfaCode(message.serial));
        case 'cost':
          return answer(
            message.id,
            hooks.mayRun(message.question).then((may) => (may ? 'yes' : null)),
          );
        case 'remark':
          return hooks.onRemark(message.words);
        case 'done':
          return resolve(message.reading);
        case 'failed':
          return reject(new Error(message.message));
      }
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('reading behaviour broke off; the log says why')));
  }).finally(() => {
    clearTimeout(patience);
    hooks.signal.removeEventListener('abort', onAbort);
    void endThread(worker);
  });
}
