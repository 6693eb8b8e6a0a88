// The thread that reads violations: all sources once, or some of them again and again. It ends when it is ended.
import { setTimeout } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { openViolationReader, type ViolationReader } from '../../aws/violations.ts';
import type { FromViolations, ToViolations, ViolationsJob } from './job.ts';

/** CloudWatch may show an event later than others that are younger. */
const overlapMs = 60_000;
/** More requests side by side are refused more often than answered. */
const sideBySide = 5;

const port = parentPort;
const tell = (message: FromViolations) => port?.postMessage(message);

const stop = new AbortController();
let hearCode: (code: string | null) => void = () => undefined;
port?.on('message', (message: ToViolations) => {
  if (message.kind === 'end') stop.abort();
  else hearCode(message.code);
});

function mfaCode(serial: string): Promise<string> {
  return new Promise((resolve, reject) => {
    hearCode = (code) => (code ? resolve(code) : reject(new Error('no MFA code was given')));
    tell({ kind: 'mfa', serial });
  });
}

async function readAll(reader: ViolationReader, { from, to }: ViolationsJob): Promise<void> {
  const { sources, gaps } = await reader.sources();
  tell({ kind: 'sources', sources });
  tell({ kind: 'read', violations: [], gaps });
  const waiting = [...sources];
  const work = async () => {
    for (let source = waiting.shift(); source; source = waiting.shift()) {
      const { violations, gap } = await reader.read(source, from, to);
      tell({ kind: 'read', violations, gaps: gap ? [gap] : [] });
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
}

async function follow(
  reader: ViolationReader,
  { sources, everyMs }: NonNullable<ViolationsJob['follow']>,
  from: number,
): Promise<void> {
  while (!stop.signal.aborted) {
    const now = Date.now();
    for (const source of sources) {
      const { violations, gap } = await reader.read(source, Math.max(from, now - overlapMs), now + overlapMs);
      if (violations.length > 0 || gap) tell({ kind: 'read', violations, gaps: gap ? [gap] : [] });
    }
    await setTimeout(Math.max(0, everyMs - (Date.now() - now)), undefined, { signal: stop.signal });
  }
}

// Written by this program's own other side.
const job = workerData as ViolationsJob;
try {
  const { profile, endpointUrl, regions } = job;
  const reader = openViolationReader({
    access: {
      mfaCode,
      ...(profile === undefined ? {} : { profile }),
      ...(endpointUrl === undefined ? {} : { endpointUrl }),
    },
    regions,
    signal: stop.signal,
  });
  if (job.follow) await follow(reader, job.follow, job.from);
  else await readAll(reader, job);
  reader.close();
  tell({ kind: 'done' });
} catch (error) {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}
// An open port keeps a thread alive.
port?.close();
