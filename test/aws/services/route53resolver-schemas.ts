// Shapes of DNS Firewall's operations in the form of the SDK's runtime schemas, from the API reference: this registry's
// client of Route 53 Resolver is older than those.
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations_Amazon_Route_53_Resolver.html

const space = 'com.amazonaws.route53resolver';
const text = 0;
const whole = 1;

const struct = (name: string, members: Readonly<Record<string, unknown>>) => [
  3,
  space,
  name,
  0,
  Object.keys(members),
  Object.values(members),
];
const list = (name: string, member: unknown) => [1, space, name, 0, member];
const operation = (name: string, input: object, output: object) => [
  9,
  space,
  name,
  0,
  () => input,
  () => output,
];
const error = (name: string) => [-3, space, name, {}, ['Message'], [text]];

const page = { MaxResults: whole, NextToken: text };
const domains = list('FirewallDomains', text);
const domainList = struct('FirewallDomainListMetadata', {
  Id: text,
  Arn: text,
  Name: text,
  CreatorRequestId: text,
  ManagedOwnerName: text,
});
const domainListDetails = struct('FirewallDomainList', {
  Id: text,
  Name: text,
  Status: text,
  DomainCount: whole,
});
const ruleGroup = struct('FirewallRuleGroupMetadata', {
  Id: text,
  Arn: text,
  Name: text,
  OwnerId: text,
  ShareStatus: text,
});
const rule = struct('FirewallRule', {
  FirewallRuleGroupId: text,
  FirewallDomainListId: text,
  Name: text,
  Priority: whole,
  Action: text,
  BlockResponse: text,
  CreatorRequestId: text,
});
const association = struct('FirewallRuleGroupAssociation', {
  Id: text,
  FirewallRuleGroupId: text,
  VpcId: text,
  Name: text,
  Priority: whole,
  Status: text,
  CreatorRequestId: text,
});

const groupId = { FirewallRuleGroupId: text };
const listId = { FirewallDomainListId: text };

export const ListFirewallDomainLists$ = operation(
  'ListFirewallDomainLists',
  struct('ListFirewallDomainListsRequest', page),
  struct('ListFirewallDomainListsResponse', {
    NextToken: text,
    FirewallDomainLists: list('FirewallDomainListMetadataList', () => domainList),
  }),
);
export const ListFirewallDomains$ = operation(
  'ListFirewallDomains',
  struct('ListFirewallDomainsRequest', { ...listId, ...page }),
  struct('ListFirewallDomainsResponse', { NextToken: text, Domains: () => domains }),
);
export const ListFirewallRuleGroups$ = operation(
  'ListFirewallRuleGroups',
  struct('ListFirewallRuleGroupsRequest', page),
  struct('ListFirewallRuleGroupsResponse', {
    NextToken: text,
    FirewallRuleGroups: list('FirewallRuleGroupMetadataList', () => ruleGroup),
  }),
);
export const ListFirewallRules$ = operation(
  'ListFirewallRules',
  struct('ListFirewallRulesRequest', { ...groupId, Priority: whole, Action: text, ...page }),
  struct('ListFirewallRulesResponse', { NextToken: text, FirewallRules: list('FirewallRules', () => rule) }),
);
export const ListFirewallRuleGroupAssociations$ = operation(
  'ListFirewallRuleGroupAssociations',
  struct('ListFirewallRuleGroupAssociationsRequest', { ...groupId, VpcId: text, Status: text, ...page }),
  struct('ListFirewallRuleGroupAssociationsResponse', {
    NextToken: text,
    FirewallRuleGroupAssociations: list('FirewallRuleGroupAssociations', () => association),
  }),
);
export const CreateFirewallDomainList$ = operation(
  'CreateFirewallDomainList',
  struct('CreateFirewallDomainListRequest', { CreatorRequestId: text, Name: text }),
  struct('CreateFirewallDomainListResponse', { FirewallDomainList: () => domainListDetails }),
);
export const UpdateFirewallDomains$ = operation(
  'UpdateFirewallDomains',
  struct('UpdateFirewallDomainsRequest', { ...listId, Operation: text, Domains: () => domains }),
  struct('UpdateFirewallDomainsResponse', { Id: text, Name: text, Status: text }),
);
export const DeleteFirewallDomainList$ = operation(
  'DeleteFirewallDomainList',
  struct('DeleteFirewallDomainListRequest', listId),
  struct('DeleteFirewallDomainListResponse', { FirewallDomainList: () => domainListDetails }),
);
export const CreateFirewallRuleGroup$ = operation(
  'CreateFirewallRuleGroup',
  struct('CreateFirewallRuleGroupRequest', { CreatorRequestId: text, Name: text }),
  struct('CreateFirewallRuleGroupResponse', { FirewallRuleGroup: () => ruleGroup }),
);
export const DeleteFirewallRuleGroup$ = operation(
  'DeleteFirewallRuleGroup',
  struct('DeleteFirewallRuleGroupRequest', groupId),
  struct('DeleteFirewallRuleGroupResponse', { FirewallRuleGroup: () => ruleGroup }),
);
export const CreateFirewallRule$ = operation(
  'CreateFirewallRule',
  struct('CreateFirewallRuleRequest', {
    CreatorRequestId: text,
    ...groupId,
    ...listId,
    Priority: whole,
    Action: text,
    BlockResponse: text,
    Name: text,
  }),
  struct('CreateFirewallRuleResponse', { FirewallRule: () => rule }),
);
export const DeleteFirewallRule$ = operation(
  'DeleteFirewallRule',
  struct('DeleteFirewallRuleRequest', { ...groupId, ...listId }),
  struct('DeleteFirewallRuleResponse', { FirewallRule: () => rule }),
);
export const AssociateFirewallRuleGroup$ = operation(
  'AssociateFirewallRuleGroup',
  struct('AssociateFirewallRuleGroupRequest', {
    CreatorRequestId: text,
    ...groupId,
    VpcId: text,
    Priority: whole,
    Name: text,
    MutationProtection: text,
  }),
  struct('AssociateFirewallRuleGroupResponse', { FirewallRuleGroupAssociation: () => association }),
);
export const DisassociateFirewallRuleGroup$ = operation(
  'DisassociateFirewallRuleGroup',
  struct('DisassociateFirewallRuleGroupRequest', { FirewallRuleGroupAssociationId: text }),
  struct('DisassociateFirewallRuleGroupResponse', { FirewallRuleGroupAssociation: () => association }),
);

export const ResourceNotFoundException$ = error('ResourceNotFoundException');
export const ConflictException$ = error('ConflictException');
export const ValidationException$ = error('ValidationException');
export const LimitExceededException$ = error('LimitExceededException');
