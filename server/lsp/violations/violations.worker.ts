// The thread that reads, follows and queries violations, in AWS or in files. It ends when it is ended.
import { setTimeout } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { createAsk } from '../../aws/ask.ts';
import {
  type Connection,
  type ConnectionOptions,
  type Credentials,
  openConnection,
} from '../../aws/clients.ts';
import { readViolationAlarms } from '../../aws/violation-alarms.ts';
import { followViolations } from '../../aws/violation-following.ts';
import { queryViolations } from '../../aws/violation-query.ts';
import { openViolationReader, type SourceGap } from '../../aws/violations.ts';
import { bytesWords } from '../../core/monitor/violations/prices.ts';
import type { FromViolations, ToViolations, ViolationsJob, ViolationsTask } from './job.ts';
import { readViolationFiles } from './read-files.ts';

/** More requests side by side are refused more often than answered. */
const sideBySide = 5;
/** CloudWatch looks at an alarm's metric once a minute. */
const alarmsEveryMs = 30_000;

type Task<Kind extends ViolationsTask['kind']> = Extract<ViolationsTask, { kind: Kind }>;

const port = parentPort;
const tell = (message: FromViolations) => port?.postMessage(message);

const stop = new AbortController();
const { signal } = stop;
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

// Written by this program's own other side.
const job = workerData as ViolationsJob;
const access: ConnectionOptions = {
  mfaCode,
  ...(job.profile === undefined ? {} : { profile: job.profile }),
  ...(job.endpointUrl === undefined ? {} : { endpointUrl: job.endpointUrl }),
};
let credentials: Credentials | undefined;
/** All have the same credentials: a person is asked for a code once. */
function open(retries: 'adaptive' | 'by-caller' = 'by-caller'): Connection {
  const opened = openConnection({
    ...access,
    retries,
    ...(credentials === undefined ? {} : { credentials }),
  });
  credentials = opened.credentials;
  return opened;
}
const openReader = () => openViolationReader({ connection: open(), regions: job.regions, signal });
const tellGaps = (gaps: readonly SourceGap[]) =>
  tell({ kind: 'read', violations: [], gaps: gaps.map(gapWords) });

function gapWords({ what, gap }: SourceGap): string {
  if (gap.action === 'logs:FilterLogEvents' && gap.detail === 'InvalidOperationException')
    return `${what}: its class (Infrequent Access) can only be queried; see Query Violations`;
  return `${what}: ${gap.action} ${gap.reason} (${gap.detail})`;
}

async function read({ from, to }: Task<'read'>): Promise<void> {
  const reader = openReader();
  const { sources, gaps } = await reader.sources();
  tell({ kind: 'sources', sources });
  tellGaps(gaps);
  const alarms = tellAlarms(sources);
  const waiting = [...sources];
  let done = 0;
  const work = async () => {
    for (let source = waiting.shift(); source; source = waiting.shift()) {
      const { violations, gap } = await reader.read(source, from, to);
      tell({ kind: 'read', violations, gaps: gap ? [gapWords(gap)] : [] });
      done++;
      tell({
        kind: 'progress',
        words: `${done} of ${sources.length} log groups`,
        done,
        total: sources.length,
      });
    }
  };
  await Promise.all([alarms, ...Array.from({ length: sideBySide }, work)]);
  reader.close();
}

async function tellAlarms(sources: Task<'follow'>['sources'], isQuiet = false): Promise<void> {
  const connection = open();
  const { read: alarms, gaps } = await readViolationAlarms(connection, createAsk({ signal }), sources);
  connection.close();
  if (signal.aborted) return;
  if (!isQuiet) tellGaps(gaps);
  if (!isQuiet || gaps.length === 0) tell({ kind: 'alarms', alarms });
}

async function follow({ sources, from }: Task<'follow'>): Promise<void> {
  const watchAlarms = async () => {
    while (!signal.aborted) {
      await setTimeout(alarmsEveryMs, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await tellAlarms(sources, true);
    }
  };
  await Promise.all([
    watchAlarms(),
    followViolations({
      open,
      sources,
      from,
      signal,
      onViolations: (violations) => tell({ kind: 'read', violations, gaps: [] }),
      onGap: (gap) => tellGaps([gap]),
      onState: (state) => tell({ kind: 'following', state }),
    }),
  ]);
}

async function query({ by, from, to, sources: given }: Task<'query'>): Promise<void> {
  let sources = given;
  if (sources.length === 0) {
    const reader = openReader();
    const listed = await reader.sources();
    reader.close();
    tellGaps(listed.gaps);
    sources = listed.sources;
  }
  const connection = open('adaptive');
  let scanned = 0;
  for (const region of new Set(sources.map((one) => one.region))) {
    const logGroups = sources.filter((one) => one.region === region).map((one) => one.logGroup);
    const tellScanned = (bytes: number) =>
      tell({ kind: 'progress', words: `${region}: ${bytesWords(scanned + bytes)} scanned` });
    tellScanned(0);
    try {
      const options = { region, logGroups, by, from, to, signal, onProgress: tellScanned };
      const { groups, bytesScanned } = await queryViolations(connection, options);
      scanned += bytesScanned;
      tell({ kind: 'queried', groups, bytesScanned });
    } catch (error) {
      if (signal.aborted) return;
      const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      tell({ kind: 'read', violations: [], gaps: [`logs in ${region}: ${words}`] });
    }
  }
  connection.close();
}

function run(task: ViolationsTask): Promise<void> {
  switch (task.kind) {
    case 'read':
      return read(task);
    case 'follow':
      return follow(task);
    case 'query':
      return query(task);
    case 'files':
      return readViolationFiles(task.paths, signal, tell);
  }
}

try {
  await run(job.task);
  tell({ kind: 'done' });
} catch (error) {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}
// An open port keeps a thread alive.
port?.close();
