// The thread that asks GuardDuty and what else knows of a function, so that the editor never waits for it.
import { join } from 'node:path';
import { accessFrom, openConnection } from '../../aws/clients.ts';
import { createSampleFindings } from '../../aws/create-sample-findings.ts';
import { gatherEvidence } from '../../aws/evidence/gather-evidence.ts';
import { readThreatWatch } from '../../aws/read-threats.ts';
import type { ThreatWatch } from '../../core/model/threat.ts';
import { evidenceFiles } from '../../core/report/evidence-files.ts';
import { keepEvidence, openEvidenceFolder } from '../../platform/keep-evidence.ts';
import { openJobPort } from '../job-thread/job-port.ts';
import type { FromThreats, ThreatAccess, ThreatAnswers, ThreatFailure, ThreatJob } from './job.ts';

const { signal, tell, mfaCode, run } = openJobPort<
  ThreatJob,
  ThreatAnswers[keyof ThreatAnswers],
  FromThreats
>();

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
            readThreatWatch(connection, { account, region, via: access.via }, { archived }, signal),
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
      signal,
      pipelines,
      async scanner() {
        const { openCodeScanner } = await import('../audit-thread/code-scanner.ts');
        return openCodeScanner({ engine, rules, folder });
      },
      ...(folder === undefined ? {} : { folder }),
      ...(keepIn === undefined ? {} : { keepAs: (name: string) => join(keepIn, name) }),
      onPart: (part) => tell({ kind: 'part', part }),
    });
    if (keepIn === undefined || signal.aborted) return { evidence };
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
    await createSampleFindings(connection, job.region, job.detectorId, signal);
    return {};
  } finally {
    connection.close();
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

await run(work);
