// API Gateway's HTTP and WebSocket APIs.
import type * as A from '@aws-sdk/client-apigatewayv2';
import { type Behaviours, type Call, defined, Fault, page } from '../behaviour.ts';

export interface HttpApiState {
  api: A.Api;
  routes: A.Route[];
  integrations: A.Integration[];
  stages: A.Stage[];
  authorizers: A.Authorizer[];
}

export interface ApiGatewayV2State {
  apis: HttpApiState[];
}

export function emptyApiGatewayV2(): ApiGatewayV2State {
  return { apis: [] };
}

type Paged = { ApiId?: string | undefined; NextToken?: string | undefined; MaxResults?: string | undefined };

function list<T>(input: Paged, items: readonly T[]): { Items: T[]; NextToken?: string } {
  const cut = page(items, input.NextToken, Number(input.MaxResults ?? 100), 500, 'BadRequestException');
  return cut.next === undefined ? { Items: cut.items } : { Items: cut.items, NextToken: cut.next };
}

function apiOf(call: Call, id: string | undefined): HttpApiState {
  const found = call.region.apigatewayv2.apis.find((one) => one.api.ApiId === id);
  if (!found)
    throw new Fault('NotFoundException', `Invalid API identifier specified ${call.account.id}:${id}`);
  return found;
}

export const apigatewayv2: Behaviours = {
  GetApis: (input: Paged, call: Call): A.GetApisResponse =>
    list(
      input,
      call.region.apigatewayv2.apis.map((one) => one.api),
    ),
  GetApi: (input: Paged, call: Call): A.GetApiResponse => defined({ ...apiOf(call, input.ApiId).api }),
  GetRoutes: (input: Paged, call: Call): A.GetRoutesResponse => list(input, apiOf(call, input.ApiId).routes),
  GetIntegrations: (input: Paged, call: Call): A.GetIntegrationsResponse =>
    list(input, apiOf(call, input.ApiId).integrations),
  GetStages: (input: Paged, call: Call): A.GetStagesResponse => list(input, apiOf(call, input.ApiId).stages),
  GetAuthorizers: (input: Paged, call: Call): A.GetAuthorizersResponse =>
    list(input, apiOf(call, input.ApiId).authorizers),
};
