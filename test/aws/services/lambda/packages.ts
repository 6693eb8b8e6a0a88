// Where deployment packages and layers are fetched: links to this endpoint that carry a signature, as the service's do.
import { type Call, hexId } from '../../behaviour.ts';
import type { World } from '../../world.ts';

export function packageUrl(call: Call, name: string, version: string): string {
  return link(call, `functions/${encodeURIComponent(name)}/${encodeURIComponent(version)}`);
}

export function layerUrl(call: Call, name: string, version: number): string {
  return link(call, `layers/${encodeURIComponent(name)}/${version}`);
}

function link(call: Call, rest: string): string {
  return `${call.url}/_packages/${call.account.id}/${call.region.name}/${rest}?X-Amz-Expires=600&X-Amz-Signature=${hexId(64)}`;
}

/** The bytes behind such a link. */
export function findPackage(world: World, url: URL): Uint8Array | undefined {
  const [, mark, account = '', region = '', kind, name = '', version = ''] = url.pathname
    .split('/')
    .map(decodeURIComponent);
  if (mark !== '_packages') return undefined;
  const state = world.accounts.get(account)?.regions.get(region)?.lambda;
  return kind === 'layers'
    ? state?.layers.get(name)?.find((one) => String(one.version.Version) === version)?.content
    : state?.functions.get(name)?.packages.get(version);
}
