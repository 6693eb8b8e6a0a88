// Keeps evidence of a function where a person says, and tells what was refused.
import { keepFunction, manifestName } from '../aws/evidence/keep-function.ts';
import type { Threat } from '../core/model/threat.ts';
import type { EvidenceManifest } from '../core/remedy/evidence-manifest.ts';
import type { RegionAccess } from './aws-region.ts';
import type { Shell } from './command.ts';
import { openEvidencePlace } from './evidence-place.ts';

export interface EvidenceSubject {
  readonly functionName: string;
  readonly finding: Threat | undefined;
}

/** `to`: a folder, or `s3://bucket/prefix`. Throws `UsageError` where it cannot be kept there. */
export async function keepFunctionEvidence(
  access: RegionAccess,
  to: string,
  { functionName, finding }: EvidenceSubject,
  shell: Shell,
): Promise<EvidenceManifest> {
  const place = await openEvidencePlace(access, to, functionName, shell);
  try {
    const manifest = await keepFunction(place.folder, {
      ...access,
      functionName,
      ...(finding === undefined ? {} : { finding }),
      signal: shell.signal,
      now: () => new Date(),
      onFile: (name) => shell.progress(`${name}: taken`),
    });
    await place.finish([...manifest.files.map(({ path }) => path), manifestName]);
    for (const { what, action, reason, detail } of manifest.refused)
      shell.complain(`${what} could not be kept: ${action} was ${reason} (${detail})`);
    shell.progress(`${manifest.files.length + 1} files are kept in ${place.words}`);
    return manifest;
  } finally {
    await place.close();
  }
}
