// The function may open connections to any address.
import { functionCheck } from '../../check.ts';
import { configuration, place } from '../../examples.ts';
import { page } from '../../references.ts';

const vpc = { vpcId: 'vpc-1', subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'], ipv6: false };
const group = (cidrs: readonly string[], more: object = {}) => ({
  id: 'sg-1',
  name: 'orders',
  vpcId: 'vpc-1',
  ingress: [],
  egress: [{ protocol: '-1', cidrs, groupIds: [], prefixListIds: [], ...more }],
});

export const openEgress = functionCheck({
  id: 'open-egress',
  severity: 'info',
  title: 'the security group lets the function connect anywhere',
  why: 'A function in a VPC was given a network of its own; with every address and port open, stolen data leaves it as easily as before.',
  todo: 'Allow the ports and addresses that the function needs; reach AWS through VPC endpoints.',
  cwe: [923],
  references: [
    page(
      'Security group rules',
      'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    ),
  ],
  needs: ['configuration', 'securityGroups', 'place'],
  test: ({ configuration: { vpc: network }, securityGroups, place: here }) => {
    if (network === undefined || network.securityGroupIds.length === 0) return 'not-applicable';
    return securityGroups
      .filter((one) =>
        one.egress.some(
          (rule) =>
            rule.cidrs.some((cidr) => cidr === '0.0.0.0/0' || cidr === '::/0') &&
            (rule.protocol === '-1' || ((rule.fromPort ?? 0) <= 1 && (rule.toPort ?? 0) >= 65535)),
        ),
      )
      .map((one) => ({
        message: `${one.id} (${one.name}) lets ${here.name} connect to every address and port`,
        resource: one.id,
        data: { securityGroup: one.id },
      }));
  },
  examples: {
    good: [
      { place, configuration: configuration({ vpc }), securityGroups: [group(['10.0.0.0/8'])] },
      {
        place,
        configuration: configuration({ vpc }),
        securityGroups: [group(['0.0.0.0/0'], { protocol: 'tcp', fromPort: 443, toPort: 443 })],
      },
    ],
    bad: [
      { place, configuration: configuration({ vpc }), securityGroups: [group(['0.0.0.0/0'])] },
      {
        place,
        configuration: configuration({ vpc }),
        securityGroups: [group(['::/0'], { protocol: 'tcp', fromPort: 0, toPort: 65535 })],
      },
    ],
    notApplicable: [{ place, configuration: configuration(), securityGroups: [] }],
  },
});
