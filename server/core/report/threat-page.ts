// A finding of GuardDuty for a person, in Markdown: what happened in plain words, who was talked to, which code it was
// and whether that code still runs, who changed it before, what Inspector says. What could not be read is said so.

import type { Known } from '../model/known.ts';
import type { Contact, DeployedVersion, Threat, ThreatEvidence, Weakness } from '../model/threat.ts';
import { toChange } from '../monitor/trail/changes.ts';
import { emptyHabits } from '../monitor/trail/habits.ts';
import { parseTrailEvent } from '../monitor/trail/trail-event.ts';
import { heading, link, plain, table } from './markdown.ts';

/** Of every type of Lambda Protection. */
export const threatTypesPage =
  'https://docs.aws.amazon.com/guardduty/latest/ug/lambda-protection-finding-types.html';

/** The types as that page lists them, in our words. */
const happenings: Readonly<Record<string, string>> = {
  'Backdoor:Lambda/C&CActivity.B': 'talked to an address from which taken-over machines are commanded',
  'CryptoCurrency:Lambda/BitcoinTool.B':
    'talked to an address of a network that mines or moves cryptocurrency',
  'Trojan:Lambda/BlackholeTraffic':
    'talked to an address that swallows all traffic, as programs do whose command server was taken away',
  'Trojan:Lambda/DropPoint': 'talked to a host that is known to hold stolen data',
  'UnauthorizedAccess:Lambda/MaliciousIPCaller.Custom':
    'talked to an address on a threat list that you uploaded',
  'UnauthorizedAccess:Lambda/TorClient': 'talked to an entry of the Tor network: the receiver stays hidden',
  'UnauthorizedAccess:Lambda/TorRelay': 'works as a relay of the Tor network',
};

/** One sentence. */
export function threatSentence({ type, function: { name }, contact, isSample }: Threat): string {
  const happened = happenings[type] ?? 'did something that GuardDuty takes for an attack';
  const where = contact === undefined ? '' : peerWords(contact);
  return `${isSample ? 'A sample, nothing happened: ' : ''}The function ${name} ${happened}${where === '' ? '' : `: ${where}`}.`;
}

export function severityWord(severity: number): 'critical' | 'high' | 'medium' | 'low' {
  // https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
  return severity >= 9 ? 'critical' : severity >= 7 ? 'high' : severity >= 4 ? 'medium' : 'low';
}

/** Such as `198.51.100.7, port 443 (Example Hosting, Exampleland)`. */
export function peerWords({ address, domain, port, organization, country }: Contact): string {
  const host = [domain, address].filter((part) => part !== '').join(', ');
  const who = [organization, country].filter((part) => part !== '').join(', ');
  return `${host}${port === undefined ? '' : `, port ${port}`}${who === '' ? '' : ` (${who})`}`;
}

/** Without evidence, the finding alone. */
export function renderThreatPage(threat: Threat, evidence?: ThreatEvidence): string {
  const { function: fn, contact } = threat;
  return [
    heading(1, threat.type),
    plain(threatSentence(threat)),
    table(
      ['', ''],
      [
        ['Severity', `${severityWord(threat.severity)} (${threat.severity})`],
        ['Seen', plain(seenWords(threat))],
        ['Function', plain(fn.name)],
        ['Version, revision', `${plain(fn.version)}, \`${fn.revisionId.replaceAll('`', '')}\``],
        ['Role', plain(fn.role)],
        ['Account, Region', plain(`${threat.account}, ${threat.region}`)],
        ['Finding', `\`${threat.id.replaceAll('`', '')}\``],
      ],
    ),
    ...(contact === undefined ? [] : [heading(2, 'Who it talked to'), table(['', ''], contactRows(contact))]),
    ...(evidence === undefined
      ? []
      : [
          heading(2, 'Is it still that code?'),
          ...comparison(threat, evidence),
          heading(2, 'Who changed it'),
          ...timeline(threat, evidence),
          heading(2, 'What Inspector says'),
          ...weaknesses(evidence),
        ]),
    heading(2, 'In the words of GuardDuty'),
    plain(threat.title),
    plain(threat.description),
    heading(2, 'More'),
    `- ${link(`${threat.type} in the documentation of GuardDuty`, threatTypesPage)}`,
  ]
    .join('\n\n')
    .concat('\n');
}

function seenWords({ count, firstSeen, lastSeen }: Threat): string {
  return `${count === 1 ? 'once' : `${count} times`}, first ${firstSeen || 'unknown'}, last ${lastSeen || 'unknown'}`;
}

function contactRows(contact: Contact): readonly (readonly string[])[] {
  const directions = { in: 'it was called from there', out: 'it called out', unknown: 'not known' } as const;
  const rows: readonly (readonly [string, string])[] = [
    ['Address', contact.address],
    ['Domain', contact.domain],
    ['Port', contact.port === undefined ? '' : String(contact.port)],
    ['Protocol', contact.protocol],
    ['Direction', directions[contact.direction]],
    ['Organization', contact.organization],
    ['Network (AS)', contact.asn],
    ['Country', contact.country],
    ['City', contact.city],
    ['Blocked', contact.isBlocked ? 'yes' : 'no'],
  ];
  return rows.filter(([, value]) => value !== '').map(([name, value]) => [name, plain(value)]);
}

/** How the code of the finding stands to what is deployed now. */
export type CodeNow = 'same' | 'changed' | 'removed' | 'gone' | 'unknown';

/** By the revision: it changes with code, configuration and policy of a version. */
export function codeNow(threat: Threat, { versions }: ThreatEvidence): CodeNow {
  if (!versions.known) return 'unknown';
  if (versions.value === null) return 'gone';
  const now = versions.value.find(({ version }) => version === threat.function.version);
  if (now === undefined) return 'removed';
  return now.revisionId === threat.function.revisionId ? 'same' : 'changed';
}

/** Of `CodeSha256`: from the trail's last change of code before the finding's first sight. */
export function codeHashThen(threat: Threat, { trail }: ThreatEvidence): string | undefined {
  if (!trail.known || threat.firstSeen === '') return undefined;
  const until = Date.parse(threat.firstSeen);
  const last = eventsOf(trail.value)
    .filter(({ name, error, at }) => name === 'UpdateFunctionCode' && error === '' && at <= until)
    .toSorted((a, b) => b.at - a.at)[0];
  const hash = last?.response['codeSha256'];
  return typeof hash === 'string' ? hash : undefined;
}

export function codeNowSentence(threat: Threat, evidence: ThreatEvidence): string {
  const { version } = threat.function;
  switch (codeNow(threat, evidence)) {
    case 'same':
      return `Yes: version ${version} has the same revision as in the finding. The code that talked is what runs.`;
    case 'changed':
      return `Changed since: version ${version} has another revision than in the finding. A revision changes with code, configuration and policy.`;
    case 'removed':
      return `Version ${version} is no longer there.`;
    case 'gone':
      return 'The function is no longer there.';
    case 'unknown':
      return `Not known: ${gapWords(evidence.versions)}.`;
  }
}

function comparison(threat: Threat, evidence: ThreatEvidence): readonly string[] {
  const { versions } = evidence;
  const first = plain(codeNowSentence(threat, evidence));
  if (!versions.known || versions.value === null) return [first];
  const now = versions.value.find(({ version }) => version === threat.function.version);
  if (now === undefined) return [first];
  const then = codeHashThen(threat, evidence);
  const hashes =
    then === undefined
      ? []
      : [
          then === now.codeSha256
            ? 'By the change history the package is the same as when it was first seen.'
            : 'By the change history the package was replaced since it was first seen.',
        ];
  const twins = versions.value
    .filter((one) => one !== now && one.codeSha256 === now.codeSha256)
    .map(({ version }) => version);
  return [
    first,
    ...hashes,
    table(
      ['', 'in the finding', 'now'],
      [
        ['Revision', `\`${threat.function.revisionId}\``, `\`${now.revisionId}\``],
        [
          'Package (SHA-256)',
          then === undefined ? 'the finding does not say' : `\`${then}\``,
          `\`${now.codeSha256}\``,
        ],
        ['Modified', plain(threat.function.lastModified ?? '–'), plain(now.lastModified)],
        ['Layers', '', plain(layerWords(now, versions.value))],
      ],
    ),
    ...(twins.length === 0 ? [] : [`The same package is also version ${plain(twins.join(', '))}.`]),
  ];
}

/** Layers, and which the version before did not have. */
function layerWords(now: DeployedVersion, all: readonly DeployedVersion[]): string {
  if (now.layers.length === 0) return 'none';
  const published = all.filter(({ version }) => version !== '$LATEST');
  const at = now.version === '$LATEST' ? published.length : published.indexOf(now);
  const before = published[at - 1];
  return now.layers
    .map((arn) => {
      const isNew = before !== undefined && !before.layers.includes(arn);
      return `${arn.split(':').slice(-2).join(':')}${isNew ? ` (not in version ${before.version})` : ''}`;
    })
    .join(', ');
}

/** The latest first; who, from where, with what. */
export function timelineRows(threat: Threat, { trail }: ThreatEvidence): readonly (readonly string[])[] {
  if (!trail.known) return [];
  const until = threat.firstSeen === '' ? Number.POSITIVE_INFINITY : Date.parse(threat.firstSeen);
  const habits = emptyHabits();
  return eventsOf(trail.value)
    .flatMap((event) => toChange(event, habits) ?? [])
    .toSorted((a, b) => b.at - a.at)
    .map((change) => [
      new Date(change.at).toISOString(),
      change.at <= until ? 'before' : 'after',
      `${change.what}${change.error === '' ? '' : ` (refused: ${change.error})`}`,
      change.by,
      change.address,
      change.agent,
    ]);
}

function eventsOf(records: readonly string[]) {
  return records.flatMap((CloudTrailEvent) => parseTrailEvent({ CloudTrailEvent }) ?? []);
}

function timeline(threat: Threat, evidence: ThreatEvidence): readonly string[] {
  if (!evidence.trail.known) return [plain(`Not known: ${gapWords(evidence.trail)}.`)];
  const rows = timelineRows(threat, evidence);
  if (rows.length === 0) return ['CloudTrail has no change of the function in its last 90 days.'];
  return [
    table(
      ['When', 'First sight', 'What', 'By', 'From', 'With'],
      rows.map((row) => row.map(plain)),
    ),
  ];
}

function weaknesses({ weaknesses: found }: ThreatEvidence): readonly string[] {
  if (!found.known) return [plain(`Not known: ${gapWords(found)}.`)];
  if (found.value.length === 0) return ['Nothing open on this function.'];
  return [
    table(
      ['Severity', 'What', 'Where'],
      found.value.map((one) => [one.severity, one.title, weaknessPlace(one)].map(plain)),
    ),
  ];
}

export function weaknessPlace({ packages, file }: Weakness): string {
  if (file !== undefined) return `${file.path}, lines ${file.startLine} to ${file.endLine}`;
  return packages
    .map(({ name, version, fixedIn }) => `${name} ${version}${fixedIn === '' ? '' : `, fixed in ${fixedIn}`}`)
    .join('; ');
}

function gapWords(fact: Known<unknown>): string {
  if (fact.known) return '';
  const { action, reason, detail } = fact.gap;
  return `${action} ${reason === 'denied' ? 'is not allowed' : `was ${reason}`} (${detail})`;
}
