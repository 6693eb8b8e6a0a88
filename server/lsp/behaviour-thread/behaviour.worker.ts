// The thread that reads behaviour from accounts or files and judges it, so that the editor never waits for it.
import { createReadingBuilder } from '../../core/monitor/build-reading.ts';
import type { BehaviourReading } from '../../core/monitor/reading.ts';
import { openJobPort } from '../job-thread/job-port.ts';
import { keepBehaviour } from '../kept-behaviour.ts';
import type { BehaviourJob, FromBehaviour } from './job.ts';

const { signal, tell, ask, mfaCode, run } = openJobPort<BehaviourJob, BehaviourReading, FromBehaviour>();

async function work(job: BehaviourJob, now: number): Promise<BehaviourReading> {
  const { pipelines } = job;
  const onProgress = (words: string) => tell({ kind: 'progress', words });
  if (job.kind === 'files') {
    const { readBehaviourFiles } = await import('./read-files.ts');
    const builder = createReadingBuilder({ from: 0, origin: 'files', pipelines });
    await readBehaviourFiles(job.paths, builder, signal, onProgress);
    return builder.finish({ readAt: now, isStopped: signal.aborted });
  }
  const { readAccounts } = await import('./read-account.ts');
  const builder = createReadingBuilder({ from: now - job.days * 86_400_000, origin: 'account', pipelines });
  const mayRun = async (question: Extract<FromBehaviour, { kind: 'cost' }>['question']) =>
    (await ask({ kind: 'cost', question })) === 'yes';
  await readAccounts(job, builder, now, { signal, onProgress, mfaCode, mayRun });
  return builder.finish({ readAt: now, to: now, isStopped: signal.aborted });
}

await run(async (job) => {
  const reading = await work(job, Date.now());
  // Here and not in the server: to write down a large account takes its time.
  if (job.keepIn !== undefined)
    await keepBehaviour(job.keepIn, reading).catch((error: unknown) =>
      tell({ kind: 'remark', words: `the behaviour cannot be kept for the next start: ${String(error)}` }),
    );
  return reading;
});
