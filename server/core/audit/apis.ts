// The APIs of API Gateway whose routes call a function. A Region's neighbours are looked through once, however many
// functions and checks ask.
import { parseArn, parseFunctionArn } from '../iam/arn.ts';
import type { Gap } from '../model/known.ts';
import type { ApiRoute, HttpApi, Neighbour, RestApi } from '../model/neighbour.ts';

export interface CallingApi {
  readonly api: RestApi | HttpApi;
  /** Those that call the function. */
  readonly routes: readonly ApiRoute[];
}

type Neighbours = ReadonlyMap<string, Neighbour>;

interface ApiIndex {
  readonly byFunction: ReadonlyMap<string, readonly CallingApi[]>;
  readonly byId: ReadonlyMap<string, RestApi | HttpApi>;
  readonly gaps: readonly Gap[];
}

const indexes = new WeakMap<Neighbours, ApiIndex>();

/** `gaps`: APIs whose routes could not be read, any of which may call the function. */
export function apisOf(
  neighbours: Neighbours,
  functionArn: string,
): { readonly apis: readonly CallingApi[]; readonly gaps: readonly Gap[] } {
  const index = indexOf(neighbours);
  return { apis: index.byFunction.get(functionArn) ?? [], gaps: index.gaps };
}

export function apiWithId(neighbours: Neighbours, id: string): RestApi | HttpApi | undefined {
  return indexOf(neighbours).byId.get(id);
}

/** The API's id in `arn:…:execute-api:…:<id>/stage/method/path`. */
export function executeApiId(source: string): string | undefined {
  const arn = parseArn(source);
  return arn?.service === 'execute-api' ? arn.resource.split('/')[0] : undefined;
}

function indexOf(neighbours: Neighbours): ApiIndex {
  const before = indexes.get(neighbours);
  if (before !== undefined) return before;
  const fresh = buildIndex(neighbours);
  indexes.set(neighbours, fresh);
  return fresh;
}

function buildIndex(neighbours: Neighbours): ApiIndex {
  const byFunction = new Map<string, CallingApi[]>();
  const byId = new Map<string, RestApi | HttpApi>();
  const gaps: Gap[] = [];
  for (const api of neighbours.values()) {
    if (api.kind !== 'rest-api' && api.kind !== 'http-api') continue;
    byId.set(api.id, api);
    if (!api.routes.known) {
      gaps.push(api.routes.gap);
      continue;
    }
    for (const [arn, routes] of routesByFunction(api.routes.value)) {
      const list = byFunction.get(arn);
      if (list === undefined) byFunction.set(arn, [{ api, routes }]);
      else list.push({ api, routes });
    }
  }
  return { byFunction, byId, gaps };
}

function routesByFunction(routes: readonly ApiRoute[]): ReadonlyMap<string, readonly ApiRoute[]> {
  const result = new Map<string, ApiRoute[]>();
  for (const route of routes) {
    const arn = route.functionArn === undefined ? undefined : parseFunctionArn(route.functionArn)?.arn;
    if (arn === undefined) continue;
    const list = result.get(arn);
    if (list === undefined) result.set(arn, [route]);
    else list.push(route);
  }
  return result;
}
