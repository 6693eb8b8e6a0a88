// The domain of the finding is no longer resolved in the function's VPC: DNS Firewall answers that it does not exist.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html
import { missing, type Proposal, type Remedy } from '../remedy.ts';

/** Of associations with a VPC: larger than 100, smaller than 9900. */
const lowest = 101;
const highest = 9899;
/** Rule groups on one VPC. */
const quota = 5;

export const blockInDns: Remedy = {
  id: 'block-in-dns',
  title: 'block the remote domain in DNS Firewall',
  harm: 'nothing in the VPC can look up that one domain any more',
  propose(facts) {
    const { remote, network, dnsGroups, region, now } = facts;
    const domain = remote?.domain.replace(/\.$/, '').toLowerCase() ?? '';
    if (domain === '') return nothing('no domain is known: it takes a finding that names one');
    if (!network)
      return nothing('of no use: the function is in no VPC, so DNS Firewall does not see its questions');
    if (!dnsGroups.known) return { wishes: [], warnings: missing('rule groups of DNS Firewall', dnsGroups) };
    // 64 letters are allowed.
    const name = `lambda-protect-${facts.name}`.slice(0, 64);
    const request = `${name} ${now}`;
    const own = dnsGroups.value.find((one) => one.name === name);
    const taken = dnsGroups.value.filter((one) => one !== own).map((one) => one.priority);
    const first = Math.min(highest + 1, ...taken);
    let priority = own?.priority ?? (taken.length === 0 ? lowest : first - 1);
    if (priority < lowest) {
      priority = lowest;
      while (taken.includes(priority)) priority += 1;
    }
    return {
      wishes: [
        { kind: 'dns-domain-list', region, target: { name, request }, after: { domains: [domain] } },
        { kind: 'dns-rule-group', region, target: { name, request }, after: { owned: true } },
        {
          kind: 'dns-rule',
          region,
          target: { group: name, list: name, request },
          after: { priority: 1, action: 'BLOCK', response: 'NXDOMAIN' },
        },
        {
          kind: 'dns-association',
          region,
          target: { group: name, vpcId: network.vpcId, request },
          after: { priority },
        },
      ],
      warnings: [
        'an address that is known already is still reached, and so is a domain that is asked elsewhere than at the VPC’s resolver',
        'DNS Firewall is charged by domain and by question',
        ...(first < priority
          ? ['another rule group of the VPC is asked first: what it allows is not blocked']
          : []),
        ...(taken.length >= quota
          ? [
              `the VPC has ${taken.length} rule groups: AWS refuses more than ${quota} unless the quota was raised`,
            ]
          : []),
      ],
    };
  },
};

const nothing = (reason: string): Proposal => ({ wishes: [], warnings: [`block-in-dns: ${reason}`] });
