// Which newer versions there are of the layers that a function uses. Who owns a layer may let it be used and not listed.
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { type Known, known } from '../core/model/known.ts';
import type { LayerFacts } from '../core/remedy/remedy.ts';
import type { Ask } from './ask.ts';
import type { Connection } from './clients.ts';

export async function collectLayerFacts(
  ask: Ask,
  connection: Connection,
  region: string,
  { Layers, Runtime, Architectures }: FunctionConfiguration,
): Promise<Known<readonly LayerFacts[]>> {
  const lambda = await connection.client('lambda', region);
  const facts = (Layers ?? []).map(async ({ Arn: arn = '' }): Promise<LayerFacts> => {
    const LayerName = arn.replace(/:\d+$/, '');
    const versions = await ask.pages('lambda:ListLayerVersions', async (token, options) => {
      const page = await lambda.listLayerVersions(
        {
          LayerName,
          ...(Runtime === undefined ? {} : { CompatibleRuntime: Runtime }),
          ...(Architectures?.[0] === undefined ? {} : { CompatibleArchitecture: Architectures[0] }),
          ...(token === undefined ? {} : { Marker: token }),
        },
        options,
      );
      return { items: page.LayerVersions, next: page.NextMarker };
    });
    if (!versions.known) return { arn, newest: versions };
    const newest = Math.max(
      Number(/:(\d+)$/.exec(arn)?.[1] ?? 0),
      ...versions.value.map((one) => one.Version ?? 0),
    );
    return { arn, newest: known(`${LayerName}:${newest}`) };
  });
  return known(await Promise.all(facts));
}
