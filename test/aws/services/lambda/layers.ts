// Layers and who else may use them.
import type * as L from '@aws-sdk/client-lambda';
import { type Behaviours, type Call, defined, Fault, page } from '../../behaviour.ts';
import type { LayerState } from '../lambda.ts';
import { layerUrl } from './packages.ts';

function versionOf(
  call: Call,
  given: string | undefined,
  version: number | undefined,
): { name: string; layer: LayerState } {
  const parts = (given ?? '').split(':');
  const name = given?.startsWith('arn:') ? (parts[6] ?? '') : (given ?? '');
  const number = version ?? Number(parts[7]);
  const owner = given?.startsWith('arn:') ? parts[4] : call.account.id;
  const account = call.world.accounts.get(owner ?? '');
  const layer = account?.regions
    .get(call.region.name)
    ?.lambda.layers.get(name)
    ?.find((one) => one.version.Version === number);
  if (!layer)
    throw new Fault('ResourceNotFoundException', 'The resource you requested does not exist.', {
      fields: { Type: 'User' },
    });
  if (owner !== call.account.id && !layer.policy) {
    throw new Fault(
      'AccessDeniedException',
      `User: ${call.caller.arn} is not authorized to perform: lambda:GetLayerVersion on resource: ${given}`,
      { status: 403 },
    );
  }
  return { name, layer };
}

function describe(call: Call, name: string, layer: LayerState): L.GetLayerVersionResponse {
  const { version, content } = layer;
  return defined({
    Content: defined({
      Location: layerUrl(call, name, version.Version ?? 1),
      CodeSha256: 'MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=',
      CodeSize: content?.length ?? 1000,
    }),
    LayerArn: version.LayerVersionArn?.replace(/:\d+$/, ''),
    LayerVersionArn: version.LayerVersionArn,
    Description: version.Description,
    CreatedDate: version.CreatedDate,
    Version: version.Version,
    CompatibleRuntimes: version.CompatibleRuntimes,
  });
}

export const layers: Behaviours = {
  ListLayers(input: L.ListLayersRequest, call: Call): L.ListLayersResponse {
    const all = [...call.region.lambda.layers.entries()].map(([name, versions]) =>
      defined({
        LayerName: name,
        LayerArn: versions.at(-1)?.version.LayerVersionArn?.replace(/:\d+$/, ''),
        LatestMatchingVersion: versions.at(-1)?.version,
      }),
    );
    const { items, next } = page(all, input.Marker, input.MaxItems, 50);
    return defined({ Layers: items, NextMarker: next });
  },

  ListLayerVersions(input: L.ListLayerVersionsRequest, call: Call): L.ListLayerVersionsResponse {
    const name = (input.LayerName ?? '').split(':').at(6) ?? input.LayerName ?? '';
    const versions = (call.region.lambda.layers.get(name) ?? []).filter(
      ({ version: { CompatibleRuntimes: runtimes, CompatibleArchitectures: architectures } }) =>
        (!input.CompatibleRuntime || !runtimes?.length || runtimes.includes(input.CompatibleRuntime)) &&
        (!input.CompatibleArchitecture ||
          !architectures?.length ||
          architectures.includes(input.CompatibleArchitecture)),
    );
    const { items, next } = page([...versions].reverse(), input.Marker, input.MaxItems, 50);
    return defined({ LayerVersions: items.map((one) => one.version), NextMarker: next });
  },

  GetLayerVersion(input: L.GetLayerVersionRequest, call: Call): L.GetLayerVersionResponse {
    const { name, layer } = versionOf(call, input.LayerName, input.VersionNumber);
    return describe(call, name, layer);
  },

  GetLayerVersionByArn(input: L.GetLayerVersionByArnRequest, call: Call): L.GetLayerVersionResponse {
    const { name, layer } = versionOf(call, input.Arn, undefined);
    return describe(call, name, layer);
  },

  GetLayerVersionPolicy(input: L.GetLayerVersionPolicyRequest, call: Call): L.GetLayerVersionPolicyResponse {
    const { layer } = versionOf(call, input.LayerName, input.VersionNumber);
    if (!layer.policy)
      throw new Fault('ResourceNotFoundException', 'No policy is associated with the given resource.', {
        fields: { Type: 'User' },
      });
    return {
      Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: layer.policy.statements }),
      RevisionId: layer.policy.revisionId,
    };
  },
};
