// What an incident comes down to, from the finding and the evidence around it, and the Markdown report of it: identify
// the version, find the source, remediate. Holds no code, no values of variables and no event payloads.
import type { Finding } from '../finding/finding.ts';
import type { Known } from '../model/known.ts';
import type { DeployedVersion, Weakness } from '../model/threat.ts';
import type { FunctionChange } from '../monitor/trail/changes.ts';
import { findingWords, type LambdaFinding, typePage } from './lambda-finding.ts';

export interface Incident {
  readonly finding: LambdaFinding;
  /** ISO 8601. */
  readonly gatheredAt: string;
  readonly versions: Known<readonly DeployedVersion[] | null>;
  readonly weaknesses: Known<readonly Weakness[]>;
  /** Changes before the first sighting, newest first. */
  readonly changes: Known<readonly FunctionChange[]>;
  /** Of the package that was looked into: hits of the code rules. */
  readonly codeFindings: Known<readonly Finding[]>;
  /** Files that hold the remote address; names of variables that do. */
  readonly addressFiles: Known<readonly string[]>;
  readonly addressVariables: Known<readonly string[]>;
  readonly variableNames: Known<readonly string[]>;
}

export interface VersionVerdict {
  readonly now: DeployedVersion | undefined;
  readonly words: string;
  /** Layers that the version before it does not have. */
  readonly newLayers: readonly string[];
}

export function versionVerdict({ finding, versions }: Incident): VersionVerdict {
  if (!versions.known)
    return {
      now: undefined,
      words: `unknown: ${versions.gap.action} (${versions.gap.detail})`,
      newLayers: [],
    };
  if (versions.value === null) return { now: undefined, words: 'the function is gone', newLayers: [] };
  const now = versions.value.find((one) => one.version === finding.functionVersion);
  if (!now)
    return { now, words: `version ${finding.functionVersion} is not deployed any more`, newLayers: [] };
  const published = versions.value.filter((one) => one.version !== '$LATEST');
  const at = published.indexOf(now);
  const previous = at === -1 ? published.at(-1) : published[at - 1];
  const newLayers = previous ? now.layers.filter((arn) => !previous.layers.includes(arn)) : [];
  const code = `CodeSha256 ${now.codeSha256}`;
  const words =
    finding.revisionId === undefined
      ? `the finding names no revision; now ${code}`
      : now.revisionId === finding.revisionId
        ? `unchanged since: the same revision is deployed now (${code})`
        : `changed since: the finding saw revision ${finding.revisionId}, now it is ${now.revisionId} (${code}); code, settings or policy may differ`;
  const same =
    previous === undefined
      ? ''
      : previous.codeSha256 === now.codeSha256
        ? `; the same code as version ${previous.version}`
        : `; other code than version ${previous.version}`;
  return { now, words: words + same, newLayers };
}

/** `files`: evidence with its SHA-256. */
export function renderIncident(
  incident: Incident,
  files: readonly { readonly path: string; readonly sha256: string }[],
): string {
  const { finding } = incident;
  const verdict = versionVerdict(incident);
  const list = <T>(known: Known<readonly T[]>, line: (item: T) => string, none: string): string =>
    !known.known
      ? `- unknown: ${known.gap.action} was ${known.gap.reason} (${known.gap.detail})`
      : known.value.length === 0
        ? `- ${none}`
        : known.value.map((item) => `- ${line(item)}`).join('\n');
  return `# Incident: ${finding.type}

${findingWords(finding)}.

| | |
| --- | --- |
| finding | ${finding.id} |
| severity | ${finding.severity} of 10 |
| account, Region | ${finding.account}, ${finding.region} |
| function | ${finding.functionArn} |
| seen | ${finding.firstSeen} to ${finding.lastSeen}${finding.count === undefined ? '' : `, ${finding.count} times`} |
| about the type | ${typePage(finding.type)} |
| evidence gathered | ${incident.gatheredAt} |

## 1. The version

- [ ] version ${finding.functionVersion}: ${verdict.words}
${verdict.newLayers.map((arn) => `- [ ] new layer compared with the version before: ${arn}\n`).join('')}
## 2. The source of the activity

Code rules over the package of this version:

${list(
  incident.codeFindings,
  (one) =>
    `[ ] ${one.place.kind === 'code' ? `${one.place.file}:${one.place.range.start.line + 1} ` : ''}${one.id}: ${one.message}`,
  'no hit',
)}

The remote address in code and dependencies:

${list(incident.addressFiles, (path) => `[ ] ${path}`, 'found in no file')}

The remote address in environment variables (${incident.variableNames.known ? `there are ${incident.variableNames.value.join(', ') || 'none'}` : 'not read'}):

${list(incident.addressVariables, (name) => `[ ] ${name}`, 'found in none')}

Amazon Inspector:

${list(
  incident.weaknesses,
  (one) =>
    `[ ] ${one.severity} ${one.title}${one.packages.map((each) => `; ${each.name} ${each.version}${each.fixedIn === '' ? '' : ` → ${each.fixedIn}`}`).join('')}${one.file ? `; ${one.file.path}:${one.file.startLine}` : ''}`,
  'no open finding',
)}

Changes before the first sighting (CloudTrail):

${list(
  incident.changes,
  (one) =>
    `[ ] ${new Date(one.at).toISOString()} ${one.what}, by ${one.by}${one.session === '' ? '' : `/${one.session}`} from ${one.address} with ${one.agent}${one.error === '' ? '' : ` (${one.error})`}`,
  'none in the last 90 days',
)}

## 3. Remediation

- [ ] contain: \`lambda-protect respond plan ${finding.id}\`
- [ ] mend code, layers and packages; deploy
- [ ] undo what was contained: \`lambda-protect respond undo ${finding.functionName}\`
- [ ] close the finding

## Evidence

${files.map((one) => `- ${one.path} sha256:${one.sha256}`).join('\n') || '- none was kept'}
`;
}
