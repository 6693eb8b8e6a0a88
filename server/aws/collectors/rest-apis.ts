// API Gateway's REST APIs with their routes, stages and authorizers.
import type * as A from '@aws-sdk/client-api-gateway';
import { type Known, known, unknown } from '../../core/model/known.ts';
import type { ApiRoute, ApiStage, RestApi } from '../../core/model/neighbour.ts';
import type { CollectorFacts, NeighbourScope } from '../scope.ts';

export const restApisCollector: CollectorFacts = {
  thing: 'REST APIs',
  feature: 'triggers',
  actions: ['apigateway:GET'],
};

/** APIs may call functions through a role, unnamed by any function: of this many all are read. */
const readAllUpTo = 60;

export async function collectRestApis(scope: NeighbourScope): Promise<Known<readonly RestApi[]>> {
  const client = await scope.client('apigateway');
  const apis = await scope.ask.pages<A.RestApi>('apigateway:GET', async (token, options) => {
    const page = await client.getRestApis(
      { limit: 500, ...(token === undefined ? {} : { position: token }) },
      options,
    );
    return { items: page.items, next: page.position };
  });
  if (!apis.known) return apis;
  const text = [...scope.named].filter((arn) => arn.includes(':execute-api:')).join('\n');
  return known(
    await Promise.all(
      apis.value.map((api) =>
        apis.value.length <= readAllUpTo || text.includes(`:${api.id}/`)
          ? read(scope, api)
          : unread(scope, api),
      ),
    ),
  );
}

function base(scope: NeighbourScope, api: A.RestApi) {
  const { partition } = scope.account;
  const id = api.id ?? '';
  return {
    kind: 'rest-api',
    arn: `arn:${partition}:apigateway:${scope.region}::/restapis/${id}`,
    exists: known(true),
    // The service escapes the document once more inside its JSON.
    policy: known(api.policy ? api.policy.replaceAll('\\"', '"') : null),
    id,
    name: api.name ?? '',
    endpointTypes: api.endpointConfiguration?.types ?? [],
  } as const;
}

async function unread(scope: NeighbourScope, api: A.RestApi): Promise<RestApi> {
  const gap = unknown({ action: 'apigateway:GET', reason: 'not-asked', detail: 'no function names it' });
  return { ...base(scope, api), routes: gap, stages: gap, authorizers: gap };
}

async function read(scope: NeighbourScope, api: A.RestApi): Promise<RestApi> {
  const client = await scope.client('apigateway');
  const restApiId = api.id ?? '';
  const [resources, stages, authorizers] = await Promise.all([
    scope.ask.pages<A.Resource>('apigateway:GET', async (token, options) => {
      const page = await client.getResources(
        { restApiId, limit: 500, embed: ['methods'], ...(token === undefined ? {} : { position: token }) },
        options,
      );
      return { items: page.items, next: page.position };
    }),
    scope.ask.known('apigateway:GET', (options) => client.getStages({ restApiId }, options)),
    scope.ask.pages('apigateway:GET', async (token, options) => {
      const page = await client.getAuthorizers(
        { restApiId, limit: 500, ...(token === undefined ? {} : { position: token }) },
        options,
      );
      return { items: page.items, next: page.position };
    }),
  ]);
  return {
    ...base(scope, api),
    routes: resources.known ? known(resources.value.flatMap(routesOf)) : resources,
    stages: stages.known ? known((stages.value.item ?? []).map(toStage)) : stages,
    authorizers: authorizers.known
      ? known(
          authorizers.value.map((one) => ({
            id: one.id ?? '',
            type: one.type ?? '',
            ...functionIn(one.authorizerUri),
          })),
        )
      : authorizers,
  };
}

function routesOf(resource: A.Resource): readonly ApiRoute[] {
  return Object.entries(resource.resourceMethods ?? {}).map(([method, details]) => ({
    method,
    path: resource.path ?? '/',
    authorization: details.authorizationType ?? 'NONE',
    ...(details.authorizerId === undefined ? {} : { authorizerId: details.authorizerId }),
    apiKeyRequired: details.apiKeyRequired ?? false,
    ...functionIn(details.methodIntegration?.uri),
  }));
}

function toStage(stage: A.Stage): ApiStage {
  const settings = stage.methodSettings?.['*/*'];
  return {
    name: stage.stageName ?? '',
    accessLogs: Boolean(stage.accessLogSettings?.destinationArn),
    ...(settings?.loggingLevel === undefined ? {} : { executionLogLevel: settings.loggingLevel }),
    ...(stage.webAclArn ? { webAclArn: stage.webAclArn } : {}),
    clientCertificate: Boolean(stage.clientCertificateId),
    throttled: (settings?.throttlingRateLimit ?? -1) >= 0,
  };
}

/** `arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/FUNCTION-ARN/invocations`. */
function functionIn(uri: string | undefined): { readonly functionArn?: string } {
  const arn = /\/functions\/(arn:[^/]+)\/invocations/.exec(uri ?? '')?.[1];
  return arn === undefined ? {} : { functionArn: arn };
}
