// What is gathered around a finding of GuardDuty, and its page.
import type { Threat, ThreatEvidence } from '../core/model/threat.ts';
import { renderThreatPage } from '../core/report/threat-page.ts';
import type { Session } from './session.ts';
import type { ThreatAccess } from './threat-thread/job.ts';
import { runThreats } from './threat-thread/run-threats.ts';

/** As an audit names the credentials that the environment gives. */
export const environment = 'default credentials';

export function accessTo(via: string, { settings: { endpointUrl } }: Session): ThreatAccess {
  return { via, ...(endpointUrl === '' ? {} : { endpointUrl }) };
}

/** The page of a finding; undefined where it is no longer known. */
export async function threatPage(id: string, session: Session): Promise<string | undefined> {
  const found = session.threats.find(id);
  if (found === undefined) return undefined;
  return renderThreatPage(found.threat, await evidenceOf(found.threat, session).catch(() => undefined));
}

/** Kept until the findings are read again; what failed may be tried again. */
export function evidenceOf(threat: Threat, session: Session): Promise<ThreatEvidence> {
  const { evidence } = session.threats;
  const existing = evidence.get(threat.id);
  if (existing !== undefined) return existing;
  const fresh = runThreats({
    kind: 'evidence',
    access: accessTo(session.threats.find(threat.id)?.via ?? environment, session),
    threat,
    now: new Date().toISOString(),
  });
  evidence.set(threat.id, fresh);
  fresh.catch(() => evidence.delete(threat.id));
  return fresh;
}
