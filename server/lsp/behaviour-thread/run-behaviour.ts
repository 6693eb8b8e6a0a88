// Runs one reading of behaviour in a thread of its own and ends the thread with it.
import type { BehaviourReading } from '../../core/monitor/reading.ts';
import { startThread } from '../../platform/thread.ts';
import { runJob } from '../job-thread/run-job.ts';
import type { BehaviourJob, CostQuestion, FromBehaviour } from './job.ts';

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
  return runJob<BehaviourReading, FromBehaviour>(worker, {
    ...hooks,
    hear(message, answer) {
      switch (message.kind) {
        case 'progress':
          return hooks.onProgress(message.words);
        case 'cost':
          return answer(
            message.id,
            hooks.mayRun(message.question).then((may) => (may ? 'yes' : null)),
          );
        case 'remark':
          return hooks.onRemark(message.words);
      }
    },
    patienceMs: PATIENCE_MS,
    brokeOff: 'reading behaviour broke off; the log says why',
  });
}
