// A public REST API in front of the function has no web application firewall, and some of its routes are open.

import { apisOf } from '../../apis.ts';
import { functionCheck, type Hit } from '../../check.ts';
import { allListed, exampleArn, neighbours, place, restApi } from '../../examples.ts';
import { listingGaps } from '../../listing-gaps.ts';
import { securityHub } from '../../references.ts';

export const apiWithoutFirewall = functionCheck({
  id: 'api-without-firewall',
  severity: 'info',
  title: 'an open REST API in front of the function has no firewall',
  why: 'Requests that need no identity should at least pass rate limits and managed rules before they run the function.',
  todo: 'Associate a web ACL of AWS WAF with the stage.',
  cwe: [693],
  references: [securityHub('APIGateway.4')],
  needs: ['neighbours', 'completeNeighbours', 'place'],
  test: ({ neighbours: around, completeNeighbours, place: here }) => {
    const { apis, gaps: unread } = apisOf(around, here.arn);
    const gaps = [...unread, ...listingGaps(completeNeighbours, ['rest-api', 'http-api'])];
    // HTTP APIs take no web ACL; routes that know their caller are no concern of this check.
    const open = apis.filter(
      ({ api, routes }) =>
        api.kind === 'rest-api' &&
        !api.endpointTypes.includes('PRIVATE') &&
        routes.some((route) => route.authorization.toUpperCase() === 'NONE'),
    );
    if (open.length === 0) return gaps.length === 0 ? 'not-applicable' : { hits: [], gaps };
    const hits: Hit[] = [];
    const unknown = [...gaps];
    for (const { api } of open) {
      if (!api.stages.known) unknown.push(api.stages.gap);
      else
        for (const stage of api.stages.value)
          if (stage.webAclArn === undefined)
            hits.push({
              message: `stage ${stage.name} of API ${api.name} (${api.id}) has open routes and no web ACL`,
              resource: `api ${api.id} stage ${stage.name}`,
            });
    }
    return { hits, gaps: unknown };
  },
  examples: {
    good: [
      {
        place,
        completeNeighbours: allListed,
        neighbours: neighbours(
          restApi({
            routes: {
              known: true,
              value: [
                {
                  method: 'GET',
                  path: '/',
                  authorization: 'NONE',
                  apiKeyRequired: true,
                  functionArn: exampleArn,
                },
              ],
            },
          }),
        ),
      },
    ],
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
                  method: 'GET',
                  path: '/',
                  authorization: 'NONE',
                  apiKeyRequired: false,
                  functionArn: exampleArn,
                },
              ],
            },
            stages: {
              known: true,
              value: [{ name: 'prod', accessLogs: true, clientCertificate: false, throttled: true }],
            },
          }),
        ),
      },
    ],
    notApplicable: [{ place, completeNeighbours: allListed, neighbours: neighbours(restApi()) }],
  },
});
