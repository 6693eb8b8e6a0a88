// Findings of GuardDuty and Inspector in the one shape that every report knows.
import type { Finding, Severity } from '../finding/finding.ts';
import type { Threat, Weakness, WeaknessSeverity } from '../model/threat.ts';
import { happening, severityWord, typePage, weaknessPlace } from './threat-words.ts';

/** Of Inspector's words on GuardDuty's scale, 0 to 10, so that one limit is for both. */
const scores: Readonly<Record<WeaknessSeverity, number>> = {
  critical: 9,
  high: 8,
  medium: 5,
  low: 2,
  informational: 0,
  untriaged: 0,
};

export function weaknessScore({ severity }: Pick<Weakness, 'severity'>): number {
  return scores[severity];
}

export function threatFinding(threat: Threat): Finding {
  const { type, severity, account, region, id, count, lastSeen, function: fn } = threat;
  return {
    id: 'open-guardduty-finding',
    severity: severityOf(severity),
    confidence: 'high',
    title: type,
    message: `${threat.isSample ? 'a sample: ' : ''}${happening(threat)}, ${count} times, last ${lastSeen}`,
    cwe: [],
    place: { kind: 'aws', account, region, arn: fn.arn, function: fn.name, resource: id },
    ref: typePage(type),
  };
}

export function weaknessFinding(weakness: Weakness): Finding {
  const { title, account, region, arn, kind, lastSeen, function: fn } = weakness;
  const place = weaknessPlace(weakness);
  return {
    id: 'open-inspector-finding',
    severity: severityOf(weaknessScore(weakness)),
    confidence: 'high',
    title:
      kind === 'other'
        ? 'Inspector finding'
        : kind === 'code'
          ? 'CODE_VULNERABILITY'
          : 'PACKAGE_VULNERABILITY',
    message: `${title}${place === '' ? '' : `: ${place}`}, last ${lastSeen}`,
    cwe: [],
    place: { kind: 'aws', account, region, arn: fn.arn, function: fn.name, resource: arn },
  };
}

function severityOf(score: number): Severity {
  const word = severityWord(score);
  return word === 'critical' || word === 'high' ? 'error' : word === 'medium' ? 'warning' : 'info';
}
