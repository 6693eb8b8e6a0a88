// Runs jobs of planned changes in threads of their own. A thread ends with its job, but where a person gave the code of
// an MFA device: a code counts once, so that the thread stays a while for what follows (questions, plan, application).
import type { Worker } from 'node:worker_threads';
import { endThread, startThread } from '../../platform/thread.ts';
import type { ChangeProgress } from '../../protocol/changes.ts';
import type { ChangeAccess, ChangesAnswers, ChangesJob, FromChangesThread, ToChangesThread } from './job.ts';

export interface ChangesHooks {
  /** Aborted: nothing more is begun, and what is under way is finished or left to the journal. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ChangeProgress) => void;
  /** Null: the person gives none. */
  readonly mfaCode: (serial: string) => Promise<string | null>;
}

export interface ChangesThreads {
  /** Rejects with words for a person. */
  run<K extends ChangesJob['kind']>(
    job: ChangesJob & { readonly kind: K },
    hooks: ChangesHooks,
  ): Promise<ChangesAnswers[K]>;
}

/** A thread that does not end after a cancel is ended: the journal says what it had begun. */
const PATIENCE_MS = 30_000;
/** For reading a plan before it is applied. */
const KEPT_MS = 10 * 60_000;

interface Kept {
  readonly worker: Worker;
  readonly timer: NodeJS.Timeout;
  readonly forget: () => void;
}

export function createChangesThreads(): ChangesThreads {
  const kept = new Map<string, Kept>();

  function take(access: ChangeAccess): { readonly worker: Worker; readonly isSignedIn: boolean } {
    const key = keyOf(access);
    const waiting = kept.get(key);
    if (waiting === undefined)
      return {
        worker: startThread(new URL('./changes.worker.ts', import.meta.url), undefined),
        isSignedIn: false,
      };
    kept.delete(key);
    clearTimeout(waiting.timer);
    waiting.worker.off('error', waiting.forget);
    waiting.worker.ref();
    return { worker: waiting.worker, isSignedIn: true };
  }

  function keep(access: ChangeAccess, worker: Worker): void {
    const key = keyOf(access);
    const forget = () => {
      kept.delete(key);
      end(worker);
    };
    const timer = setTimeout(forget, KEPT_MS).unref();
    worker.once('error', forget);
    worker.unref();
    const other = kept.get(key);
    if (other) {
      clearTimeout(other.timer);
      end(other.worker);
    }
    kept.set(key, { worker, timer, forget });
  }

  return {
    async run<K extends ChangesJob['kind']>(job: ChangesJob & { readonly kind: K }, hooks: ChangesHooks) {
      const { worker, isSignedIn } = take(job.access);
      const asked = { code: isSignedIn };
      try {
        const answer = await runOne<K>(worker, job, {
          ...hooks,
          mfaCode(serial) {
            asked.code = true;
            return hooks.mfaCode(serial);
          },
        });
        if (asked.code && !hooks.signal.aborted) keep(job.access, worker);
        else end(worker);
        return answer;
      } catch (error) {
        // Whoever could not be signed in is signed in anew.
        end(worker);
        throw error;
      }
    },
  };
}

const keyOf = ({ via, endpointUrl = '' }: ChangeAccess) => `${via} ${endpointUrl}`;

const say = (worker: Worker, message: ToChangesThread) => worker.postMessage(message);

function end(worker: Worker): void {
  // What goes wrong in a thread that is done concerns nobody.
  worker.on('error', () => undefined);
  say(worker, { kind: 'end' });
  void endThread(worker);
}

function runOne<K extends ChangesJob['kind']>(
  worker: Worker,
  job: ChangesJob & { readonly kind: K },
  { signal, onProgress, mfaCode }: ChangesHooks,
): Promise<ChangesAnswers[K]> {
  let patience: NodeJS.Timeout | undefined;
  const onAbort = () => {
    say(worker, { kind: 'cancel' });
    patience = setTimeout(() => void worker.terminate(), PATIENCE_MS);
  };
  let onMessage: (message: FromChangesThread) => void = () => undefined;
  let onError: (error: Error) => void = () => undefined;
  let onExit: () => void = () => undefined;
  return new Promise<ChangesAnswers[K]>((resolve, reject) => {
    onMessage = (message) => {
      switch (message.kind) {
        case 'progress':
          onProgress(message.progress);
          break;
        case 'mfa':
          void mfaCode(message.serial)
            .catch(() => null)
            .then((code) => say(worker, { kind: 'mfa-code', code }));
          break;
        case 'done':
          // The thread answers with what belongs to the kind of its job.
          resolve(message.answer as ChangesAnswers[K]);
          break;
        case 'failed':
          reject(new Error(message.message));
      }
    };
    onError = reject;
    onExit = () => reject(new Error('it broke off; the journal says what was done'));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    say(worker, { kind: 'job', job });
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  }).finally(() => {
    clearTimeout(patience);
    signal.removeEventListener('abort', onAbort);
    // One by one: the thread has listeners of its own that it is heard by.
    worker.off('message', onMessage).off('error', onError).off('exit', onExit);
  });
}
