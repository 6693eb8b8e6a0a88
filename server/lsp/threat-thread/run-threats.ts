// Runs one question about GuardDuty's findings in a thread of its own and ends the thread with it.
import type { PartialEvidence } from '../../core/remedy/evidence.ts';
import { endThread, startThread } from '../../platform/thread.ts';
import type { FromThreatThread, ThreatAnswers, ThreatJob, ToThreatThread } from './job.ts';

export interface ThreatHooks {
  /** Aborted: what is there by then is the answer, the rest are gaps. */
  readonly signal?: AbortSignal;
  readonly onPart?: (part: PartialEvidence) => void;
  /** Null: the person gives none. */
  readonly mfaCode?: (serial: string) => Promise<string | null>;
}

/** A thread that does not end after a cancel is ended; then there is no answer. */
const PATIENCE_MS = 15_000;

/** Rejects with words for a person. */
export function runThreats<K extends ThreatJob['kind']>(
  job: ThreatJob & { readonly kind: K },
  hooks: ThreatHooks = {},
): Promise<ThreatAnswers[K]> {
  const worker = startThread(new URL('./threats.worker.ts', import.meta.url), job);
  const say = (message: ToThreatThread) => worker.postMessage(message);
  let patience: NodeJS.Timeout | undefined;
  const onAbort = () => {
    say({ kind: 'cancel' });
    patience = setTimeout(() => void worker.terminate(), PATIENCE_MS);
  };
  if (hooks.signal?.aborted) onAbort();
  hooks.signal?.addEventListener('abort', onAbort, { once: true });
  return new Promise<ThreatAnswers[K]>((resolve, reject) => {
    worker.on('message', (message: FromThreatThread) => {
      switch (message.kind) {
        case 'part':
          hooks.onPart?.(message.part);
          break;
        case 'mfa':
          void (hooks.mfaCode?.(message.serial) ?? Promise.resolve(null))
            .catch(() => null)
            .then((code) => say({ kind: 'mfa-code', id: message.id, code }));
          break;
        case 'done':
          // The thread answers with what belongs to the kind of its job.
          resolve(message.answer as ThreatAnswers[K]);
          break;
        case 'failed':
          reject(new Error(message.message));
      }
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the question broke off; the log says why')));
  }).finally(() => {
    clearTimeout(patience);
    hooks.signal?.removeEventListener('abort', onAbort);
    void endThread(worker);
  });
}
