// The readers of states, by the kind of change that they serve.
import type { ChangeKind } from '../../core/remedy/change.ts';
import type { ChangeReader } from '../change-reader.ts';
import { alarm } from './alarm.ts';
import { alias } from './alias.ts';
import { dashboard } from './dashboard.ts';
import { eventRule } from './event-rule.ts';
import { eventSourceMapping } from './event-source-mapping.ts';
import { findingArchive } from './finding-archive.ts';
import { functionUrl } from './function-url.ts';
import { guardDutyFeature } from './guardduty-feature.ts';
import { metricFilter } from './metric-filter.ts';
import { permission } from './permission.ts';
import { reservedConcurrency } from './reserved-concurrency.ts';
import { rolePolicy } from './role-policy.ts';
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
  permission,
  'reserved-concurrency': reservedConcurrency,
  'role-policy': rolePolicy,
  subscription,
  topic,
};
