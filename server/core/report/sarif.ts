// Findings as SARIF 2.1.0 (OASIS), for code and for AWS accounts alike: one run, one rule per id, suppressed
// findings with their justification, and fingerprints that survive moved lines.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
import type { CodePlace, Finding, Place, Severity } from '../finding/finding.ts';
import { toFileUri, toUriReference, wellFormed } from './file-reference.ts';
import { fingerprint } from './fingerprint.ts';

/** What a report says once about an id, whatever it found: a check, a code rule or a lint. */
export interface RuleInfo {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why?: string;
  readonly todo?: string;
  readonly ref?: string;
  readonly cwe?: readonly number[];
  /** Further words to filter by, such as `CIS-4.8`. */
  readonly tags?: readonly string[];
}

export interface SarifTool {
  readonly name: string;
  readonly version: string;
  readonly informationUri?: string;
  /** Absolute path of the folder that file names are relative to. */
  readonly root?: string;
  /** What could not be looked at: said in the run, never left out. */
  readonly notes?: readonly string[];
}

/** The level of a result: SARIF knows no hint. */
const levels = { error: 'error', warning: 'warning', info: 'note', hint: 'note' } as const;
/** GitHub sorts by a CVSS-like number: above 7 is high, above 4 medium. */
const scores = { error: '8.0', warning: '5.5', info: '3.0', hint: '1.0' } as const;
const precisions = { high: 'high', medium: 'medium', low: 'low' } as const;

/** JSON text with a line feed at its end. Ids among the findings that `rules` does not list get an entry of their own. */
export function renderSarif(
  findings: readonly Finding[],
  rules: readonly RuleInfo[],
  tool: SarifTool,
): string {
  return JSON.stringify(toSarif(findings, rules, tool), undefined, 2) + '\n';
}

export type SarifLog = ReturnType<typeof toSarif>;

export function toSarif(findings: readonly Finding[], rules: readonly RuleInfo[], tool: SarifTool) {
  const known = collectRules(findings, rules);
  const indexOf = new Map(known.map((rule, index) => [rule.id, index]));
  const seen = new Map<string, number>();
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0' as const,
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: tool.version,
            ...(tool.informationUri === undefined ? {} : { informationUri: tool.informationUri }),
            rules: known.map(toRule),
          },
        },
        invocations: [
          {
            executionSuccessful: true,
            ...(tool.notes === undefined || tool.notes.length === 0
              ? {}
              : {
                  toolExecutionNotifications: tool.notes.map((text) => ({
                    level: 'warning' as const,
                    message: { text },
                  })),
                }),
          },
        ],
        columnKind: 'utf16CodeUnits' as const,
        ...(tool.root === undefined
          ? {}
          : { originalUriBaseIds: { SRCROOT: { uri: toFileUri(tool.root).replace(/\/?$/, '/') } } }),
        results: findings.map((finding) => toResult(finding, indexOf.get(finding.id) ?? -1, seen, tool.root)),
      },
    ],
  };
}

function collectRules(findings: readonly Finding[], rules: readonly RuleInfo[]): readonly RuleInfo[] {
  const byId = new Map<string, RuleInfo>();
  for (const rule of rules) if (!byId.has(rule.id)) byId.set(rule.id, rule);
  for (const finding of findings) if (!byId.has(finding.id)) byId.set(finding.id, finding);
  return [...byId.values()];
}

function toRule(rule: RuleInfo) {
  const cwe = rule.cwe ?? [];
  const tags = [
    'security',
    ...cwe.map((number) => `external/cwe/cwe-${String(number).padStart(3, '0')}`),
    ...(rule.tags ?? []),
  ];
  const help = [rule.why, rule.todo].filter((text) => text !== undefined && text !== '').join('\n\n');
  return {
    id: rule.id,
    shortDescription: { text: rule.title || rule.id },
    fullDescription: { text: rule.why || rule.title || rule.id },
    ...(help === '' ? {} : { help: { text: help } }),
    ...(rule.ref !== undefined && isUri(rule.ref) ? { helpUri: rule.ref } : {}),
    defaultConfiguration: { level: levels[rule.severity] },
    properties: { tags: [...new Set(tags)], 'security-severity': scores[rule.severity] },
  };
}

function toResult(finding: Finding, ruleIndex: number, seen: Map<string, number>, root: string | undefined) {
  const identity = identityOf(finding, root);
  const ordinal = (seen.get(identity) ?? 0) + 1;
  seen.set(identity, ordinal);
  return {
    ruleId: finding.id,
    ruleIndex,
    level: levels[finding.severity],
    message: { text: finding.message || finding.title || finding.id },
    locations: [toLocation(finding.place, root)],
    ...(finding.related === undefined || finding.related.length === 0
      ? {}
      : {
          relatedLocations: finding.related.map((related, index) => ({
            id: index + 1,
            ...toLocation(related.place, root),
            message: { text: related.message },
          })),
        }),
    partialFingerprints: { 'lambdaProtect/v1': `${fingerprint(identity)}:${ordinal}` },
    ...(finding.suppression === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: finding.suppression.kind === 'in-source' ? ('inSource' as const) : ('external' as const),
              status: 'accepted' as const,
              justification: finding.suppression.justification,
            },
          ],
        }),
    properties: { severity: finding.severity, confidence: precisions[finding.confidence] },
  };
}

/** What makes two findings of two runs the same one: never a line number, which moves with every edit above it. */
function identityOf(finding: Finding, root: string | undefined): string {
  const place = finding.place;
  if (place.kind === 'code') {
    return JSON.stringify([finding.id, toUriReference(place.file, root).uri, finding.message]);
  }
  return JSON.stringify([finding.id, place.arn, place.resource ?? '']);
}

function toLocation(place: Place, root: string | undefined) {
  if (place.kind === 'code') {
    return {
      physicalLocation: {
        artifactLocation: toArtifact(place, root),
        region: toRegion(place),
      },
    };
  }
  return {
    // An ARN is a URI by its form; viewers that need a physical location find the resource's name there.
    physicalLocation: { artifactLocation: { uri: toArnUri(place.arn) } },
    logicalLocations: [
      {
        name: place.function ?? place.arn,
        fullyQualifiedName: place.resource === undefined ? place.arn : `${place.arn} ${place.resource}`,
        kind: 'resource',
      },
    ],
  };
}

function toArtifact(place: CodePlace, root: string | undefined) {
  const { uri, belowRoot } = toUriReference(place.file, root);
  return belowRoot && root !== undefined ? { uri, uriBaseId: 'SRCROOT' } : { uri };
}

function toRegion(place: CodePlace) {
  const { start, end } = place.range;
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function toArnUri(arn: string): string {
  return encodeURI(wellFormed(arn));
}

function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(text);
}
