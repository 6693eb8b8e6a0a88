// The runbook of an incident: the steps after a finding of GuardDuty (which version, what is the source, remediate),
// and the report of how far they got. The steps follow AWS's page on a function that may be compromised; where that
// page is wrong, it is said: https://docs.aws.amazon.com/guardduty/latest/ug/remediate-lambda-protection-finding-types.html
import type { Threat, ThreatEvidence } from '../model/threat.ts';
import { heading, plain, table } from './markdown.ts';
import {
  codeNowSentence,
  renderThreatPage,
  threatSentence,
  timelineRows,
  weaknessPlace,
} from './threat-page.ts';

export const incidentParts = [
  'Identify the version',
  'Find the source of the activity',
  'Remediate',
] as const;

export interface IncidentStep {
  readonly id: string;
  /** Index of `incidentParts`. */
  readonly part: number;
  readonly title: string;
  readonly text: string;
  /** What opens what the step is about. */
  readonly opens?: 'finding' | 'deployed-code';
}

export interface StepMark {
  readonly state: 'open' | 'done' | 'not-needed';
  /** ISO 8601: when it was set. */
  readonly at: string;
  readonly note: string;
}

/** What is kept of an incident; plain data. */
export interface IncidentRecord {
  readonly threat: Threat;
  /** ISO 8601. */
  readonly openedAt: string;
  readonly marks: Readonly<Record<string, StepMark>>;
}

export function incidentSteps(threat: Threat, evidence: ThreatEvidence | undefined): readonly IncidentStep[] {
  const { function: fn } = threat;
  const changes = evidence === undefined ? [] : timelineRows(threat, evidence);
  const weak = evidence?.weaknesses.known ? evidence.weaknesses.value : [];
  return [
    {
      id: 'keep-details',
      part: 0,
      title: 'Write down which function, version and revision it is',
      text: `${fn.name}, version ${fn.version}, revision ${fn.revisionId}. The report of this incident holds them.`,
      opens: 'finding',
    },
    {
      id: 'compare-version',
      part: 0,
      title: 'See whether that code still runs',
      text: evidence === undefined ? 'The page of the finding says so.' : codeNowSentence(threat, evidence),
      opens: 'finding',
    },
    {
      id: 'review-code',
      part: 1,
      title: 'Read the code of that version',
      text: 'Opens its files read-only, beside the workspace’s own where the paths agree. Needs an audit that is open.',
      opens: 'deployed-code',
    },
    {
      id: 'review-libraries',
      part: 1,
      title: 'Go through libraries and layers',
      text: 'Each should be known, needed and from where it should come. The page of the finding marks layers that the version before did not have.',
      opens: 'finding',
    },
    {
      id: 'review-inspector',
      part: 1,
      title: 'Read what Inspector found in the function',
      text:
        evidence !== undefined && !evidence.weaknesses.known
          ? `Could not be read: ${evidence.weaknesses.gap.action} ${evidence.weaknesses.gap.reason}.`
          : weak.length === 0
            ? 'Nothing open.'
            : weak.map((one) => `${one.severity}: ${one.title} (${weaknessPlace(one)})`).join('; '),
      opens: 'finding',
    },
    {
      id: 'review-changes',
      part: 1,
      title: 'Find out who changed the function, and whether they should have',
      text:
        evidence !== undefined && !evidence.trail.known
          ? `Could not be read: ${evidence.trail.gap.action} ${evidence.trail.gap.reason}.`
          : `${changes.length} changes in CloudTrail’s last 90 days, ${changes.filter(([, when]) => when === 'before').length} of them before the first sight.`,
      opens: 'finding',
    },
    {
      id: 'stop-triggers',
      part: 2,
      title: 'Stop the function or its triggers',
      text: `Reserved concurrency 0 stops every call. Event sources and EventBridge rules can be disabled, a URL closed, invoke permissions removed. DeleteFunctionEventInvokeConfig, which guides name here, stops nothing: it only forgets retries and destinations of asynchronous calls, and triggers go on. It is not offered. On the command line: lambda-protect respond plan ${threat.id} --region ${threat.region}`,
    },
    {
      id: 'mend-code',
      part: 2,
      title: 'Mend the code, its libraries and layers',
      text: 'Deploy a version without what does not belong there; then let the function run again.',
      opens: 'deployed-code',
    },
    {
      id: 'mend-inspector',
      part: 2,
      title: 'Work off what Inspector found',
      text:
        weak
          .flatMap(({ packages }) => packages.filter(({ fixedIn }) => fixedIn !== ''))
          .map(({ name, version, fixedIn }) => `${name} ${version} → ${fixedIn}`)
          .join(', ') || 'No fixed versions are known.',
    },
    {
      id: 'rotate-secrets',
      part: 2,
      title: 'Exchange what the function could read',
      text: `Secrets in its environment and what its role ${fn.role.split('/').at(-1) ?? ''} may read count as known to others.`,
    },
    {
      id: 'close',
      part: 2,
      title: 'Archive the finding, with a note on what it was',
      text: 'After the function has been watched for a while. The note here goes into the report.',
      opens: 'finding',
    },
  ];
}

/** Markdown. `now`: ISO 8601. */
export function renderIncidentReport(
  { threat, openedAt, marks }: IncidentRecord,
  evidence: ThreatEvidence | undefined,
  now: string,
): string {
  const steps = incidentSteps(threat, evidence);
  const words = { open: 'open', done: 'done', 'not-needed': 'not needed' } as const;
  const open = steps.filter(({ id }) => (marks[id]?.state ?? 'open') === 'open').length;
  return [
    heading(1, `Incident: ${threat.type}`),
    plain(threatSentence(threat)),
    `Opened ${plain(openedAt)}, written ${plain(now)}; ${open} of ${steps.length} steps open.`,
    ...incidentParts.flatMap((title, part) => [
      heading(2, `${part + 1}. ${title}`),
      table(
        ['Step', 'State', 'When', 'Note'],
        steps
          .filter((step) => step.part === part)
          .map(({ id, title: step }) => {
            const mark = marks[id];
            return [step, words[mark?.state ?? 'open'], mark?.at ?? '', mark?.note ?? ''].map(plain);
          }),
      ),
    ]),
    '---',
    evidence === undefined
      ? 'What the account says of the function could not be gathered for this report.'
      : `Evidence gathered ${plain(evidence.gatheredAt)}.`,
    renderThreatPage(threat, evidence).replace(/^#/gm, '##'),
  ].join('\n\n');
}
