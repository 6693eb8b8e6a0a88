// The subnets of the function keep no flow logs.
import { functionCheck } from '../../check.ts';
import { configuration, place } from '../../examples.ts';
import { securityHub } from '../../references.ts';

const vpc = { vpcId: 'vpc-1', subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'], ipv6: false };
const log = (resourceId: string, active = true) => ({
  id: 'fl-1',
  resourceId,
  active,
  traffic: 'ALL',
  destinationType: 's3',
});

export const unrecordedTraffic = functionCheck({
  id: 'unrecorded-traffic',
  severity: 'info',
  title: "the traffic of the function's subnets is not recorded",
  why: 'Without flow logs nobody can say which addresses the function talked to.',
  todo: 'Create a flow log for the VPC.',
  cwe: [778],
  references: [securityHub('EC2.6')],
  needs: ['configuration', 'flowLogs', 'place'],
  test: ({ configuration: { vpc: network }, flowLogs, place: here }) => {
    if (network === undefined || network.subnetIds.length === 0) return 'not-applicable';
    const active = new Set(flowLogs.filter((one) => one.active).map((one) => one.resourceId));
    if (active.has(network.vpcId)) return [];
    const bare = network.subnetIds.filter((id) => !active.has(id));
    return bare.length === 0
      ? []
      : [{ message: `no flow log covers ${bare.join(', ')} of ${here.name}`, resource: network.vpcId }];
  },
  examples: {
    good: [
      { place, configuration: configuration({ vpc }), flowLogs: [log('vpc-1')] },
      { place, configuration: configuration({ vpc }), flowLogs: [log('subnet-1')] },
    ],
    bad: [
      { place, configuration: configuration({ vpc }), flowLogs: [log('vpc-1', false)] },
      { place, configuration: configuration({ vpc }), flowLogs: [] },
    ],
    notApplicable: [{ place, configuration: configuration(), flowLogs: [] }],
  },
});
