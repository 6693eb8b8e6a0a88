// Target groups whose targets are functions, and the load balancers before them.
import { type Known, known } from '../../core/model/known.ts';
import type { LoadBalancer, TargetGroup } from '../../core/model/neighbour.ts';
import type { CollectorFacts, NeighbourScope } from '../scope.ts';

export const loadBalancersCollector: CollectorFacts = {
  thing: 'load balancer targets',
  feature: 'triggers',
  actions: [
    'elasticloadbalancing:DescribeTargetGroups',
    'elasticloadbalancing:DescribeTargetHealth',
    'elasticloadbalancing:DescribeLoadBalancers',
  ],
};

export async function collectTargetGroups(scope: NeighbourScope): Promise<Known<readonly TargetGroup[]>> {
  const elb = await scope.client('elb');
  const groups = await scope.ask.pages(
    'elasticloadbalancing:DescribeTargetGroups',
    async (token, options) => {
      const page = await elb.describeTargetGroups(
        { PageSize: 400, ...(token === undefined ? {} : { Marker: token }) },
        options,
      );
      return {
        items: page.TargetGroups?.filter((one) => one.TargetType === 'lambda'),
        next: page.NextMarker,
      };
    },
  );
  if (!groups.known) return groups;
  const wanted = [...new Set(groups.value.flatMap((one) => one.LoadBalancerArns ?? []))];
  const balancers = wanted.length === 0 ? known([]) : await balancersOf(scope);
  return known(
    await Promise.all(
      groups.value.map(async (group): Promise<TargetGroup> => {
        const arn = group.TargetGroupArn ?? '';
        const targets = await scope.ask.known('elasticloadbalancing:DescribeTargetHealth', (options) =>
          elb.describeTargetHealth({ TargetGroupArn: arn }, options),
        );
        return {
          kind: 'target-group',
          arn,
          exists: known(true),
          policy: known(null),
          name: group.TargetGroupName ?? '',
          functionArns: targets.known
            ? known((targets.value.TargetHealthDescriptions ?? []).map((one) => one.Target?.Id ?? ''))
            : targets,
          loadBalancers: balancers.known
            ? known(balancers.value.filter((one) => group.LoadBalancerArns?.includes(one.arn)))
            : balancers,
        };
      }),
    ),
  );
}

async function balancersOf(scope: NeighbourScope): Promise<Known<readonly LoadBalancer[]>> {
  const elb = await scope.client('elb');
  return scope.ask.pages('elasticloadbalancing:DescribeLoadBalancers', async (token, options) => {
    const page = await elb.describeLoadBalancers(
      { PageSize: 400, ...(token === undefined ? {} : { Marker: token }) },
      options,
    );
    return {
      items: page.LoadBalancers?.map((one) => ({
        arn: one.LoadBalancerArn ?? '',
        internetFacing: one.Scheme === 'internet-facing',
      })),
      next: page.NextMarker,
    };
  });
}
