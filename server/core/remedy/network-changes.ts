// Changes to the network around a function, as data: what names each thing, and the part of its state that is changed.
// What a plan makes is named by name, as its id is not known before.

export interface NetworkChangeKinds {
  /** Of a function's unpublished version; the ids of our own groups are not known before, so these stand by name. */
  'function-network': {
    readonly target: { readonly functionName: string };
    readonly state: {
      readonly subnets: readonly string[];
      readonly groups: readonly string[];
      readonly dualStack: boolean;
    };
  };
  /** Rules as `protocol ports peer`, sorted; `-1` is every protocol. */
  'security-group': {
    readonly target: { readonly vpcId: string; readonly name: string };
    readonly state: {
      readonly description: string;
      readonly ingress: readonly string[];
      readonly egress: readonly string[];
    };
  };
  'network-acl-entry': {
    readonly target: {
      readonly networkAclId: string;
      readonly ruleNumber: number;
      readonly egress: boolean;
    };
    /** Protocol `-1`: all of them. */
    readonly state: { readonly action: 'allow' | 'deny'; readonly protocol: string; readonly cidr: string };
  };
  /** A stateless rule group of Network Firewall that drops what comes from or goes to the addresses. */
  'firewall-rule-group': {
    readonly target: { readonly name: string };
    readonly state: { readonly drops: readonly string[] };
  };
  /** That a firewall policy uses a stateless rule group of ours. */
  'firewall-policy-use': {
    readonly target: { readonly policyArn: string; readonly groupArn: string };
    readonly state: { readonly priority: number };
  };
  /** `request`: of all changes of DNS Firewall; tells a repeated call from a new one, so it is another in each plan. */
  'dns-domain-list': {
    readonly target: { readonly name: string; readonly request: string };
    /** Sorted, without the dot at their end. */
    readonly state: { readonly domains: readonly string[] };
  };
  'dns-rule-group': {
    readonly target: { readonly name: string; readonly request: string };
    readonly state: { readonly owned: true };
  };
  'dns-rule': {
    readonly target: { readonly group: string; readonly list: string; readonly request: string };
    readonly state: { readonly priority: number; readonly action: string; readonly response: string };
  };
  'dns-association': {
    readonly target: { readonly group: string; readonly vpcId: string; readonly request: string };
    readonly state: { readonly priority: number };
  };
}

/** What AWS gives a new security group: everything may go out. */
export const defaultEgress: readonly string[] = ['-1 all 0.0.0.0/0', '-1 all ::/0'];
