// Layer versions that functions use and the latest version of each own layer, with who else may use them.
import type { LambdaFunction, LayerVersion } from '../../core/model/function.ts';
import { type Known, known, unknown } from '../../core/model/known.ts';
import { plainDocument } from '../documents.ts';
import type { CollectorFacts, RegionScope } from '../scope.ts';

export const layersCollector: CollectorFacts = {
  thing: 'layers',
  feature: 'functions',
  actions: ['lambda:ListLayers', 'lambda:GetLayerVersionPolicy'],
};

export async function collectLayers(
  scope: RegionScope,
  functions: readonly LambdaFunction[],
): Promise<Known<readonly LayerVersion[]>> {
  const lambda = await scope.client('lambda');
  const own = await scope.ask.pages('lambda:ListLayers', async (token, options) => {
    const page = await lambda.listLayers(
      { MaxItems: 50, ...(token === undefined ? {} : { Marker: token }) },
      options,
    );
    return { items: page.Layers?.map((one) => one.LatestMatchingVersion), next: page.NextMarker };
  });
  if (!own.known) return own;
  const latest = new Map(
    own.value.flatMap((one) =>
      one?.LayerVersionArn === undefined ? [] : [[one.LayerVersionArn, one] as const],
    ),
  );
  const used = functions.flatMap((one) => one.configuration.layers.map((layer) => layer.arn));
  const arns = [...new Set([...latest.keys(), ...used])].filter((arn) =>
    /^arn:.*:layer:[^:]+:\d+$/.test(arn),
  );
  const layers = await Promise.all(
    arns.map(async (arn): Promise<LayerVersion> => {
      const listed = latest.get(arn);
      const [, , , , owner, , name = '', version = '0'] = arn.split(':');
      const isOwn = owner === scope.account.id;
      return {
        arn,
        version: Number(version),
        compatibleRuntimes: listed?.CompatibleRuntimes ?? [],
        ...(listed?.CreatedDate === undefined ? {} : { createdAt: listed.CreatedDate }),
        // Only the owner may read the policy of a layer version.
        policy: isOwn
          ? await policyOf(scope, name, Number(version))
          : unknown({
              action: 'lambda:GetLayerVersionPolicy',
              reason: 'not-asked',
              detail: 'layer of another account',
            }),
        extensions: unknown({
          action: 'lambda:GetLayerVersion',
          reason: 'not-asked',
          detail: 'code was not looked into',
        }),
      };
    }),
  );
  return known(layers);
}

async function policyOf(scope: RegionScope, name: string, version: number): Promise<Known<string | null>> {
  const lambda = await scope.client('lambda');
  const result = await scope.ask.orNull('lambda:GetLayerVersionPolicy', (options) =>
    lambda.getLayerVersionPolicy({ LayerName: name, VersionNumber: version }, options),
  );
  if (!result.known) return result;
  return known(result.value?.Policy === undefined ? null : plainDocument(result.value.Policy));
}
