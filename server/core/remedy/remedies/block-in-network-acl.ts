// The remote address is denied by the network ACLs of the function's subnets, before anything that they allow.
// https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
import type { Wish } from '../change.ts';
import { type AclFacts, counted, missing, type Proposal, type Remedy } from '../remedy.ts';
import { cidrOf, isInsideAddress } from '../remote-address.ts';

/** Rules of one direction, without the last one that AWS keeps for each kind of address. */
const quota = 20;

export const blockInNetworkAcl: Remedy = {
  id: 'block-in-network-acl',
  title: 'deny the remote address in the network ACLs of the subnets',
  harm: 'nothing in these subnets reaches that one address any more',
  propose(facts) {
    const { remote, network, acls, region } = facts;
    if (!remote || remote.address === '')
      return nothing('no remote address is known: it takes a finding that names one');
    if (!network) return nothing('of no use: the function is in no VPC, so no network ACL sees its traffic');
    const cidr = cidrOf(remote.address);
    if (cidr === undefined) return nothing(`${remote.address} is no address`);
    if (!acls.known) return { wishes: [], warnings: missing('network ACLs', acls) };
    // An entry stops packets of open connections too: ACLs keep no track of them.
    const sides = remote.direction === 'unknown' ? [true, false] : [remote.direction === 'out'];
    const proposals = acls.value.flatMap((acl) =>
      sides.map((egress): Proposal => entryFor(acl, egress, cidr, region)),
    );
    return {
      wishes: proposals.flatMap((one) => one.wishes),
      warnings: [
        ...new Set([
          ...proposals.flatMap((one) => one.warnings),
          ...acls.value.flatMap(({ id, otherSubnets }) =>
            otherSubnets === 0
              ? []
              : [
                  `${id} also serves ${counted(otherSubnets, 'other subnet')}: what is in there is cut off from the address too`,
                ],
          ),
          ...(isInsideAddress(remote.address)
            ? [`${remote.address} is a private address: it may stand for something of your own`]
            : []),
          'an attacker may come back from another address',
        ]),
      ],
    };
  },
};

const nothing = (reason: string): Proposal => ({ wishes: [], warnings: [`block-in-network-acl: ${reason}`] });

function entryFor(acl: AclFacts, egress: boolean, cidr: string, region: string): Proposal {
  const entries = acl.entries.filter((one) => one.egress === egress);
  const first = Math.min(32_766, ...entries.filter((one) => one.action === 'allow').map((one) => one.number));
  const denied = entries.some(
    (one) => one.action === 'deny' && one.cidr === cidr && one.protocol === '-1' && one.number < first,
  );
  if (denied) return { wishes: [], warnings: [`${acl.id} denies ${cidr} already`] };
  const taken = new Set(entries.map((one) => one.number));
  let number = first - 1;
  while (taken.has(number)) number -= 1;
  if (number < 1)
    return {
      wishes: [],
      warnings: [
        `${acl.id} has no free number before its first allowing rule (${first}): renumber its rules first`,
      ],
    };
  const count = entries.filter((one) => one.number < 32_767).length;
  const wish: Wish = {
    kind: 'network-acl-entry',
    region,
    target: { networkAclId: acl.id, ruleNumber: number, egress },
    after: { action: 'deny', protocol: '-1', cidr },
    note: `of the subnets ${acl.subnets.join(', ')}; the first rule that allows has number ${first}`,
  };
  return {
    wishes: [wish],
    warnings:
      count >= quota
        ? [
            `${acl.id} has ${count} rules of that direction: AWS refuses more than ${quota} unless the quota was raised`,
          ]
        : [],
  };
}
