// A stage of an API in front of the function keeps no access log.

import { apisOf } from '../../apis.ts';
import { functionCheck, type Hit } from '../../check.ts';
import { allListed, neighbours, place, restApi } from '../../examples.ts';
import { listingGaps } from '../../listing-gaps.ts';
import { page } from '../../references.ts';

export const unwatchedApiStage = functionCheck({
  id: 'unwatched-api-stage',
  severity: 'info',
  title: 'an API in front of the function keeps no access log',
  why: 'Without access logs nobody can say afterwards who sent which request to the function.',
  todo: 'Set a log group as access log destination of the stage.',
  cwe: [778],
  references: [
    page(
      'Security Hub APIGateway.9',
      'https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-9',
    ),
  ],
  needs: ['neighbours', 'completeNeighbours', 'place'],
  test: ({ neighbours: around, completeNeighbours, place: here }) => {
    const { apis, gaps: unread } = apisOf(around, here.arn);
    const gaps = [...unread, ...listingGaps(completeNeighbours, ['rest-api', 'http-api'])];
    if (apis.length === 0) return gaps.length === 0 ? 'not-applicable' : { hits: [], gaps };
    const hits: Hit[] = [];
    const open = [...gaps];
    for (const { api } of apis) {
      if (!api.stages.known) open.push(api.stages.gap);
      else
        for (const stage of api.stages.value)
          if (!stage.accessLogs)
            hits.push({
              message: `stage ${stage.name} of API ${api.name} (${api.id}) keeps no access log`,
              resource: `api ${api.id} stage ${stage.name}`,
            });
    }
    return { hits, gaps: open };
  },
  examples: {
    good: [{ place, completeNeighbours: allListed, neighbours: neighbours(restApi()) }],
    bad: [
      {
        place,
        completeNeighbours: allListed,
        neighbours: neighbours(
          restApi({
            stages: {
              known: true,
              value: [{ name: 'prod', accessLogs: false, clientCertificate: false, throttled: true }],
            },
          }),
        ),
      },
    ],
    notApplicable: [{ place, completeNeighbours: allListed, neighbours: neighbours() }],
  },
});
