// What a written report of an audit says, put in order once for every form: figures, findings by check, what is
// unknown and why, what was allowed by exceptions.
import type { CheckText } from '../audit/check.ts';
import type { Judgement } from '../audit/judge.ts';
import { compareSeverity, type Finding, type Severity } from '../finding/finding.ts';
import type { AccountSnapshot } from '../model/account-snapshot.ts';
import { type Summary, summarize } from './summary.ts';

export interface AuditReport {
  readonly snapshot: AccountSnapshot;
  readonly judgement: Judgement;
  /** With exceptions applied; those on the exceptions file too. */
  readonly findings: readonly Finding[];
  readonly checks: readonly CheckText[];
}

export interface CheckChapter {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly text: CheckText | undefined;
  readonly findings: readonly Finding[];
}

export interface ReportOutline {
  readonly takenAt: string;
  readonly accounts: readonly {
    readonly id: string;
    readonly alias: string | undefined;
    readonly regions: readonly string[];
  }[];
  readonly functionCount: number;
  readonly summary: Summary;
  readonly counts: Judgement['counts'];
  /** The worst first. */
  readonly chapters: readonly CheckChapter[];
  readonly allowed: readonly Finding[];
  /** By missing action: how many verdicts hang on it. */
  readonly missing: readonly {
    readonly action: string;
    readonly reason: string;
    readonly verdicts: number;
  }[];
  /** Functions with the most and worst findings, at most twenty. */
  readonly worst: readonly {
    readonly arn: string;
    readonly name: string;
    readonly region: string;
    readonly bySeverity: Readonly<Record<Severity, number>>;
  }[];
}

const worstShown = 20;

export function outlineReport({ snapshot, judgement, findings, checks }: AuditReport): ReportOutline {
  const live = findings.filter((finding) => finding.suppression === undefined);
  const byId = new Map<string, Finding[]>();
  for (const finding of live) {
    const list = byId.get(finding.id);
    if (list === undefined) byId.set(finding.id, [finding]);
    else list.push(finding);
  }
  const texts = new Map(checks.map((check) => [check.id, check]));
  const chapters = [...byId].map(([id, list]): CheckChapter => {
    const sorted = list.toSorted((a, b) => compareSeverity(a.severity, b.severity));
    const [first] = sorted;
    return {
      id,
      severity: first?.severity ?? 'info',
      title: first?.title ?? id,
      text: texts.get(id),
      findings: sorted,
    };
  });
  return {
    takenAt: snapshot.takenAt,
    accounts: snapshot.accounts.map((account) => ({
      id: account.id,
      alias: account.alias.known ? (account.alias.value ?? undefined) : undefined,
      regions: account.regions.map((region) => region.name),
    })),
    functionCount: judgement.functionCount,
    summary: summarize(findings),
    counts: judgement.counts,
    chapters: chapters.toSorted(
      (a, b) =>
        compareSeverity(a.severity, b.severity) ||
        b.findings.length - a.findings.length ||
        (a.id < b.id ? -1 : 1),
    ),
    allowed: findings.filter((finding) => finding.suppression !== undefined),
    missing: missingActions(judgement),
    worst: worstFunctions(live),
  };
}

function missingActions(judgement: Judgement): ReportOutline['missing'] {
  const counts = new Map<string, { readonly action: string; readonly reason: string; verdicts: number }>();
  for (const { gaps } of judgement.unknown) {
    for (const key of new Set(gaps.map((gap) => `${gap.action}\n${gap.reason}`))) {
      const [action = '', reason = ''] = key.split('\n');
      const row = counts.get(key) ?? { action, reason, verdicts: 0 };
      row.verdicts++;
      counts.set(key, row);
    }
  }
  return [...counts.values()].toSorted((a, b) => b.verdicts - a.verdicts);
}

function worstFunctions(live: readonly Finding[]): ReportOutline['worst'] {
  const rows = new Map<
    string,
    { arn: string; name: string; region: string; bySeverity: Record<Severity, number> }
  >();
  for (const { place, severity } of live) {
    if (place.kind !== 'aws' || place.function === undefined) continue;
    const row = rows.get(place.arn) ?? {
      arn: place.arn,
      name: place.function,
      region: place.region,
      bySeverity: { error: 0, warning: 0, info: 0, hint: 0 },
    };
    row.bySeverity[severity]++;
    rows.set(place.arn, row);
  }
  return [...rows.values()]
    .toSorted(
      (a, b) =>
        b.bySeverity.error - a.bySeverity.error ||
        b.bySeverity.warning - a.bySeverity.warning ||
        b.bySeverity.info - a.bySeverity.info ||
        (a.arn < b.arn ? -1 : 1),
    )
    .slice(0, worstShown);
}

/** Where a finding is, for a table cell. */
export function whereOf({ place }: Finding): string {
  if (place.kind === 'code') return `${place.file}:${place.range.start.line + 1}`;
  return [place.region, place.function ?? place.arn].join(' ');
}
