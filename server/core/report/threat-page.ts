// A finding of GuardDuty for a person, in Markdown: what happened in plain words, who was talked to, and what was
// gathered around it.
import type { Contact, Threat } from '../model/threat.ts';
import type { ThreatEvidence } from '../remedy/evidence.ts';
import { renderEvidence } from './evidence-page.ts';
import { heading, link, plain, table } from './markdown.ts';
import { seenWords, severityWord, threatSentence, typePage } from './threat-words.ts';

/** Without evidence, the finding alone; `note`: why, in words. */
export function renderThreatPage(threat: Threat, evidence?: ThreatEvidence, note = ''): string {
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
        ['Finding', `\`${threat.id.replaceAll('`', '')}\`${threat.isArchived ? ', archived' : ''}`],
      ],
    ),
    ...(contact === undefined ? [] : [heading(2, 'Who it talked to'), table(['', ''], contactRows(contact))]),
    ...(note === '' ? [] : [plain(note)]),
    ...(evidence === undefined ? [] : renderEvidence(threat, evidence)),
    heading(2, 'In the words of GuardDuty'),
    plain(threat.title),
    plain(threat.description),
    heading(2, 'More'),
    `- ${link(`${threat.type} in the documentation of GuardDuty`, typePage(threat.type))}`,
  ]
    .join('\n\n')
    .concat('\n');
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
