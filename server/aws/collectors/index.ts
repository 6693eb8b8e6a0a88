// Every collector with the permissions that it needs: the read policy is generated from this list.
import type { CollectorFacts } from '../scope.ts';
import { bucketsCollector } from './buckets.ts';
import { changesCollector } from './changes.ts';
import { codeSigningCollector } from './code-signing.ts';
import { configRecorderCollector } from './config-recorder.ts';
import { eventRulesCollector } from './event-rules.ts';
import { mappingsCollector } from './event-source-mappings.ts';
import { functionsCollector } from './functions.ts';
import { guardDutyCollector } from './guardduty.ts';
import { httpApisCollector } from './http-apis.ts';
import { iamCollector } from './iam.ts';
import { inspectorCollector } from './inspector.ts';
import { keysCollector } from './keys.ts';
import { lastAccessedCollector } from './last-accessed.ts';
import { layersCollector } from './layers.ts';
import { loadBalancersCollector } from './load-balancers.ts';
import { logSecretsCollector } from './log-secrets.ts';
import { logsCollector } from './logs.ts';
import { networkCollector } from './network.ts';
import { organizationCollector } from './organization.ts';
import { queuesCollector } from './queues.ts';
import { restApisCollector } from './rest-apis.ts';
import { topicsCollector } from './topics.ts';
import { trailsCollector } from './trails.ts';
import { userPoolsCollector } from './user-pools.ts';

export const collectors: readonly CollectorFacts[] = [
  functionsCollector,
  codeSigningCollector,
  layersCollector,
  iamCollector,
  lastAccessedCollector,
  organizationCollector,
  mappingsCollector,
  restApisCollector,
  httpApisCollector,
  loadBalancersCollector,
  topicsCollector,
  queuesCollector,
  bucketsCollector,
  eventRulesCollector,
  userPoolsCollector,
  keysCollector,
  networkCollector,
  logsCollector,
  logSecretsCollector,
  trailsCollector,
  configRecorderCollector,
  guardDutyCollector,
  inspectorCollector,
  changesCollector,
];
