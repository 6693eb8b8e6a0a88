// Runs one audit in a thread of its own and ends the thread with it.
import { endThread, startThread } from '../../platform/thread.ts';
import type { AuditProgress } from '../../protocol/audit.ts';
import type { AuditDone, AuditJob, FromThread, ToThread } from './job.ts';

export interface AuditHooks {
  /** Aborted: the collection ends, and what it has by then is judged. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: AuditProgress) => void;
  /** Null: the person gives none. */
  readonly mfaCode?: (serial: string) => Promise<string | null>;
}

/** A thread that does not end after a cancel is ended; then there is no audit. */
const PATIENCE_MS = 30_000;

/** Rejects with words for a person. */
export function runAudit(job: AuditJob, hooks: AuditHooks = {}): Promise<AuditDone> {
  const worker = startThread(new URL('./audit.worker.ts', import.meta.url), job);
  const say = (message: ToThread) => worker.postMessage(message);
  let patience: NodeJS.Timeout | undefined;
  const onAbort = () => {
    say({ kind: 'cancel' });
    patience = setTimeout(() => void worker.terminate(), PATIENCE_MS);
  };
  if (hooks.signal?.aborted) onAbort();
  hooks.signal?.addEventListener('abort', onAbort, { once: true });
  return new Promise<AuditDone>((resolve, reject) => {
    worker.on('message', (message: FromThread) => {
      switch (message.kind) {
        case 'progress':
          hooks.onProgress?.(message.progress);
          break;
        case 'mfa':
          void (hooks.mfaCode?.(message.serial) ?? Promise.resolve(null))
            .catch(() => null)
            .then((code) => say({ kind: 'mfa-code', id: message.id, code }));
          break;
        case 'done':
          resolve(message);
          break;
        case 'failed':
          reject(new Error(message.message));
      }
    });
    worker.on('error', (error) => reject(error));
    worker.on('exit', () => reject(new Error('the audit broke off; the log says why')));
  }).finally(() => {
    clearTimeout(patience);
    hooks.signal?.removeEventListener('abort', onAbort);
    void endThread(worker);
  });
}
