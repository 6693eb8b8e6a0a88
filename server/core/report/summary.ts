// Counts over findings: live ones by severity, suppressed ones apart. Every report starts from the same numbers.
import { type Finding, type Severity, severities } from '../finding/finding.ts';

export interface Summary {
  /** Live findings; a suppressed one is not among them. */
  readonly findings: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly byId: Readonly<Record<string, number>>;
  readonly suppressed: number;
}

export function summarize(findings: readonly Finding[]): Summary {
  const bySeverity: Record<Severity, number> = { error: 0, warning: 0, info: 0, hint: 0 };
  const byId = new Map<string, number>();
  let live = 0;
  for (const finding of findings) {
    if (finding.suppression !== undefined) continue;
    live++;
    bySeverity[finding.severity]++;
    byId.set(finding.id, (byId.get(finding.id) ?? 0) + 1);
  }
  return {
    findings: live,
    bySeverity,
    byId: Object.fromEntries([...byId].sort(([a], [b]) => (a < b ? -1 : 1))),
    suppressed: findings.length - live,
  };
}

/** Whether a live finding is at or above a severity: what `--fail-on` asks. */
export function reaches(findings: readonly Finding[], failOn: Severity | 'never'): boolean {
  if (failOn === 'never') return false;
  const limit = severities.indexOf(failOn);
  return findings.some(
    (finding) => finding.suppression === undefined && severities.indexOf(finding.severity) <= limit,
  );
}
