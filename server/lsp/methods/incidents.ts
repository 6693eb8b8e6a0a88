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
          await session.threats.gather(record.threat).done.catch(() => undefined),
          new Date().toISOString(),
        ),
      ),
    );
    connection.onRequest(keepEvidenceRequest, ({ record, folder }: KeepEvidenceParams) =>
      failingInWords(() => keepAround(record.threat, folder, connection, session)),
    );
  },
};

function openIncident(params: IncidentParams, session: Session): Incident {
  const threat = 'record' in params ? params.record.threat : session.threats.find(params.id)?.threat;
  if (threat === undefined) throw new Error('the finding is no longer open; read the findings again');
  session.threats.seen(threat.id);
  const { evidence, parts, failure } = session.threats.gather(threat);
  return {
    record: 'record' in params ? params.record : { threat, openedAt: new Date().toISOString(), marks: {} },
    sentence: threatSentence(threat),
    parts: incidentParts,
    steps: incidentSteps(threat, evidence),
    page: threatPageUri(threat),
    isGathering: evidence === undefined && failure === undefined,
    diffs: [...previousDiffs(threat, parts), ...workspaceDiffs(threat, parts, session.roots[0])],
  };
}
