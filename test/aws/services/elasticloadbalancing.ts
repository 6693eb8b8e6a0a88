// Load balancers whose targets are functions.
import type * as B from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Behaviours, type Call, defined, Fault, page } from '../behaviour.ts';

export interface ElbState {
  balancers: B.LoadBalancer[];
  targetGroups: { group: B.TargetGroup; targets: B.TargetDescription[] }[];
}

export function emptyElb(): ElbState {
  return { balancers: [], targetGroups: [] };
}

export const elb: Behaviours = {
  DescribeLoadBalancers(input: B.DescribeLoadBalancersInput, call: Call): B.DescribeLoadBalancersOutput {
    const wanted = call.region.elb.balancers.filter(
      (one) => !input.LoadBalancerArns?.length || input.LoadBalancerArns.includes(one.LoadBalancerArn ?? ''),
    );
    if (input.LoadBalancerArns?.length && wanted.length === 0)
      throw new Fault('LoadBalancerNotFound', 'One or more load balancers not found');
    const { items, next } = page(wanted, input.Marker, input.PageSize, 400, 'ValidationError');
    return defined({ LoadBalancers: items, NextMarker: next });
  },

  DescribeTargetGroups(input: B.DescribeTargetGroupsInput, call: Call): B.DescribeTargetGroupsOutput {
    const wanted = call.region.elb.targetGroups
      .map((one) => one.group)
      .filter(
        (one) => !input.TargetGroupArns?.length || input.TargetGroupArns.includes(one.TargetGroupArn ?? ''),
      );
    if (input.TargetGroupArns?.length && wanted.length === 0)
      throw new Fault('TargetGroupNotFound', 'One or more target groups not found');
    const { items, next } = page(wanted, input.Marker, input.PageSize, 400, 'ValidationError');
    return defined({ TargetGroups: items, NextMarker: next });
  },

  DescribeTargetHealth(input: B.DescribeTargetHealthInput, call: Call): B.DescribeTargetHealthOutput {
    const found = call.region.elb.targetGroups.find(
      (one) => one.group.TargetGroupArn === input.TargetGroupArn,
    );
    if (!found) throw new Fault('TargetGroupNotFound', 'One or more target groups not found');
    return {
      TargetHealthDescriptions: found.targets.map((target) => ({
        Target: target,
        TargetHealth: { State: 'healthy' as const },
      })),
    };
  },
};
