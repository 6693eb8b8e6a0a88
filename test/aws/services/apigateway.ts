// API Gateway's REST APIs.
import type * as A from '@aws-sdk/client-api-gateway';
import { type Behaviours, type Call, defined, Fault, page } from '../behaviour.ts';

export interface RestApiState {
  api: A.RestApi;
  resources: A.Resource[];
  stages: A.Stage[];
  authorizers: A.Authorizer[];
}

export interface ApiGatewayState {
  apis: RestApiState[];
}

export function emptyApiGateway(): ApiGatewayState {
  return { apis: [] };
}

function apiOf(call: Call, id: string | undefined): RestApiState {
  const found = call.region.apigateway.apis.find((one) => one.api.id === id);
  if (!found) throw new Fault('NotFoundException', 'Invalid API identifier specified');
  return found;
}

export const apigateway: Behaviours = {
  GetRestApis(input: A.GetRestApisRequest, call: Call): A.RestApis {
    const { items, next } = page(
      call.region.apigateway.apis,
      input.position,
      input.limit ?? 25,
      500,
      'BadRequestException',
    );
    return defined({ items: items.map((one) => one.api), position: next });
  },

  GetRestApi: (input: A.GetRestApiRequest, call: Call): A.RestApi => apiOf(call, input.restApiId).api,

  /** Methods come along only with `embed=methods`. */
  GetResources(input: A.GetResourcesRequest, call: Call): A.Resources {
    const { items, next } = page(
      apiOf(call, input.restApiId).resources,
      input.position,
      input.limit ?? 25,
      500,
      'BadRequestException',
    );
    const whole = input.embed?.includes('methods') ?? false;
    return defined({
      items: items.map((one) => {
        const { resourceMethods, ...rest } = one;
        if (!resourceMethods) return rest;
        return {
          ...rest,
          resourceMethods: whole
            ? resourceMethods
            : Object.fromEntries(Object.keys(resourceMethods).map((name) => [name, {}])),
        };
      }),
      position: next,
    });
  },

  GetMethod(input: A.GetMethodRequest, call: Call): A.Method {
    const resource = apiOf(call, input.restApiId).resources.find((one) => one.id === input.resourceId);
    const method = resource?.resourceMethods?.[input.httpMethod ?? ''];
    if (!method) throw new Fault('NotFoundException', 'Invalid Method identifier specified');
    return method;
  },

  GetStages: (input: A.GetStagesRequest, call: Call): A.Stages => ({
    item: apiOf(call, input.restApiId).stages,
  }),

  GetAuthorizers: (input: A.GetAuthorizersRequest, call: Call): A.Authorizers => ({
    items: apiOf(call, input.restApiId).authorizers,
  }),
};
