// What of the evidence around a finding is kept in which file of a folder.
import type { Threat } from '../model/threat.ts';
import type { ThreatEvidence } from '../remedy/evidence.ts';

/** File name → what is written as JSON. */
export function evidenceFiles(threat: Threat, evidence: ThreatEvidence): Readonly<Record<string, unknown>> {
  const { versions, weaknesses, history, code, previous, layers, variables } = evidence;
  const findings = code.known ? { known: true, value: code.value.findings } : code;
  return {
    'finding.json': threat,
    'versions.json': versions,
    'inspector.json': weaknesses,
    'changes.json': history,
    'code-findings.json': findings,
    'code.json': code.known ? { known: true, value: { ...code.value, findings: undefined } } : code,
    'previous.json': previous,
    'layers.json': layers,
    'variables.json': variables,
  };
}
