// The runbook of an incident: its steps with what is known so far, keeping the evidence, and the report.
import { incidentParts, incidentSteps, renderIncidentReport } from '../../core/report/incident.ts';
import { threatSentence } from '../../core/report/threat-words.ts';
import {
  type Incident,
  type IncidentParams,
  type IncidentRecord,
  incidentReportRequest,
  incidentRequest,
  type KeepEvidenceParams,
  keepEvidenceRequest,
} from '../../protocol/threats.ts';
import { failingInWords } from '../failing-in-words.ts';
import type { Method } from '../method.ts';
import type { Session } from '../session.ts';
import { previousDiffs, workspaceDiffs } from '../threat-diffs.ts';
import { keepAround } from '../threat-evidence.ts';
import { threatPageUri } from '../trees/threat-node.ts';

export const incidents: Method = {
  register(connection, session) {
    connection.onRequest(incidentRequest, (params: IncidentParams) =>
      failingInWords(async () => openIncident(params, session)),
    );
    connection.onRequest(incidentReportRequest, (record: IncidentRecord) =>
      failingInWords(async () =>
        renderIncidentReport(
          record,
          await session.threats.gather(record.threat, record.via).done.catch(() => undefined),
          new Date().toISOString(),
        ),
      ),
    );
    connection.onRequest(keepEvidenceRequest, ({ record, folder }: KeepEvidenceParams) =>
      failingInWords(() => keepAround(record.threat, record.via, folder, connection, session)),
    );
  },
};

function openIncident(params: IncidentParams, session: Session): Incident {
  const record = 'record' in params ? params.record : newRecord(params.id, session);
  const { threat, via } = record;
  session.threats.seen(threat.id);
  const { evidence, parts, failure } = session.threats.gather(threat, via);
  return {
    record,
    sentence: threatSentence(threat),
    parts: incidentParts,
    steps: incidentSteps(threat, evidence),
    page: threatPageUri(threat),
    isGathering: evidence === undefined && failure === undefined,
    diffs: [...previousDiffs(threat, parts), ...workspaceDiffs(threat, parts, session.roots[0])],
  };
}

function newRecord(id: string, session: Session): IncidentRecord {
  const found = session.threats.find(id);
  if (found === undefined) throw new Error('the finding is no longer open; read the findings again');
  return { ...found, openedAt: new Date().toISOString(), marks: {} };
}
