// Behaviour of functions in the editor: reading it in a thread of its own when asked or every few minutes, the pages of
// the panel, what the view shows, what a person calls normal, and forgetting. Nothing is changed in an account.
import { resolve } from 'node:path';
import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import type { BehaviourReading } from '../../core/monitor/reading.ts';
import { functionPage, observationPage } from '../../core/report/behaviour-page.ts';
import {
  acknowledgeRequest,
  type BehaviourChoices,
  type BehaviourPage,
  type BehaviourPageParams,
  type BehaviourProgress,
  type BehaviourSummary,
  behaviourChoicesRequest,
  behaviourPageRequest,
  behaviourProgressNotification,
  behaviourShownNotification,
  type ForgetParams,
  forgetRequest,
  type ListedObservation,
  learnedRequest,
  listObservationsRequest,
  lookAgainRequest,
  type ObservationChoices,
  type OpenBehaviourFilesParams,
  openBehaviourFilesRequest,
  type QueryCost,
  queryCostRequest,
  type ReadBehaviourParams,
  readBehaviourRequest,
  type ShowObservationsParams,
  showObservationsRequest,
  type UndoParams,
  undoAcknowledgementRequest,
} from '../../protocol/behaviour.ts';
import { askMfaCode } from '../ask-mfa-code.ts';
import { type BehaviourState, behaviourOf } from '../behaviour-state.ts';
import { acknowledge, forget, learned, undoAcknowledgement } from '../behaviour-store.ts';
import type { BehaviourAccess, BehaviourJob } from '../behaviour-thread/job.ts';
import { runBehaviour } from '../behaviour-thread/run-behaviour.ts';
import { failingInWords } from '../failing-in-words.ts';
import type { Method } from '../method.ts';
import { pathOf } from '../open-document.ts';
import type { Session } from '../session.ts';
import { behaviourId } from '../trees/behaviour-nodes.ts';

/** A person reads no more often than this. */
const PROGRESS_EVERY_MS = 100;

export const behaviour: Method = {
  register(connection, session) {
    const state = behaviourOf(session);
    /** What a person asked for last, for the polling. */
    let lastAsked: ReadBehaviourParams | undefined;
    let reading:
      | { readonly stop: AbortController; readonly isAsked: boolean; readonly end: Promise<unknown> }
      | undefined;

    async function read(job: BehaviourJob, stop: AbortController): Promise<BehaviourSummary> {
      const { storageFolder: keepIn } = session.options;
      const isAsked = isAskedFor(job);
      const found = await run(keepIn === undefined ? job : { ...job, keepIn }, connection, stop.signal);
      // What the clock began and a person's own reading ended is a part that nobody wants.
      if (isAsked || !found.isStopped) await state.show(found, isAsked);
      return summaryOf(found, state);
    }

    /** A person's reading ends one that the clock began. */
    async function readNow(job: BehaviourJob, token?: CancellationToken): Promise<BehaviourSummary> {
      if (reading && (reading.isAsked || !isAskedFor(job)))
        throw new Error('behaviour is being read already; stop that reading first');
      if (reading) {
        reading.stop.abort();
        await reading.end;
      }
      const stop = new AbortController();
      token?.onCancellationRequested(() => stop.abort());
      const result = read(job, stop);
      const end = result.then(
        () => undefined,
        () => undefined,
      );
      const mine = { stop, isAsked: isAskedFor(job), end };
      reading = mine;
      return result.finally(() => {
        if (reading === mine) reading = undefined;
      });
    }

    state.onChange(() => {
      if (state.reading) void connection.sendNotification(behaviourShownNotification);
    });
    connection.onRequest(
      behaviourChoicesRequest,
      async (): Promise<BehaviourChoices> => ({ audit: auditWords(await session.audit.shownOrKept()) }),
    );
    connection.onRequest(readBehaviourRequest, (params: ReadBehaviourParams, token) =>
      failingInWords(async () => {
        const summary = await readNow(await accountJob(params, session, true), token);
        lastAsked = params;
        return summary;
      }),
    );
    connection.onRequest(openBehaviourFilesRequest, ({ uris }: OpenBehaviourFilesParams, token) =>
      failingInWords(() => {
        const { pipelines } = session.settings;
        return readNow({ kind: 'files', paths: uris.map(pathOf), pipelines }, token);
      }),
    );
    connection.onRequest(showObservationsRequest, (params: ShowObservationsParams) => show(params, state));
    connection.onRequest(listObservationsRequest, () => list(state));
    connection.onRequest(behaviourPageRequest, (params: BehaviourPageParams) =>
      failingInWords(() => page(params, state)),
    );
    connection.onRequest(acknowledgeRequest, ({ key }: { readonly key: string }) =>
      failingInWords(async () => acknowledge(key, state)),
    );
    connection.onRequest(undoAcknowledgementRequest, (params: UndoParams) =>
      failingInWords(async () => undoAcknowledgement(params, state)),
    );
    connection.onRequest(learnedRequest, () => failingInWords(async () => learned(state)));
    connection.onRequest(forgetRequest, (params: ForgetParams) =>
      failingInWords(async () => forget(params, state)),
    );
    connection.onRequest(lookAgainRequest, () => {
      state.look();
      return null;
    });
    poll(connection, session, async () => {
      // Files do not change by themselves.
      if (!lastAsked || reading || state.reading?.origin === 'files') return;
      const { gaps } = await readNow(await accountJob(lastAsked, session, false));
      for (const gap of gaps) connection.console.info(`reading behaviour: ${gap}`);
    });
  },
};

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function auditWords(shown: Awaited<ReturnType<Session['audit']['shownOrKept']>>): string {
  return (shown?.snapshot.accounts ?? [])
    .map(({ id, regions }) => `${id}: ${regions.map(({ name }) => name).join(', ')}`)
    .join('; ');
}

async function accountJob(
  { accounts, sources, days }: ReadBehaviourParams,
  session: Session,
  mayAsk: boolean,
): Promise<BehaviourJob> {
  const { endpointUrl, pipelines, athenaFlowTable, athenaWorkgroup, baselineRetentionDays, ...more } =
    session.settings;
  const endpoint = endpointUrl === '' ? {} : { endpointUrl };
  return {
    kind: 'account',
    accounts: await accesses(accounts, session).then((all) => all.map((one) => ({ ...one, ...endpoint }))),
    sources,
    days,
    pipelines,
    trail: {
      // Files of S3 are not fetched again every few minutes.
      source: more.trailSource === 'auto' && !mayAsk ? 'lookup' : more.trailSource,
      ...(more.athenaTrailTable === '' ? {} : { athenaTable: more.athenaTrailTable }),
    },
    ...(athenaFlowTable === '' ? {} : { athenaTable: athenaFlowTable }),
    athenaWorkgroup,
    ...(more.addressRanges === ''
      ? {}
      : { addressRanges: resolve(session.roots[0] ?? '/', more.addressRanges) }),
    retentionDays: baselineRetentionDays,
    mayAsk,
  };
}

async function accesses(
  accounts: ReadBehaviourParams['accounts'],
  session: Session,
): Promise<readonly BehaviourAccess[]> {
  if (accounts !== 'audit') {
    const { profiles, regions } = accounts;
    return profiles.length === 0 ? [{ regions }] : profiles.map((profile) => ({ profile, regions }));
  }
  const shown = await session.audit.shownOrKept();
  if (!shown) throw new Error('no audit is open any more; choose the accounts');
  return shown.snapshot.accounts.map(({ via, regions }) => ({
    via,
    regions: regions.map(({ name }) => name),
  }));
}

/** By a person, and not by the clock. */
function isAskedFor(job: BehaviourJob): boolean {
  return job.kind === 'files' || job.mayAsk;
}

function run(job: BehaviourJob, connection: Connection, signal: AbortSignal): Promise<BehaviourReading> {
  const isAsked = isAskedFor(job);
  let toldAt = 0;
  return runBehaviour(job, {
    signal,
    onProgress(words) {
      const now = performance.now();
      if (!isAsked || now - toldAt < PROGRESS_EVERY_MS) return;
      toldAt = now;
      const progress: BehaviourProgress = { words };
      void connection.sendNotification(behaviourProgressNotification, progress);
    },
    async mfaCode(serial) {
      // Nobody sits before a reading that the clock started.
      if (!isAsked) return null;
      return askMfaCode(connection, serial);
    },
    onRemark: (words) => connection.console.warn(words),
    async mayRun(question) {
      const params: QueryCost = question;
      return (await connection.sendRequest<unknown>(queryCostRequest, params)) === true;
    },
  });
}

function summaryOf(reading: BehaviourReading, state: BehaviourState): BehaviourSummary {
  const acknowledged = reading.observations.filter((one) => state.isAcknowledged(one)).length;
  return {
    observations: reading.observations.length - acknowledged,
    acknowledged,
    functions: reading.functions.length,
    withoutAlarms: reading.withoutAlarms?.length ?? 0,
    gaps: reading.gaps,
    isStopped: reading.isStopped,
  };
}

async function show(params: ShowObservationsParams, state: BehaviourState): Promise<ObservationChoices> {
  const { filter, grouping, acknowledged } = params;
  if (filter !== undefined || grouping !== undefined || acknowledged !== undefined)
    state.choose({
      ...(filter === undefined ? {} : { filter }),
      ...(grouping === undefined ? {} : { grouping }),
      ...(acknowledged === undefined ? {} : { showsAcknowledged: acknowledged }),
    });
  const all = (await state.readingOrKept())?.observations ?? [];
  return {
    filter: state.filter,
    grouping: state.grouping,
    acknowledged: state.showsAcknowledged,
    functions: [...new Set(all.map(({ source }) => source))].sort(),
    types: [...new Set(all.map(({ id }) => id))].sort(),
  };
}

async function list(state: BehaviourState): Promise<readonly ListedObservation[]> {
  const all = (await state.readingOrKept())?.observations ?? [];
  return all.map((one) => {
    const { key, mark, id: type, title, message, source, severity } = one;
    return { key, mark, type, title, message, source, severity, isAcknowledged: state.isAcknowledged(one) };
  });
}

async function page(params: BehaviourPageParams, state: BehaviourState): Promise<BehaviourPage> {
  const reading = await state.readingOrKept();
  if (!reading) throw new Error('no behaviour was read yet');
  if ('function' in params) {
    const own = reading.functions.find((one) => behaviourId(one) === params.function);
    if (!own) throw new Error('the function is not in what was read last');
    return functionPage(own, reading);
  }
  const one = reading.observations.find(({ key }) => key === params.observation);
  if (!one) throw new Error('the observation is not in what was read last');
  state.opened(one.key);
  return observationPage(one, reading, state.isAcknowledged(one));
}

/** Every few minutes, where a setting says so and a person has read before. A failure is told in the log. */
function poll(connection: Connection, session: Session, again: () => Promise<void>): void {
  let timer: NodeJS.Timeout | undefined;
  let minutes = 0;
  const once = (): void => {
    void again().catch((error: unknown) =>
      connection.console.warn(`reading behaviour failed: ${wordsOf(error)}`),
    );
  };
  session.onChange(() => {
    const { observationsPollMinutes } = session.settings;
    if (observationsPollMinutes === minutes) return;
    minutes = observationsPollMinutes;
    clearInterval(timer);
    if (minutes === 0) return;
    timer = setInterval(once, minutes * 60_000);
    timer.unref();
  });
}
