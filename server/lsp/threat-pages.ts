// The page of a finding of GuardDuty: at once what the finding says, and with the evidence as soon as it is gathered.
import { renderThreatPage } from '../core/report/threat-page.ts';
import type { Session } from './session.ts';

/** As an audit names the credentials that the environment gives. */
export const environment = 'default credentials';

/** Undefined where it is no longer known. */
export function threatPage(id: string, session: Session): string | undefined {
  const found = session.threats.find(id);
  if (found === undefined) return undefined;
  session.threats.seen(id);
  const { evidence, failure } = session.threats.gather(found.threat);
  const note =
    failure !== undefined
      ? `What the account knows of the function could not be gathered: ${failure}.`
      : evidence === undefined
        ? 'What the account knows of the function is being gathered…'
        : '';
  return renderThreatPage(found.threat, evidence, note);
}
