// Runs one question about GuardDuty's findings in a thread of its own and ends the thread with it.
import type { PartialEvidence } from '../../core/remedy/evidence.ts';
import { startThread } from '../../platform/thread.ts';
import { runJob } from '../job-thread/run-job.ts';
import type { FromThreats, ThreatAnswers, ThreatJob } from './job.ts';

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
  // The thread answers with what belongs to the kind of its job.
  return runJob<ThreatAnswers[K], FromThreats>(worker, {
    ...hooks,
    hear: ({ part }) => hooks.onPart?.(part),
    patienceMs: PATIENCE_MS,
    brokeOff: 'the question broke off; the log says why',
  });
}
