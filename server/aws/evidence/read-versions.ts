// The versions of a function as they are now.
import { type Known, known } from '../../core/model/known.ts';
import type { DeployedVersion } from '../../core/remedy/evidence.ts';
import type { Ask } from '../ask.ts';
import type { Connection } from '../clients.ts';
import { isoTime } from '../lambda/to-configuration.ts';

/** Null: the function is gone. */
export async function readVersions(
  ask: Ask,
  connection: Connection,
  region: string,
  FunctionName: string,
): Promise<Known<readonly DeployedVersion[] | null>> {
  const lambda = await connection.client('lambda', region);
  let isGone = false;
  const versions = await ask.pages<DeployedVersion>(
    'lambda:ListVersionsByFunction',
    async (Marker, options) => {
      const page = await lambda
        .listVersionsByFunction({ FunctionName, ...(Marker === undefined ? {} : { Marker }) }, options)
        .catch((error: unknown) => {
          if (!(error instanceof Error && error.name === 'ResourceNotFoundException')) throw error;
          isGone = true;
          return { Versions: [], NextMarker: undefined };
        });
      return {
        items: page.Versions?.map((one) => ({
          version: one.Version ?? '',
          revisionId: one.RevisionId ?? '',
          codeSha256: one.CodeSha256 ?? '',
          lastModified: isoTime(one.LastModified ?? ''),
          layers: one.Layers?.map((layer) => layer.Arn ?? '') ?? [],
        })),
        next: page.NextMarker,
      };
    },
  );
  return isGone ? known(null) : versions;
}
