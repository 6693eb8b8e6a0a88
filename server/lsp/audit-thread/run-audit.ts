// Runs one audit in a thread of its own and ends the thread with it.
import { startThread } from '../../platform/thread.ts';
import type { AuditProgress } from '../../protocol/audit.ts';
import { runJob } from '../job-thread/run-job.ts';
import type { AuditDone, AuditJob, FromAudit } from './job.ts';

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
  return runJob<AuditDone, FromAudit>(startThread(new URL('./audit.worker.ts', import.meta.url), job), {
    ...hooks,
    hear: ({ progress }) => hooks.onProgress?.(progress),
    patienceMs: PATIENCE_MS,
    brokeOff: 'the audit broke off; the log says why',
  });
}
