// What changed between two audits in what is wrong: new, solved and staying findings. Two findings are the same when
// check and place are; a message that was worded anew, or a line that moved, makes no new finding.
import { compareSeverity, type Finding } from '../finding/finding.ts';

export interface FindingsDiff {
  /** The worst first. */
  readonly added: readonly Finding[];
  readonly solved: readonly Finding[];
  readonly staying: readonly Finding[];
}

/** Suppressed findings count as not there: one whose exception ended is new, one that got an exception is solved. */
export function diffFindings(before: readonly Finding[], after: readonly Finding[]): FindingsDiff {
  const old = byIdentity(before);
  const current = byIdentity(after);
  const added = [...current].filter(([key]) => !old.has(key)).map(([, finding]) => finding);
  const solved = [...old].filter(([key]) => !current.has(key)).map(([, finding]) => finding);
  const staying = [...current].filter(([key]) => old.has(key)).map(([, finding]) => finding);
  return { added: sorted(added), solved: sorted(solved), staying: sorted(staying) };
}

function byIdentity(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  const result = new Map<string, Finding>();
  const counts = new Map<string, number>();
  for (const finding of findings) {
    if (finding.suppression !== undefined) continue;
    const key = identityOf(finding);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    result.set(`${key} ${count}`, finding);
  }
  return result;
}

function identityOf({ id, place }: Finding): string {
  return JSON.stringify(place.kind === 'aws' ? [id, place.arn, place.resource ?? ''] : [id, place.file]);
}

function sorted(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => compareSeverity(a.severity, b.severity));
}
