// How the internet reaches the function: said once, so that a person can see it; other checks judge each way.

import { apisOf } from '../../apis.ts';
import { functionCheck, type Hit } from '../../check.ts';
import {
  allListed,
  exampleArn,
  neighbours,
  place,
  policy,
  publicUrlGrants,
  restApi,
  url,
} from '../../examples.ts';
import { listingGaps } from '../../listing-gaps.ts';
import { lambdaGuide } from '../../references.ts';
import { targetGroupsOf } from '../../target-groups.ts';
import { isPubliclyCallable } from '../../url-grants.ts';

export const internetExposure = functionCheck({
  id: 'internet-exposure',
  severity: 'info',
  title: 'the function is reachable from the internet',
  why: 'What the internet reaches is tried by everybody. Input rules, throttling and a small role matter most here.',
  todo: 'Make sure that the guard wraps the handler and that concurrency is bounded.',
  cwe: [668],
  references: [lambdaGuide('urls-configuration', 'Function URLs')],
  needs: ['urls', 'policies', 'neighbours', 'completeNeighbours', 'place'],
  test: ({ urls, policies, neighbours: around, completeNeighbours, place: here }) => {
    const hits: Hit[] = urls
      .filter((one) => one.authType === 'none' && isPubliclyCallable(one, policies))
      .map((one) => ({
        message: `internet → function URL (${one.qualifier ?? '$LATEST'}) → ${here.name}`,
        resource: `url of ${one.qualifier ?? '$LATEST'}`,
      }));
    const { apis, gaps: unread } = apisOf(around, here.arn);
    const gaps = [...unread, ...listingGaps(completeNeighbours, ['rest-api', 'http-api', 'target-group'])];
    const open = [...gaps];
    for (const { api } of apis) {
      if (api.kind === 'rest-api' && api.endpointTypes.includes('PRIVATE')) continue;
      hits.push({
        message: `internet → API ${api.name} (${api.id}) → ${here.name}`,
        resource: `api ${api.id}`,
      });
    }
    for (const group of targetGroupsOf(around, here.arn)) {
      if (!group.loadBalancers.known) open.push(group.loadBalancers.gap);
      else {
        for (const balancer of group.loadBalancers.value) {
          if (!balancer.internetFacing) continue;
          hits.push({
            message: `internet → load balancer ${balancer.arn} → ${here.name}`,
            resource: `target group ${group.name}`,
          });
        }
      }
    }
    return { hits, gaps: open };
  },
  examples: {
    good: [
      {
        place,
        urls: [],
        policies: [],
        completeNeighbours: allListed,
        neighbours: neighbours(restApi({ endpointTypes: ['PRIVATE'] })),
      },
    ],
    bad: [
      {
        place,
        urls: [url()],
        policies: [policy(null, ...publicUrlGrants)],
        completeNeighbours: allListed,
        neighbours: neighbours(),
      },
      { place, urls: [], policies: [], completeNeighbours: allListed, neighbours: neighbours(restApi()) },
      {
        place,
        urls: [],
        policies: [],
        completeNeighbours: allListed,
        neighbours: neighbours({
          kind: 'target-group',
          arn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/t/1',
          name: 't',
          exists: { known: true, value: true },
          policy: { known: true, value: null },
          functionArns: { known: true, value: [exampleArn] },
          loadBalancers: {
            known: true,
            value: [
              {
                arn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/l/1',
                internetFacing: true,
              },
            ],
          },
        }),
      },
    ],
  },
});
