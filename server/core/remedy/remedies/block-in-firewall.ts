// The remote address is dropped by the firewalls of AWS Network Firewall in the function's VPC, before their own rules.
// https://docs.aws.amazon.com/network-firewall/latest/developerguide/stateless-rule-groups-5-tuple.html
import { missing, type Proposal, type Remedy } from '../remedy.ts';
import { cidrOf, isInsideAddress } from '../remote-address.ts';

/** Managed by Firewall Manager, or shared by another account: not for this account to change. */
const managed = /\/FMManagedNetworkFirewall/;

export const blockInFirewall: Remedy = {
  id: 'block-in-firewall',
  title: 'drop the remote address in AWS Network Firewall',
  harm: 'nothing behind these firewalls reaches that one address any more',
  propose(facts) {
    const { remote, network, firewalls, region, account, arn } = facts;
    if (!remote || remote.address === '')
      return nothing('no remote address is known: it takes a finding that names one');
    if (!network) return nothing('of no use: the function is in no VPC, so no firewall sees its traffic');
    const cidr = cidrOf(remote.address);
    if (cidr === undefined) return nothing(`${remote.address} is no address`);
    if (!firewalls.known) return { wishes: [], warnings: missing('firewalls', firewalls) };
    if (firewalls.value.length === 0)
      return nothing(
        `there is no firewall in ${network.vpcId}; one in another VPC that its traffic is sent through is not looked for`,
      );
    const own = firewalls.value.filter(
      ({ policyArn }) => policyArn.split(':')[4] === account && !managed.test(policyArn),
    );
    const others = firewalls.value.filter((one) => !own.includes(one));
    const name = `lambda-protect-block-${remote.address.toLowerCase().replace(/[^0-9a-z]+/g, '-')}`;
    const groupArn = `arn:${arn.split(':')[1]}:network-firewall:${region}:${account}:stateless-rulegroup/${name}`;
    const policies = own.filter(
      (one, at) => own.findIndex((other) => other.policyArn === one.policyArn) === at,
    );
    const placed = policies.map((one) => {
      const own = one.groups.find((group) => group.arn === groupArn);
      const taken = one.groups.filter((group) => group !== own).map((group) => group.priority);
      return { ...one, taken, priority: own?.priority ?? freePriority(taken) };
    });
    return {
      wishes:
        placed.length === 0
          ? []
          : [
              { kind: 'firewall-rule-group', region, target: { name }, after: { drops: [cidr] } },
              ...placed.map(({ policyArn, priority }) => ({
                kind: 'firewall-policy-use' as const,
                region,
                target: { policyArn, groupArn },
                after: { priority },
                note: 'the rest of the policy is sent back as it is then; AWS refuses it where somebody changes it at the same time',
              })),
            ],
      warnings: [
        ...placed
          .filter((one) => one.users > 1)
          .map(
            (one) =>
              `policy ${one.policyArn.split('/').at(-1)} serves ${one.users} firewalls: all of them drop the address`,
          ),
        ...placed
          .filter((one) => Math.min(...one.taken, 65_536) < one.priority)
          .map(
            (one) =>
              `policy ${one.policyArn.split('/').at(-1)} has rule groups before this one: what they pass is not dropped`,
          ),
        ...others.map(
          (one) =>
            `firewall ${one.name} is managed elsewhere (Firewall Manager or another account): it is left alone`,
        ),
        ...(isInsideAddress(remote.address)
          ? [`${remote.address} is a private address: it may stand for something of your own`]
          : []),
        ...(placed.length === 0 ? [] : ['a firewall sees only what the route tables send through it']),
      ],
    };
  },
};

const nothing = (reason: string): Proposal => ({ wishes: [], warnings: [`block-in-firewall: ${reason}`] });

/** Before the others where there is room; 1 to 65535. */
function freePriority(taken: readonly number[]): number {
  const first = Math.min(65_536, ...taken);
  if (first > 1) return taken.length === 0 ? 100 : first - 1;
  let priority = 2;
  while (taken.includes(priority)) priority += 1;
  return priority;
}
