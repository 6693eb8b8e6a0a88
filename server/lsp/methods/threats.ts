// GuardDuty's findings in the editor: reading them when asked or every few minutes, filtering, samples, and the
// runbook of an incident. Nothing is changed in the account but by the request for samples, which a person confirms.
import { type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { incidentParts, incidentSteps, renderIncidentReport } from '../../core/report/incident.ts';
import { threatSentence } from '../../core/report/threat-page.ts';
import { pageUri } from '../../protocol/pages.ts';
import {
  createSamplesRequest,
  filterThreatsRequest,
  type Incident,
  type IncidentParams,
  type IncidentRecord,
  incidentReportRequest,
  incidentRequest,
  type ListedThreat,
  listThreatsRequest,
  previewSamplesRequest,
  readThreatsRequest,
  type SamplePreview,
  type ThreatFilter,
  type ThreatsRead,
} from '../../protocol/threats.ts';
import type { Method } from '../method.ts';
import type { Session } from '../session.ts';
import { accessTo, environment, evidenceOf } from '../threat-pages.ts';
import type { ThreatJob } from '../threat-thread/job.ts';
import { runThreats } from '../threat-thread/run-threats.ts';

export const threats: Method = {
  register(connection, session) {
    connection.onRequest(readThreatsRequest, () => failingInWords(() => read(session)));
    connection.onRequest(listThreatsRequest, (): readonly ListedThreat[] =>
      session.threats
        .all()
        .map(({ id, type, function: { name }, region }) => ({ id, type, function: name, region })),
    );
    connection.onRequest(filterThreatsRequest, (filter: ThreatFilter) => {
      session.threats.setFilter(filter);
      return null;
    });
    connection.onRequest(previewSamplesRequest, () => failingInWords(() => previewSamples(session)));
    connection.onRequest(createSamplesRequest, (preview: SamplePreview) =>
      failingInWords(() => createSamples(preview, session)),
    );
    connection.onRequest(incidentRequest, (params: IncidentParams) =>
      failingInWords(() => openIncident(params, session)),
    );
    connection.onRequest(incidentReportRequest, (record: IncidentRecord) =>
      failingInWords(async () =>
        renderIncidentReport(
          record,
          await evidenceOf(record.threat, session).catch(() => undefined),
          new Date().toISOString(),
        ),
      ),
    );
    poll(connection, session);
  },
};

async function failingInWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new ResponseError(
      ErrorCodes.InvalidRequest,
      error instanceof Error ? error.message : String(error),
    );
  }
}

async function read(session: Session): Promise<ThreatsRead> {
  const { watches, failures } = await runThreats({ kind: 'read', accounts: accountsOf(session) });
  const fresh = session.threats.take(watches);
  const gaps = watches.flatMap(({ region, threats: { known, ...rest } }) =>
    known || !('gap' in rest) ? [] : [`${region}: ${rest.gap.action} ${rest.gap.reason}`],
  );
  return { open: session.threats.all().length, fresh, failures: [...failures, ...gaps] };
}

/** Those of the open audit; else what the environment gives. */
function accountsOf(session: Session): (ThreatJob & { readonly kind: 'read' })['accounts'] {
  const { shown } = session.audit;
  if (shown === undefined) return [{ access: accessTo(environment, session), regions: [] }];
  return shown.snapshot.accounts.map(({ via, regions }) => ({
    access: accessTo(via, session),
    regions: regions.map(({ name }) => name),
  }));
}

async function previewSamples(session: Session): Promise<SamplePreview> {
  if (session.threats.watches === undefined) await read(session);
  const { sampleTypes } = await import('../../aws/create-sample-findings.ts');
  for (const { account, region, state } of session.threats.watches ?? [])
    if (state.known && state.value !== null)
      return { account, region, detectorId: state.value.detectorId, types: sampleTypes };
  throw new Error('GuardDuty is not on in a Region that was read; switch it on first');
}

async function createSamples({ region, detectorId }: SamplePreview, session: Session): Promise<null> {
  const watch = session.threats.watches?.find(
    (one) => one.region === region && one.state.known && one.state.value?.detectorId === detectorId,
  );
  if (watch === undefined) throw new Error('the detector of the preview is no longer known; ask again');
  await runThreats({ kind: 'samples', access: accessTo(watch.via, session), region, detectorId });
  await read(session);
  return null;
}

async function openIncident(params: IncidentParams, session: Session): Promise<Incident> {
  const threat = 'record' in params ? params.record.threat : session.threats.find(params.id)?.threat;
  if (threat === undefined) throw new Error('the finding is no longer open; read the findings again');
  const evidence = await evidenceOf(threat, session).catch(() => undefined);
  return {
    record: 'record' in params ? params.record : { threat, openedAt: new Date().toISOString(), marks: {} },
    sentence: threatSentence(threat),
    parts: incidentParts,
    steps: incidentSteps(threat, evidence),
    page: pageUri('threat', threat.id, threat.type.replaceAll('/', ' ')),
  };
}

/** Every few minutes, where a setting says so. A failure is told in the log and tried again in its time. */
function poll(connection: Connection, session: Session): void {
  let timer: NodeJS.Timeout | undefined;
  let minutes = 0;
  const once = (): void => {
    void read(session).catch((error: unknown) =>
      connection.console.warn(
        `reading GuardDuty failed: ${error instanceof Error ? error.message : String(error)}`,
      ),
    );
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
