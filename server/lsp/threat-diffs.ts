// Which texts of a finding's evidence can be put side by side: with the version before, and with the workspace.
import { join } from 'node:path';
import type { Threat } from '../core/model/threat.ts';
import type { PartialEvidence } from '../core/remedy/evidence.ts';
import { deployedUri } from '../protocol/deployed-code.ts';
import type { DiffPlace } from '../protocol/threats.ts';
import { uriOf } from './open-document.ts';

/** Of the version that the finding saw. */
export function deployedAt({ function: { arn, version } }: Threat, path: string): string {
  return deployedUri({ arn, path, ...(version === '$LATEST' ? {} : { qualifier: version }) });
}

export function previousDiffs(threat: Threat, { previous }: PartialEvidence): readonly DiffPlace[] {
  if (!previous?.known || previous.value === null) return [];
  const { version, files } = previous.value;
  const { arn, version: now } = threat.function;
  return files.map(({ path, kind }) => ({
    title: `${path} (version ${version} ↔ ${now})`,
    path,
    change: kind === 'changed' ? 'differs' : kind,
    ...(kind === 'added' ? {} : { left: deployedUri({ arn, path, qualifier: version }) }),
    ...(kind === 'removed' ? {} : { right: deployedAt(threat, path) }),
  }));
}

export function workspaceDiffs(
  threat: Threat,
  { code }: PartialEvidence,
  root: string | undefined,
): readonly DiffPlace[] {
  const drift = code?.known ? code.value.drift : undefined;
  if (drift === undefined || root === undefined) return [];
  return [
    ...drift.changed.map((path) => ({
      title: `${path} (deployed ↔ workspace)`,
      path,
      change: 'differs',
      left: deployedAt(threat, path),
      right: uriOf(join(root, drift.folder, path)),
    })),
    ...drift.onlyDeployed.map((path) => ({
      title: `${path} (only deployed)`,
      path,
      change: 'only deployed',
      left: deployedAt(threat, path),
    })),
  ];
}
