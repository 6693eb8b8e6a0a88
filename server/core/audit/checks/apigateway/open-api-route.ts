// A route of an API reaches the function without authorizer, key or policy.

import { apisOf } from '../../apis.ts';
import { functionCheck, type Hit } from '../../check.ts';
import { allListed, exampleArn, neighbours, place, restApi } from '../../examples.ts';
import { listingGaps } from '../../listing-gaps.ts';
import { page } from '../../references.ts';

export const openApiRoute = functionCheck({
  id: 'open-api-route',
  severity: 'warning',
  title: 'a route of an API calls the function without any authorization',
  why: 'A route without authorizer, API key or resource policy runs the function for whoever finds its address.',
  todo: 'Set an authorizer (IAM, JWT, Cognito or Lambda) on the route; if it is meant to be public, write an exception with the reason.',
  cwe: [306, 862],
  references: [
    page(
      'Controlling access to APIs',
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
    ),
  ],
  needs: ['neighbours', 'completeNeighbours', 'place'],
  test: ({ neighbours: around, completeNeighbours, place: here }) => {
    const { apis, gaps: unread } = apisOf(around, here.arn);
    const gaps = [...unread, ...listingGaps(completeNeighbours, ['rest-api', 'http-api'])];
    if (apis.length === 0) return gaps.length === 0 ? 'not-applicable' : { hits: [], gaps };
    const hits: Hit[] = [];
    for (const { api, routes } of apis) {
      if (
        api.kind === 'rest-api' &&
        (api.endpointTypes.includes('PRIVATE') || (api.policy.known && api.policy.value !== null))
      )
        continue;
      for (const route of routes) {
        if (
          route.authorization.toUpperCase() !== 'NONE' ||
          route.apiKeyRequired ||
          route.method === 'OPTIONS'
        )
          continue;
        // Of a WebSocket API only $connect is authorized; the others follow an open connection.
        if (
          api.kind === 'http-api' &&
          api.protocol === 'websocket' &&
          route.path !== '$connect' &&
          route.method !== '$connect'
        )
          continue;
        hits.push({
          message: `${route.method} ${route.path} of API ${api.name} (${api.id}) calls ${here.name} without authorization`,
          resource: `api ${api.id} ${route.method} ${route.path}`,
          data: { apiId: api.id },
        });
      }
    }
    return { hits, gaps };
  },
  examples: {
    good: [{ place, completeNeighbours: allListed, neighbours: neighbours(restApi()) }],
    bad: [
      {
        place,
        completeNeighbours: allListed,
        neighbours: neighbours(
          restApi({
            routes: {
              known: true,
              value: [
                {
                  method: 'POST',
                  path: '/orders',
                  authorization: 'NONE',
                  apiKeyRequired: false,
                  functionArn: exampleArn,
                },
              ],
            },
          }),
        ),
      },
    ],
    notApplicable: [{ place, completeNeighbours: allListed, neighbours: neighbours() }],
  },
});
