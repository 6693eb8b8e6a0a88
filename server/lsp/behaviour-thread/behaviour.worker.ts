// The thread that reads behaviour from accounts or files and judges it, so that the editor never waits for it.
import { parentPort, workerData } from 'node:worker_threads';
import { createReadingBuilder } from '../../core/monitor/build-reading.ts';
import type { BehaviourReading } from '../../core/monitor/reading.ts';
import { keepBehaviour } from '../kept-behaviour.ts';
import type { BehaviourJob, FromBehaviour, ToBehaviour } from './job.ts';

const port = parentPort;
const tell = (message: FromBehaviour) => port?.postMessage(message);
const stop = new AbortController();
const waiting = new Map<number, (value: string | null) => void>();
let asked = 0;

port?.on('message', (message: ToBehaviour) => {
  if (message.kind === 'answer') waiting.get(message.id)?.(message.value);
  else {
    stop.abort();
    for (const hear of waiting.values()) hear(null);
  }
});

function ask(question: (id: number) => FromBehaviour): Promise<string | null> {
  asked += 1;
  const id = asked;
  return new Promise((resolve) => {
    if (stop.signal.aborted) return resolve(null);
    waiting.set(id, resolve);
    tell(question(id));
  });
}

async function mfaCode(serial: string): Promise<string> {
  const code = await ask((id) => ({ kind: 'mfa', id, serial }));
  if (code === null || code === '') throw new Error('no MFA code was given');
  return code;
}

async function work(job: BehaviourJob, now: number): Promise<BehaviourReading> {
  const { pipelines } = job;
  const onProgress = (words: string) => tell({ kind: 'progress', words });
  const { signal } = stop;
  if (job.kind === 'files') {
    const { readBehaviourFiles } = await import('./read-files.ts');
    const builder = createReadingBuilder({ from: 0, origin: 'files', pipelines });
    await readBehaviourFiles(job.paths, builder, signal, onProgress);
    return builder.finish({ readAt: now, isStopped: signal.aborted });
  }
  const { readAccounts } = await import('./read-account.ts');
  const builder = createReadingBuilder({ from: now - job.days * 86_400_000, origin: 'account', pipelines });
  const mayRun = async (question: Extract<FromBehaviour, { kind: 'cost' }>['question']) =>
    (await ask((id) => ({ kind: 'cost', id, question }))) === 'yes';
  await readAccounts(job, builder, now, { signal, onProgress, mfaCode, mayRun });
  return builder.finish({ readAt: now, to: now, isStopped: signal.aborted });
}

try {
  // Written by this program's own other side.
  const job = workerData as BehaviourJob;
  const reading = await work(job, Date.now());
  // Here and not in the server: to write down a large account takes its time.
  if (job.keepIn !== undefined)
    await keepBehaviour(job.keepIn, reading).catch((error: unknown) =>
      tell({ kind: 'remark', words: `the behaviour cannot be kept for the next start: ${String(error)}` }),
    );
  tell({ kind: 'done', reading });
} catch (error) {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}
// An open port keeps a thread alive.
port?.close();
