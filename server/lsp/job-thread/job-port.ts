// The thread's side of one job: hears a cancel, asks the person, and tells how it ended.
import { parentPort, workerData } from 'node:worker_threads';
import type { FromThread, ToThread, Unnumbered } from './messages.ts';

export interface JobPort<Job, Done, More> {
  readonly signal: AbortSignal;
  tell(message: FromThread<Done, More>): void;
  /** Null: the person gave no answer, or the job was cancelled. */
  ask(question: Unnumbered<FromThread<Done, More>>): Promise<string | null>;
  /** Rejects where the person gives none. */
  mfaCode(serial: string): Promise<string>;
  /** Works on the job that the thread was started for; the thread ends with it. */
  run(work: (job: Job) => Promise<Done>): Promise<void>;
}

export function openJobPort<Job, Done, More = never>(): JobPort<Job, Done, More> {
  const stop = new AbortController();
  const waiting = new Map<number, (value: string | null) => void>();
  let asked = 0;
  parentPort?.on('message', (message: ToThread) => {
    if (message.kind === 'answer') waiting.get(message.id)?.(message.value);
    else {
      stop.abort();
      for (const hear of waiting.values()) hear(null);
    }
  });
  const put = (question: object) =>
    new Promise<string | null>((resolve) => {
      if (stop.signal.aborted) return resolve(null);
      asked += 1;
      waiting.set(asked, resolve);
      parentPort?.postMessage({ ...question, id: asked });
    });
  const port: JobPort<Job, Done, More> = {
    signal: stop.signal,
    tell: (message) => parentPort?.postMessage(message),
    ask: put,
    async mfaCode(serial) {
      const code = await put({ kind: 'mfa', serial });
      if (code === null || code === '') throw new Error('no MFA code was given');
      return code;
    },
    async run(work) {
      try {
        // Written by this program's own other side.
        port.tell({ kind: 'done', answer: await work(workerData as Job) });
      } catch (error) {
        port.tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
      }
      // An open port keeps a thread alive.
      parentPort?.close();
    },
  };
  return port;
}
