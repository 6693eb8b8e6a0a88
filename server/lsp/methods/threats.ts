// GuardDuty's findings in the editor: reading them when asked or every few minutes, filtering, samples, gathering what is
// known around one. Nothing is changed in the account but by the request for samples, which a person confirms.
import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import { type PageParams, pageChangedNotification } from '../../protocol/pages.ts';
import {
  type CancelEvidence,
  cancelEvidenceRequest,
  createSamplesRequest,
  evidenceGrewNotification,
  filterThreatsRequest,
  gatherEvidenceRequest,
  type ListedThreat,
  listThreatsRequest,
  previewSamplesRequest,
  readThreatsRequest,
  type SamplePreview,
  type ShowMoreParams,
  showMoreThreatsRequest,
  type ThreatFilter,
  type ThreatFilterState,
  type ThreatId,
  type ThreatsRead,
  threatFilterRequest,
} from '../../protocol/threats.ts';
import { askMfaCode } from '../ask-mfa-code.ts';
import { failingInWords } from '../failing-in-words.ts';
import type { Method } from '../method.ts';
import type { Session } from '../session.ts';
import { accessTo, cancelGathering, gatherAround } from '../threat-evidence.ts';
import type { ThreatJob } from '../threat-thread/job.ts';
import { runThreats } from '../threat-thread/run-threats.ts';
import { threatPageUri } from '../trees/threat-node.ts';

export const threats: Method = {
  register(connection, session) {
    const state = session.threats;
    state.gatherWith((threat, via) => gatherAround(threat, via, connection, session));
    connection.onRequest(readThreatsRequest, (_params: unknown, token: CancellationToken) =>
      failingInWords(() => read(connection, session, token)),
    );
    connection.onRequest(listThreatsRequest, (): readonly ListedThreat[] =>
      state
        .all()
        .filter(({ isArchived }) => !isArchived || state.filter.archived)
        .map(({ id, type, function: { name }, region }) => ({ id, type, function: name, region })),
    );
    connection.onRequest(
      threatFilterRequest,
      (): ThreatFilterState => ({
        filter: state.filter,
        functions: [...new Set(state.all().map(({ function: { name } }) => name))].toSorted(),
      }),
    );
    connection.onRequest(filterThreatsRequest, (filter: ThreatFilter) =>
      failingInWords(async () => {
        const wasArchived = state.filter.archived;
        state.setFilter(filter);
        if (filter.archived && !wasArchived && state.watches !== undefined) await read(connection, session);
        return null;
      }),
    );
    connection.onRequest(showMoreThreatsRequest, ({ group }: ShowMoreParams) => {
      state.showMore(group);
      return null;
    });
    connection.onRequest(gatherEvidenceRequest, ({ id }: ThreatId) =>
      failingInWords(async () => {
        const found = state.find(id);
        if (found === undefined) throw new Error('the finding is no longer open; read the findings again');
        await gatherAround(found.threat, found.via, connection, session).done;
        return null;
      }),
    );
    connection.onRequest(previewSamplesRequest, () =>
      failingInWords(() => previewSamples(connection, session)),
    );
    connection.onRequest(createSamplesRequest, (preview: SamplePreview) =>
      failingInWords(() => createSamples(preview, connection, session)),
    );
    connection.onRequest(cancelEvidenceRequest, (params: CancelEvidence) => {
      cancelGathering(params);
      return null;
    });
    tellOfEvidence(connection, session);
    poll(connection, session);
  },
};

/** `isAsked`: by a person, who can be asked back. */
async function read(
  connection: Connection,
  session: Session,
  token?: CancellationToken,
  isAsked = true,
): Promise<ThreatsRead> {
  const stop = new AbortController();
  token?.onCancellationRequested(() => stop.abort());
  const { watches, failures } = await runThreats(
    { kind: 'read', accounts: accountsOf(session), archived: session.threats.filter.archived },
    {
      signal: stop.signal,
      mfaCode: async (serial) => (isAsked ? askMfaCode(connection, serial) : null),
    },
  );
  if (stop.signal.aborted) throw new Error('reading was cancelled; the list is as it was');
  // What was read of an account before stands until it can be entered again.
  const before = session.threats.watches ?? [];
  const kept = before.filter((watch) => failures.some(({ via }) => via === watch.via));
  const fresh = session.threats.take([...watches, ...kept]);
  const gaps = watches.flatMap(({ region, threats: { known, ...rest } }) =>
    known || !('gap' in rest) ? [] : [`${region}: ${rest.gap.action} ${rest.gap.reason}`],
  );
  const open = session.threats.all().filter(({ isArchived }) => !isArchived).length;
  return { open, fresh, failures: [...failures.map(({ via, words }) => `${via}: ${words}`), ...gaps] };
}

/** Those of the open audit; else what the environment gives. */
function accountsOf(session: Session): (ThreatJob & { readonly kind: 'read' })['accounts'] {
  const { shown } = session.audit;
  if (shown === undefined) return [{ access: accessTo(undefined, session), regions: [] }];
  return shown.snapshot.accounts.map(({ via, regions }) => ({
    access: accessTo(via, session),
    regions: regions.map(({ name }) => name),
  }));
}

async function previewSamples(connection: Connection, session: Session): Promise<SamplePreview> {
  if (session.threats.watches === undefined) await read(connection, session);
  const { sampleTypes } = await import('../../aws/create-sample-findings.ts');
  for (const { account, region, state } of session.threats.watches ?? [])
    if (state.known && state.value !== null)
      return { account, region, detectorId: state.value.detectorId, types: sampleTypes };
  throw new Error('GuardDuty is not on in a Region that was read; switch it on first');
}

async function createSamples(
  { region, detectorId }: SamplePreview,
  connection: Connection,
  session: Session,
): Promise<null> {
  const watch = session.threats.watches?.find(
    (one) => one.region === region && one.state.known && one.state.value?.detectorId === detectorId,
  );
  if (watch === undefined) throw new Error('the detector of the preview is no longer known; ask again');
  await runThreats(
    { kind: 'samples', access: accessTo(watch.via, session), region, detectorId },
    { mfaCode: (serial) => askMfaCode(connection, serial) },
  );
  await read(connection, session);
  return null;
}

/** Whoever shows the page of a finding or its incident asks again. */
function tellOfEvidence(connection: Connection, session: Session): void {
  session.threats.onEvidence((id) => {
    const told: ThreatId = { id };
    void connection.sendNotification(evidenceGrewNotification, told);
    const found = session.threats.find(id);
    const gathering = session.threats.gathering(id);
    // The page holds all of it or nothing: it does not jump while it is read.
    if (found === undefined || (gathering?.evidence === undefined && gathering?.failure === undefined))
      return;
    const page: PageParams = { uri: threatPageUri(found.threat) };
    void connection.sendNotification(pageChangedNotification, page);
  });
}

/** Every few minutes, where a setting says so. A failure is told in the log and tried again in its time. */
function poll(connection: Connection, session: Session): void {
  let timer: NodeJS.Timeout | undefined;
  let minutes = 0;
  let isReading = false;
  const once = (): void => {
    // A slow account is not asked again while it still answers.
    if (isReading) return;
    isReading = true;
    void read(connection, session, undefined, false)
      .catch((error: unknown) =>
        connection.console.warn(
          `reading GuardDuty failed: ${error instanceof Error ? error.message : String(error)}`,
        ),
      )
      .finally(() => {
        isReading = false;
      });
  };
  const follow = (): void => {
    const { findingsPollMinutes } = session.settings;
    if (findingsPollMinutes === minutes) return;
    minutes = findingsPollMinutes;
    clearInterval(timer);
    if (minutes === 0) return;
    timer = setInterval(once, minutes * 60_000);
    timer.unref();
    once();
  };
  session.onChange(follow);
}
