// What planning a change reads, by what is planned. Making it needs the permissions that each plan names.
import { changeReaders } from './changes/index.ts';
import type { CollectorFacts } from './scope.ts';

export const planPermissions: readonly CollectorFacts[] = [
  {
    thing: 'what is there before a planned change, and after it',
    feature: 'plans',
    actions: [...new Set(Object.values(changeReaders).flatMap(({ actions }) => actions))].toSorted(),
  },
  {
    thing: 'what calls a function, its role, versions, layers and network, to contain it',
    feature: 'plans',
    actions: [
      'ec2:DescribeNetworkAcls',
      'events:DescribeRule',
      'events:ListEventBuses',
      'events:ListRuleNamesByTarget',
      'events:ListTargetsByRule',
      'lambda:GetFunctionConfiguration',
      'lambda:GetPolicy',
      'lambda:ListAliases',
      'lambda:ListEventSourceMappings',
      'lambda:ListFunctionUrlConfigs',
      'lambda:ListFunctions',
      'lambda:ListLayerVersions',
      'lambda:ListProvisionedConcurrencyConfigs',
      'lambda:ListVersionsByFunction',
      'network-firewall:DescribeFirewall',
      'network-firewall:DescribeFirewallPolicy',
      'network-firewall:ListFirewalls',
      'route53resolver:ListFirewallRuleGroupAssociations',
    ],
  },
  {
    thing: 'the detectors of GuardDuty, to turn on Lambda Protection',
    feature: 'plans',
    actions: ['guardduty:ListDetectors'],
  },
];
