// The thread that asks GuardDuty and what else knows of a function, so that the editor never waits for it.
import { parentPort, workerData } from 'node:worker_threads';
import { accessFrom, openConnection } from '../../aws/clients.ts';
import { createSampleFindings } from '../../aws/create-sample-findings.ts';
import { readThreatEvidence } from '../../aws/read-threat-evidence.ts';
import { readThreatWatch } from '../../aws/read-threats.ts';
import type { ThreatWatch } from '../../core/model/threat.ts';
import type { FromThreatThread, ThreatAccess, ThreatAnswers, ThreatJob } from './job.ts';

const { signal } = new AbortController();

function connect({ via, endpointUrl }: ThreatAccess) {
  return openConnection({
    ...accessFrom(via),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
    retries: 'by-caller',
  });
}

async function read(job: ThreatJob & { readonly kind: 'read' }): Promise<ThreatAnswers['read']> {
  const watches: ThreatWatch[] = [];
  const failures: string[] = [];
  for (const { access, regions } of job.accounts) {
    const connection = connect(access);
    try {
      const home = regions.length > 0 ? regions : [(await connection.defaultRegion()) ?? 'us-east-1'];
      const sts = await connection.client('sts', home[0] ?? 'us-east-1');
      const account = (await sts.getCallerIdentity({})).Account ?? '';
      watches.push(
        ...(await Promise.all(
          home.map((region) => readThreatWatch(connection, { account, region, via: access.via }, signal)),
        )),
      );
    } catch (error) {
      failures.push(`${access.via}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      connection.close();
    }
  }
  return { watches, failures };
}

async function work(job: ThreatJob): Promise<ThreatAnswers[keyof ThreatAnswers]> {
  if (job.kind === 'read') return read(job);
  const connection = connect(job.access);
  try {
    if (job.kind === 'evidence') return await readThreatEvidence(connection, job.threat, job.now, signal);
    await createSampleFindings(connection, job.region, job.detectorId, signal);
    return {};
  } finally {
    connection.close();
  }
}

const tell = (message: FromThreatThread) => parentPort?.postMessage(message);
try {
  // Written by this program's own other side.
  tell({ ok: true, answer: await work(workerData as ThreatJob) });
} catch (error) {
  tell({ ok: false, message: error instanceof Error ? error.message : String(error) });
}
