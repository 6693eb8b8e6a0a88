// API Gateway's HTTP and WebSocket APIs with their routes, stages and authorizers.
import type * as A from '@aws-sdk/client-apigatewayv2';
import { type Known, known, unknown } from '../../core/model/known.ts';
import type { ApiRoute, ApiStage, HttpApi } from '../../core/model/neighbour.ts';
import type { Page } from '../ask.ts';
import type { CollectorFacts, NeighbourScope } from '../scope.ts';

export const httpApisCollector: CollectorFacts = {
  thing: 'HTTP and WebSocket APIs',
  feature: 'triggers',
  actions: ['apigateway:GET'],
};

const readAllUpTo = 60;

export async function collectHttpApis(scope: NeighbourScope): Promise<Known<readonly HttpApi[]>> {
  const client = await scope.client('apigatewayv2');
  const apis = await pages<A.Api>(scope, (more, options) => client.getApis(more, options));
  if (!apis.known) return apis;
  const text = [...scope.named].filter((arn) => arn.includes(':execute-api:')).join('\n');
  return known(
    await Promise.all(
      apis.value.map((api) =>
        apis.value.length <= readAllUpTo || text.includes(`:${api.ApiId}/`)
          ? read(scope, api)
          : unread(scope, api),
      ),
    ),
  );
}

async function pages<T>(
  scope: NeighbourScope,
  call: (
    more: { MaxResults: string; NextToken?: string },
    options: { abortSignal: AbortSignal },
  ) => Promise<{ Items?: T[] | undefined; NextToken?: string | undefined }>,
): Promise<Known<readonly T[]>> {
  return scope.ask.pages<T>('apigateway:GET', async (token, options): Promise<Page<T>> => {
    const page = await call(
      { MaxResults: '100', ...(token === undefined ? {} : { NextToken: token }) },
      options,
    );
    return { items: page.Items, next: page.NextToken };
  });
}

function base(scope: NeighbourScope, api: A.Api) {
  return {
    kind: 'http-api',
    arn: `arn:${scope.account.partition}:apigateway:${scope.region}::/apis/${api.ApiId ?? ''}`,
    exists: known(true),
    policy: known(null),
    id: api.ApiId ?? '',
    name: api.Name ?? '',
    protocol: api.ProtocolType === 'WEBSOCKET' ? 'websocket' : 'http',
  } as const;
}

async function unread(scope: NeighbourScope, api: A.Api): Promise<HttpApi> {
  const gap = unknown({ action: 'apigateway:GET', reason: 'not-asked', detail: 'no function names it' });
  return { ...base(scope, api), routes: gap, stages: gap, authorizers: gap };
}

async function read(scope: NeighbourScope, api: A.Api): Promise<HttpApi> {
  const client = await scope.client('apigatewayv2');
  const ApiId = api.ApiId ?? '';
  const [routes, integrations, stages, authorizers] = await Promise.all([
    pages<A.Route>(scope, (more, options) => client.getRoutes({ ApiId, ...more }, options)),
    pages<A.Integration>(scope, (more, options) => client.getIntegrations({ ApiId, ...more }, options)),
    pages<A.Stage>(scope, (more, options) => client.getStages({ ApiId, ...more }, options)),
    pages<A.Authorizer>(scope, (more, options) => client.getAuthorizers({ ApiId, ...more }, options)),
  ]);
  const targets: Known<ReadonlyMap<string, string>> = integrations.known
    ? known(new Map(integrations.value.map((one) => [one.IntegrationId ?? '', one.IntegrationUri ?? ''])))
    : integrations;
  return {
    ...base(scope, api),
    routes: !routes.known
      ? routes
      : !targets.known
        ? targets
        : known(routes.value.map((one) => toRoute(one, targets.value))),
    stages: stages.known ? known(stages.value.map(toStage)) : stages,
    authorizers: authorizers.known
      ? known(
          authorizers.value.map((one) => ({
            id: one.AuthorizerId ?? '',
            type: one.AuthorizerType ?? '',
            ...functionIn(one.AuthorizerUri),
          })),
        )
      : authorizers,
  };
}

function toRoute(route: A.Route, targets: ReadonlyMap<string, string>): ApiRoute {
  const [first = '', second] = (route.RouteKey ?? '').split(' ');
  return {
    method: second === undefined ? 'ANY' : first,
    path: second ?? first,
    authorization: route.AuthorizationType ?? 'NONE',
    ...(route.AuthorizerId === undefined ? {} : { authorizerId: route.AuthorizerId }),
    apiKeyRequired: route.ApiKeyRequired ?? false,
    ...functionIn(targets.get((route.Target ?? '').replace(/^integrations\//, ''))),
  };
}

function toStage(stage: A.Stage): ApiStage {
  const settings = stage.DefaultRouteSettings;
  return {
    name: stage.StageName ?? '',
    accessLogs: Boolean(stage.AccessLogSettings?.DestinationArn),
    ...(settings?.LoggingLevel === undefined ? {} : { executionLogLevel: settings.LoggingLevel }),
    clientCertificate: Boolean(stage.ClientCertificateId),
    throttled: (settings?.ThrottlingRateLimit ?? 0) > 0,
  };
}

/** A function's ARN by itself, or within an API Gateway URI. */
function functionIn(uri: string | undefined): { readonly functionArn?: string } {
  const arn = /(arn:[^:]+:lambda:[^:]*:\d*:function:[^/\s]+)/.exec(uri ?? '')?.[1];
  return arn === undefined ? {} : { functionArn: arn };
}
