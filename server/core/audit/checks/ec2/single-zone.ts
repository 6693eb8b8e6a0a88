// All subnets of the function lie in one zone.
import { functionCheck } from '../../check.ts';
import { configuration, place } from '../../examples.ts';
import { securityHub } from '../../references.ts';

const vpc = { vpcId: 'vpc-1', subnetIds: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'], ipv6: false };
const subnet = (id: string, availabilityZone: string) => ({
  id,
  vpcId: 'vpc-1',
  availabilityZone,
  cidr: '10.0.0.0/24',
});

export const singleZone = functionCheck({
  id: 'single-zone',
  severity: 'info',
  title: 'the function depends on one availability zone',
  why: 'When that zone fails, the function cannot start.',
  todo: 'Add subnets in a second zone.',
  cwe: [],
  references: [securityHub('Lambda.5')],
  needs: ['configuration', 'subnets', 'place'],
  test: ({ configuration: { vpc: network }, subnets, place: here }) => {
    if (network === undefined || network.subnetIds.length === 0) return 'not-applicable';
    const zones = new Set(subnets.map((one) => one.availabilityZone));
    return zones.size === 1
      ? [{ message: `all subnets of ${here.name} lie in ${[...zones].join()}`, resource: network.vpcId }]
      : [];
  },
  examples: {
    good: [
      {
        place,
        configuration: configuration({ vpc }),
        subnets: [subnet('subnet-1', 'eu-west-1a'), subnet('subnet-2', 'eu-west-1b')],
      },
    ],
    bad: [
      {
        place,
        configuration: configuration({ vpc }),
        subnets: [subnet('subnet-1', 'eu-west-1a'), subnet('subnet-2', 'eu-west-1a')],
      },
    ],
    notApplicable: [{ place, configuration: configuration(), subnets: [] }],
  },
});
