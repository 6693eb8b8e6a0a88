// The APIs of API Gateway whose routes call a function.
import { parseArn, parseFunctionArn } from '../iam/arn.ts';
import type { Gap } from '../model/known.ts';
import type { ApiRoute, HttpApi, Neighbour, RestApi } from '../model/neighbour.ts';

export interface CallingApi {
  readonly api: RestApi | HttpApi;
  /** Those that call the function. */
  readonly routes: readonly ApiRoute[];
}

/** `gaps`: APIs whose routes could not be read, any of which may call the function. */
export function apisOf(
  neighbours: ReadonlyMap<string, Neighbour>,
  functionArn: string,
): { readonly apis: readonly CallingApi[]; readonly gaps: readonly Gap[] } {
  const apis: CallingApi[] = [];
  const gaps: Gap[] = [];
  for (const api of allApis(neighbours)) {
    if (!api.routes.known) {
      gaps.push(api.routes.gap);
      continue;
    }
    const routes = routesByFunction(api, api.routes.value).get(functionArn);
    if (routes !== undefined) apis.push({ api, routes });
  }
  return { apis, gaps };
}

/** One pass over a Region's neighbours, however many functions ask. */
const apisByMap = new WeakMap<ReadonlyMap<string, Neighbour>, readonly (RestApi | HttpApi)[]>();
const routesByApi = new WeakMap<RestApi | HttpApi, ReadonlyMap<string, readonly ApiRoute[]>>();

function allApis(neighbours: ReadonlyMap<string, Neighbour>): readonly (RestApi | HttpApi)[] {
  const before = apisByMap.get(neighbours);
  if (before !== undefined) return before;
  const fresh = [...neighbours.values()].filter(
    (one): one is RestApi | HttpApi => one.kind === 'rest-api' || one.kind === 'http-api',
  );
  apisByMap.set(neighbours, fresh);
  return fresh;
}

function routesByFunction(
  api: RestApi | HttpApi,
  routes: readonly ApiRoute[],
): ReadonlyMap<string, readonly ApiRoute[]> {
  const before = routesByApi.get(api);
  if (before !== undefined) return before;
  const fresh = new Map<string, ApiRoute[]>();
  for (const route of routes) {
    const arn = route.functionArn === undefined ? undefined : parseFunctionArn(route.functionArn)?.arn;
    if (arn === undefined) continue;
    const list = fresh.get(arn);
    if (list === undefined) fresh.set(arn, [route]);
    else list.push(route);
  }
  routesByApi.set(api, fresh);
  return fresh;
}

/** The API's id in `arn:…:execute-api:…:<id>/stage/method/path`. */
export function executeApiId(source: string): string | undefined {
  const arn = parseArn(source);
  return arn?.service === 'execute-api' ? arn.resource.split('/')[0] : undefined;
}

const apisById = new WeakMap<ReadonlyMap<string, Neighbour>, ReadonlyMap<string, RestApi | HttpApi>>();

export function apiWithId(
  neighbours: ReadonlyMap<string, Neighbour>,
  id: string,
): RestApi | HttpApi | undefined {
  let byId = apisById.get(neighbours);
  if (byId === undefined) {
    byId = new Map(allApis(neighbours).map((api) => [api.id, api]));
    apisById.set(neighbours, byId);
  }
  return byId.get(id);
}
