// The runbook of an incident: the steps after a finding of GuardDuty (which version, what is the source, remediate),
// and the report of how far they got. The steps follow AWS's page on a function that may be compromised; where that
// page is wrong, it is said: https://docs.aws.amazon.com/guardduty/latest/ug/remediate-lambda-protection-finding-types.html
import type { Threat } from '../model/threat.ts';
import { changesBefore } from '../remedy/change-history.ts';
import { addressPlaces, type KeptFile, type ThreatEvidence } from '../remedy/evidence.ts';
import { codeNowSentence } from './code-now.ts';
import { counted } from './counted.ts';
import { placeWords } from './evidence-page.ts';
import type { IncidentAction } from './incident-actions.ts';
import { heading, plain } from './markdown.ts';
import { renderThreatPage } from './threat-page.ts';
import { gapWords, layerWords, threatSentence, weaknessPlace } from './threat-words.ts';

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
  /** What a person can open or start from the step. */
  readonly actions: readonly IncidentAction[];
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
  /** How its account was entered, in the words of an audit. */
  readonly via?: string;
  /** ISO 8601. */
  readonly openedAt: string;
  readonly marks: Readonly<Record<string, StepMark>>;
  /** What was kept in a folder, the last time that it was. */
  readonly kept?: KeptEvidence;
}

export interface KeptEvidence {
  /** In the words of whoever keeps it: a path. */
  readonly folder: string;
  /** ISO 8601. */
  readonly gatheredAt: string;
  readonly files: readonly KeptFile[];
}

/** Without evidence the steps say where to look. */
export function incidentSteps(threat: Threat, evidence: ThreatEvidence | undefined): readonly IncidentStep[] {
  const { function: fn } = threat;
  return [
    {
      id: 'keep-details',
      part: 0,
      title: 'Write down which function, version and revision it is',
      text: `${fn.name}, version ${fn.version}, revision ${fn.revisionId || 'not said'}. The report of this incident holds them.`,
      actions: ['open-finding'],
    },
    {
      id: 'compare-version',
      part: 0,
      title: 'See whether that code still runs',
      text: evidence === undefined ? 'The page of the finding says so.' : codeNowSentence(threat, evidence),
      actions: ['open-finding'],
    },
    {
      id: 'keep-evidence',
      part: 0,
      title: 'Keep the evidence before anything is changed',
      text: 'The package, its layers, versions, findings and changes go into a folder, each with its SHA-256. Values of environment variables are not kept.',
      actions: ['keep-evidence'],
    },
    {
      id: 'review-code',
      part: 1,
      title: 'Read the code of that version',
      text: evidence === undefined ? 'Opens its files read-only.' : codeWords(threat, evidence),
      actions: ['open-code', 'compare-code'],
    },
    {
      id: 'review-libraries',
      part: 1,
      title: 'Go through libraries and layers',
      text:
        evidence === undefined
          ? 'Each should be known, needed and from where it should come.'
          : libraryWords(evidence),
      actions: ['open-finding'],
    },
    {
      id: 'review-inspector',
      part: 1,
      title: 'Read what Inspector found in the function',
      text: inspectorWords(evidence),
      actions: ['open-finding'],
    },
    {
      id: 'review-changes',
      part: 1,
      title: 'Find out who changed the function, and whether they should have',
      text: changeWords(threat, evidence),
      actions: ['show-timeline'],
    },
    {
      id: 'stop-triggers',
      part: 2,
      title: 'Stop the function or its triggers',
      text: `Reserved concurrency 0 stops every call. Event sources and EventBridge rules can be disabled, a URL closed, invoke permissions removed. DeleteFunctionEventInvokeConfig, which guides name here, stops nothing: it only forgets retries and destinations of asynchronous calls, and triggers go on. It is not offered. On the command line: lambda-protect respond plan ${threat.id} --region ${threat.region}`,
      actions: ['contain'],
    },
    {
      id: 'mend-code',
      part: 2,
      title: 'Mend the code, its libraries and layers',
      text: `Deploy a version without what does not belong there; then let the function run again. On the command line: lambda-protect respond undo ${fn.name}`,
      actions: ['open-code'],
    },
    {
      id: 'mend-inspector',
      part: 2,
      title: 'Work off what Inspector found',
      text: fixWords(evidence),
      actions: [],
    },
    {
      id: 'rotate-secrets',
      part: 2,
      title: 'Exchange what the function could read',
      text: `Secrets in its environment and what its role ${fn.role.split('/').at(-1) ?? ''} may read count as known to others.${variableWords(evidence)}`,
      actions: [],
    },
    {
      id: 'close',
      part: 2,
      title: 'Archive the finding, with a note on what it was',
      text: 'After the function has been watched for a while. The note here goes into the report.',
      actions: ['close', 'open-finding'],
    },
  ];
}

function codeWords(threat: Threat, evidence: ThreatEvidence): string {
  const { code, previous, layers } = evidence;
  if (!code.known) return `Could not be read: ${gapWords(code)}.`;
  const { findings, fileCount, drift } = code.value;
  const inLayers = layers.known
    ? layers.value.flatMap(({ content }) => (content.known ? content.value.findings : []))
    : [];
  const hits = findings.length + inLayers.length;
  const places = addressPlaces(evidence);
  const name = threat.contact?.address || threat.contact?.domain || 'the remote address';
  return [
    `${counted(fileCount, 'file')}; ${hits === 0 ? 'no rule hits' : counted(hits, 'rule hit')}.`,
    places.length === 0
      ? `${name} stands in none of them.`
      : `${name} stands in ${places.slice(0, 5).map(placeWords).join(', ')}${places.length > 5 ? ` and ${places.length - 5} more places` : ''}.`,
    ...(previous.known && previous.value !== null
      ? [
          previous.value.files.length === 0
            ? `The same code as version ${previous.value.version}.`
            : `${counted(previous.value.files.length, 'file differs', 'files differ')} from version ${previous.value.version}.`,
        ]
      : []),
    ...(drift === undefined
      ? []
      : [
          drift.changed.length + drift.onlyDeployed.length === 0
            ? 'The same as in the workspace.'
            : `${counted(drift.changed.length + drift.onlyDeployed.length, 'file differs', 'files differ')} from the workspace.`,
        ]),
  ].join(' ');
}

function libraryWords({ code, layers, previous }: ThreatEvidence): string {
  const changed = previous.known && previous.value !== null ? previous.value.libraries : [];
  const fresh = previous.known && previous.value !== null ? previous.value.newLayers : [];
  const own = code.known
    ? `${counted(code.value.libraries.length, 'library', 'libraries')} in the package`
    : `the package could not be read: ${gapWords(code)}`;
  const used = !layers.known
    ? `the layers could not be read: ${gapWords(layers)}`
    : layers.value.length === 0
      ? 'no layers'
      : `layers ${layers.value.map(({ arn, isForeign }) => `${layerWords(arn)}${isForeign ? ` of account ${arn.split(':')[4] ?? ''}` : ''}${fresh.includes(arn) ? ' (new)' : ''}`).join(', ')}`;
  const changes =
    changed.length === 0
      ? ''
      : ` Changed since the version before: ${changed.map(({ name, before, after }) => `${name} ${before || 'none'} → ${after || 'none'}`).join(', ')}.`;
  return `Each should be known, needed and from where it should come: ${own}; ${used}.${changes}`;
}

function inspectorWords(evidence: ThreatEvidence | undefined): string {
  if (evidence === undefined) return 'The page of the finding says so.';
  const { weaknesses } = evidence;
  if (!weaknesses.known) return `Could not be read: ${gapWords(weaknesses)}.`;
  if (weaknesses.value.length === 0) return 'Nothing open.';
  return weaknesses.value.map((one) => `${one.severity}: ${one.title} (${weaknessPlace(one)})`).join('; ');
}

function changeWords(threat: Threat, evidence: ThreatEvidence | undefined): string {
  if (evidence === undefined) return 'The page of the finding says so.';
  const { history } = evidence;
  if (!history.known) return `Could not be read: ${gapWords(history)}.`;
  const { changes } = history.value;
  const before = changesBefore(changes, threat.firstSeen);
  const [last] = before;
  const told =
    last === undefined
      ? ''
      : ` The last one before it: ${last.what}, by ${last.by} from ${last.address} (${last.meansWords}), ${new Date(last.at).toISOString()}.`;
  return `${counted(changes.length, 'change')} in CloudTrail’s last 90 days, ${before.length} of them before the first sight.${told}`;
}

function fixWords(evidence: ThreatEvidence | undefined): string {
  const weak = evidence?.weaknesses.known ? evidence.weaknesses.value : [];
  const fixes = weak
    .flatMap(({ packages }) => packages.filter(({ fixedIn }) => fixedIn !== ''))
    .map(({ name, version, fixedIn }) => `${name} ${version} → ${fixedIn}`);
  return [...new Set(fixes)].join(', ') || 'No fixed versions are known.';
}

function variableWords(evidence: ThreatEvidence | undefined): string {
  if (!evidence?.variables.known || evidence.variables.value.names.length === 0) return '';
  return ` Its variables: ${evidence.variables.value.names.join(', ')}.`;
}

/** Markdown: a checklist of the steps, what was kept, and the page of the finding. `now`: ISO 8601. */
export function renderIncidentReport(
  { threat, openedAt, marks, kept }: IncidentRecord,
  evidence: ThreatEvidence | undefined,
  now: string,
): string {
  const steps = incidentSteps(threat, evidence);
  const open = steps.filter(({ id }) => (marks[id]?.state ?? 'open') === 'open').length;
  return [
    heading(1, `Incident: ${threat.type}`),
    plain(threatSentence(threat)),
    `Opened ${plain(openedAt)}, written ${plain(now)}; ${open} of ${steps.length} steps open.`,
    ...incidentParts.flatMap((title, part) => [
      heading(2, `${part + 1}. ${title}`),
      steps
        .filter((step) => step.part === part)
        .map((step) => stepLine(step, marks[step.id]))
        .join('\n'),
    ]),
    heading(2, 'Evidence'),
    evidence === undefined
      ? 'What the account says of the function could not be gathered for this report.'
      : `What follows was gathered ${plain(evidence.gatheredAt)}.`,
    ...(kept === undefined
      ? ['No files were kept.']
      : [
          `Kept ${plain(kept.gatheredAt)} in ${plain(kept.folder)}:`,
          kept.files.map(({ path, sha256 }) => `- ${path} sha256:${sha256}`).join('\n'),
        ]),
    '---',
    renderThreatPage(threat, evidence).replace(/^#/gm, '##'),
  ].join('\n\n');
}

function stepLine({ title, text }: IncidentStep, mark: StepMark | undefined): string {
  const state = mark?.state ?? 'open';
  const told =
    mark === undefined || (state === 'open' && mark.note === '')
      ? ''
      : ` — ${state === 'not-needed' ? 'not needed' : state}, ${mark.at}${mark.note === '' ? '' : `: ${mark.note}`}`;
  return `- [${state === 'open' ? ' ' : 'x'}] **${plain(title)}**${plain(told)}\n  ${plain(text)}`;
}
