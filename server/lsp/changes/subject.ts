// What the editor knows of the function or the finding that a change is to be about: how its account is entered, its
// Region, and what planners want to be told.
import type { Threat } from '../../core/model/threat.ts';
import type { ChangePlace, ChangeSubject } from '../../protocol/changes.ts';
import type { Session } from '../session.ts';

/** What is said already stays; what is not known stays open. */
export async function subjectOf(given: ChangeSubject, session: Session): Promise<ChangeSubject> {
  const { about = {} } = given;
  const { finding, arn } = about;
  const found = finding === undefined ? undefined : session.threats.find(finding);
  if (found !== undefined) {
    const { threat, via } = found;
    return {
      via,
      region: threat.region,
      ...given,
      about: {
        account: threat.account,
        function: threat.function.name,
        version: threat.function.version,
        detector: threat.detectorId,
        ...remoteOf(threat),
        ...about,
      },
    };
  }
  if (arn === undefined) return given;
  const [, , , region = '', account = '', , name = ''] = arn.split(':');
  const shown = await session.audit.shownOrKept();
  const via = shown?.snapshot.accounts.find(({ id }) => id === account)?.via;
  return {
    ...(via === undefined ? {} : { via }),
    region,
    ...given,
    about: { account, function: name, ...about },
  };
}

function remoteOf({ contact }: Threat): Readonly<Record<string, string>> {
  return contact === undefined
    ? {}
    : { address: contact.address, domain: contact.domain, direction: contact.direction };
}

/** Of the open audit and of the findings that were read, each once. */
export async function knownPlaces(session: Session): Promise<readonly ChangePlace[]> {
  const shown = await session.audit.shownOrKept();
  const places = [
    ...(shown?.snapshot.accounts ?? []).flatMap(({ id, via, regions }) =>
      regions.map(({ name }): ChangePlace => ({ via, account: id, region: name })),
    ),
    ...(session.threats.watches ?? []).map(
      ({ via, account, region }): ChangePlace => ({ via, account, region }),
    ),
  ];
  return [...new Map(places.map((one) => [`${one.via} ${one.account} ${one.region}`, one])).values()];
}
