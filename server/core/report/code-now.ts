// How the code that a finding saw stands to what is deployed now.
import type { Threat } from '../model/threat.ts';
import type { ThreatEvidence } from '../remedy/evidence.ts';
import { gapWords } from './threat-words.ts';

export type CodeNow = 'same' | 'changed' | 'removed' | 'gone' | 'unknown';

/** By the revision: it changes with code, configuration and policy of a version. */
export function codeNow(threat: Threat, { versions }: Pick<ThreatEvidence, 'versions'>): CodeNow {
  if (!versions.known) return 'unknown';
  if (versions.value === null) return 'gone';
  const now = versions.value.find(({ version }) => version === threat.function.version);
  if (now === undefined) return 'removed';
  if (threat.function.revisionId === '') return 'unknown';
  return now.revisionId === threat.function.revisionId ? 'same' : 'changed';
}

export function codeNowSentence(threat: Threat, evidence: Pick<ThreatEvidence, 'versions'>): string {
  const { version } = threat.function;
  switch (codeNow(threat, evidence)) {
    case 'same':
      return `Yes: version ${version} has the same revision as in the finding. The code that talked is what runs.`;
    case 'changed':
      return `Changed since: version ${version} has another revision than in the finding. A revision changes with code, configuration and policy.`;
    case 'removed':
      return `Version ${version} is no longer there.`;
    case 'gone':
      return 'The function is no longer there.';
    case 'unknown':
      return evidence.versions.known
        ? 'Not known: the finding names no revision.'
        : `Not known: ${gapWords(evidence.versions)}.`;
  }
}
