// The readers of states, by the kind of change that they serve.
import type { ChangeKind } from '../../core/remedy/change.ts';
import type { ChangeReader } from '../change-reader.ts';
import { alarm } from './alarm.ts';
import { alias } from './alias.ts';
import { dashboard } from './dashboard.ts';
import { dnsAssociation } from './dns-association.ts';
import { dnsDomainList } from './dns-domain-list.ts';
import { dnsRule } from './dns-rule.ts';
import { dnsRuleGroup } from './dns-rule-group.ts';
import { eventRule } from './event-rule.ts';
import { eventSourceMapping } from './event-source-mapping.ts';
import { findingArchive } from './finding-archive.ts';
import { findingFeedback } from './finding-feedback.ts';
import { firewallPolicyUse } from './firewall-policy-use.ts';
import { firewallRuleGroup } from './firewall-rule-group.ts';
import { functionLayers } from './function-layers.ts';
import { functionNetwork } from './function-network.ts';
import { functionUrl } from './function-url.ts';
import { functionUrlConfig } from './function-url-config.ts';
import { guardDutyFeature } from './guardduty-feature.ts';
import { metricFilter } from './metric-filter.ts';
import { networkAclEntry } from './network-acl-entry.ts';
import { permission } from './permission.ts';
import { provisionedConcurrency } from './provisioned-concurrency.ts';
import { reservedConcurrency } from './reserved-concurrency.ts';
import { rolePolicy } from './role-policy.ts';
import { securityGroup } from './security-group.ts';
import { subscription } from './subscription.ts';
import { topic } from './topic.ts';

export const changeReaders: { readonly [K in ChangeKind]: ChangeReader<K> } = {
  alarm,
  alias,
  dashboard,
  'event-rule': eventRule,
  'event-source-mapping': eventSourceMapping,
  'finding-archive': findingArchive,
  'function-url': functionUrl,
  'guardduty-feature': guardDutyFeature,
  'metric-filter': metricFilter,
  'dns-association': dnsAssociation,
  'dns-domain-list': dnsDomainList,
  'dns-rule': dnsRule,
  'dns-rule-group': dnsRuleGroup,
  'finding-feedback': findingFeedback,
  'firewall-policy-use': firewallPolicyUse,
  'firewall-rule-group': firewallRuleGroup,
  'function-layers': functionLayers,
  'function-network': functionNetwork,
  'function-url-config': functionUrlConfig,
  'network-acl-entry': networkAclEntry,
  'security-group': securityGroup,
  'provisioned-concurrency': provisionedConcurrency,
  permission,
  'reserved-concurrency': reservedConcurrency,
  'role-policy': rolePolicy,
  subscription,
  topic,
};
