// The thread that asks GuardDuty and what else knows of a function, so that the editor never waits for it.
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { accessFrom, openConnection } from '../../aws/clients.ts';
import { createSampleFindings } from '../../aws/create-sample-findings.ts';
import { gatherEvidence } from '../../aws/evidence/gather-evidence.ts';
import { readThreatWatch } from '../../aws/read-threats.ts';
import type { ThreatWatch } from '../../core/model/threat.ts';
import { evidenceFiles } from '../../core/report/evidence-files.ts';
import { keepEvidence, openEvidenceFolder } from '../../platform/keep-evidence.ts';
import type {
  FromThreatThread,
  ThreatAccess,
  ThreatAnswers,
  ThreatFailure,
  ThreatJob,
  ToThreatThread,
} from './job.ts';

const port = parentPort;
const stop = new AbortController();
const waiting = new Map<number, (code: string | null) => void>();
const tell = (message: FromThreatThread) => port?.postMessage(message);

port?.on('message', (message: ToThreatThread) => {
  if (message.kind === 'cancel') stop.abort();
  else waiting.get(message.id)?.(message.code);
});

async function mfaCode(serial: string): Promise<string> {
  const id = waiting.size + 1;
  const code = await new Promise<string | null>((resolve) => {
    waiting.set(id, resolve);
    tell({ kind: 'mfa', id, serial });
  });
  if (code === null || code === '') throw new Error('no MFA code was given');
  return code;
}

function connect({ via, endpointUrl }: ThreatAccess) {
  return openConnection({
    ...accessFrom(via),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
    retries: 'by-caller',
    mfaCode,
  });
}

async function read({
  accounts,
  archived,
}: ThreatJob & { readonly kind: 'read' }): Promise<ThreatAnswers['read']> {
  const watches: ThreatWatch[] = [];
  const failures: ThreatFailure[] = [];
  for (const { access, regions } of accounts) {
    const connection = connect(access);
    try {
      const home = regions.length > 0 ? regions : [(await connection.defaultRegion()) ?? 'us-east-1'];
      const sts = await connection.client('sts', home[0] ?? 'us-east-1');
      const account = (await sts.getCallerIdentity({})).Account ?? '';
      watches.push(
        ...(await Promise.all(
          home.map((region) =>
            readThreatWatch(connection, { account, region, via: access.via }, { archived }, stop.signal),
          ),
        )),
      );
    } catch (error) {
      failures.push({ via: access.via, words: wordsOf(error) });
    } finally {
      connection.close();
    }
  }
  return { watches, failures };
}

async function gather(job: ThreatJob & { readonly kind: 'evidence' }): Promise<ThreatAnswers['evidence']> {
  const { access, threat, now, engine, rules, folder, pipelines, keepIn } = job;
  if (keepIn !== undefined) await openEvidenceFolder(keepIn);
  const connection = connect(access);
  try {
    const evidence = await gatherEvidence({
      connection,
      threat,
      now,
      signal: stop.signal,
      pipelines,
      async scanner() {
        const { openCodeScanner } = await import('../audit-thread/code-scanner.ts');
        return openCodeScanner({ engine, rules, folder });
      },
      ...(folder === undefined ? {} : { folder }),
      ...(keepIn === undefined ? {} : { keepAs: (name: string) => join(keepIn, name) }),
      onPart: (part) => tell({ kind: 'part', part }),
    });
    if (keepIn === undefined || stop.signal.aborted) return { evidence };
    const files = await keepEvidence(keepIn, evidenceFiles(threat, evidence));
    return { evidence, kept: { folder: keepIn, gatheredAt: now, files } };
  } finally {
    connection.close();
  }
}

async function work(job: ThreatJob): Promise<ThreatAnswers[keyof ThreatAnswers]> {
  if (job.kind === 'read') return read(job);
  if (job.kind === 'evidence') return gather(job);
  const connection = connect(job.access);
  try {
    await createSampleFindings(connection, job.region, job.detectorId, stop.signal);
    return {};
  } finally {
    connection.close();
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

try {
  // Written by this program's own other side.
  tell({ kind: 'done', answer: await work(workerData as ThreatJob) });
} catch (error) {
  tell({ kind: 'failed', message: wordsOf(error) });
}
// An open port keeps a thread alive.
port?.close();
