// Every check of the audit.
import type { Check } from '../check.ts';
import { apiWithoutFirewall } from './apigateway/api-without-firewall.ts';
import { openApiRoute } from './apigateway/open-api-route.ts';
import { unwatchedApiStage } from './apigateway/unwatched-api-stage.ts';
import { unrecordedChanges } from './cloudtrail/unrecorded-changes.ts';
import { unrecordedInvocations } from './cloudtrail/unrecorded-invocations.ts';
import { unrecordedConfiguration } from './config/unrecorded-configuration.ts';
import { dataWithoutVpc } from './ec2/data-without-vpc.ts';
import { openEgress } from './ec2/open-egress.ts';
import { singleZone } from './ec2/single-zone.ts';
import { unrecordedTraffic } from './ec2/unrecorded-traffic.ts';
import { deployedCodeDiffers } from './guard/deployed-code-differs.ts';
import { guardMissing } from './guard/guard-missing.ts';
import { handlerNotGuarded } from './guard/handler-not-guarded.ts';
import { hiddenGuardRecords } from './guard/hidden-guard-records.ts';
import { staleRules } from './guard/stale-rules.ts';
import { unwatchedViolations } from './guard/unwatched-violations.ts';
import { lambdaProtectionOff } from './guardduty/lambda-protection-off.ts';
import { openGuarddutyFinding } from './guardduty/open-guardduty-finding.ts';
import { adminRole } from './iam/admin-role.ts';
import { anyAccountResource } from './iam/any-account-resource.ts';
import { anyResource } from './iam/any-resource.ts';
import { invertedGrant } from './iam/inverted-grant.ts';
import { missingRole } from './iam/missing-role.ts';
import { privilegeEscalation } from './iam/privilege-escalation.ts';
import { roleNotAssumable } from './iam/role-not-assumable.ts';
import { serviceWildcard } from './iam/service-wildcard.ts';
import { sharedRole } from './iam/shared-role.ts';
import { unscopedPassRole } from './iam/unscoped-pass-role.ts';
import { unusedGrants } from './iam/unused-grants.ts';
import { unwritableLogs } from './iam/unwritable-logs.ts';
import { wideTrustPolicy } from './iam/wide-trust-policy.ts';
import { excludedFromInspector } from './inspector/excluded-from-inspector.ts';
import { inspectorOff } from './inspector/inspector-off.ts';
import { openInspectorFinding } from './inspector/open-inspector-finding.ts';
import { keyWithoutRotation } from './kms/key-without-rotation.ts';
import { publicKeyPolicy } from './kms/public-key-policy.ts';
import { bucketWithoutAccount } from './lambda/bucket-without-account.ts';
import { codeRuleHit } from './lambda/code-rule-hit.ts';
import { dangerousVariable } from './lambda/dangerous-variable.ts';
import { danglingTrigger } from './lambda/dangling-trigger.ts';
import { defaultLimits } from './lambda/default-limits.ts';
import { deletedPrincipal } from './lambda/deleted-principal.ts';
import { deprecatedPublishedRuntime } from './lambda/deprecated-published-runtime.ts';
import { deprecatedRuntime } from './lambda/deprecated-runtime.ts';
import { dormantPublicUrl } from './lambda/dormant-public-url.ts';
import { envWithoutOwnKey } from './lambda/env-without-own-key.ts';
import { extensionLayer } from './lambda/extension-layer.ts';
import { foreignAccountAccess } from './lambda/foreign-account-access.ts';
import { foreignDestination } from './lambda/foreign-destination.ts';
import { foreignLayer } from './lambda/foreign-layer.ts';
import { internetExposure } from './lambda/internet-exposure.ts';
import { largeTemporaryStorage } from './lambda/large-temporary-storage.ts';
import { longestTimeout } from './lambda/longest-timeout.ts';
import { looseSourceArn } from './lambda/loose-source-arn.ts';
import { lostAsyncEvents } from './lambda/lost-async-events.ts';
import { lostStreamRecords } from './lambda/lost-stream-records.ts';
import { managementActionGranted } from './lambda/management-action-granted.ts';
import { pinnedRuntime } from './lambda/pinned-runtime.ts';
import { publicFunctionUrl } from './lambda/public-function-url.ts';
import { publicInvokePolicy } from './lambda/public-invoke-policy.ts';
import { publicLayer } from './lambda/public-layer.ts';
import { publicTriggerSource } from './lambda/public-trigger-source.ts';
import { queueWithoutDeadLetters } from './lambda/queue-without-dead-letters.ts';
import { recursionAllowed } from './lambda/recursion-allowed.ts';
import { secretInCode } from './lambda/secret-in-code.ts';
import { secretInEnv } from './lambda/secret-in-env.ts';
import { severalServicePrincipals } from './lambda/several-service-principals.ts';
import { shortVisibilityTimeout } from './lambda/short-visibility-timeout.ts';
import { stoppedFunction } from './lambda/stopped-function.ts';
import { unboundedConcurrency } from './lambda/unbounded-concurrency.ts';
import { unencryptedNamedVariable } from './lambda/unencrypted-named-variable.ts';
import { unencryptedTriggerSource } from './lambda/unencrypted-trigger-source.ts';
import { unrestrictedServicePrincipal } from './lambda/unrestricted-service-principal.ts';
import { unsignedCode } from './lambda/unsigned-code.ts';
import { untagged } from './lambda/untagged.ts';
import { untracedCalls } from './lambda/untraced-calls.ts';
import { urlInvokeOpenToApi } from './lambda/url-invoke-open-to-api.ts';
import { weightedAlias } from './lambda/weighted-alias.ts';
import { wildcardUrlCors } from './lambda/wildcard-url-cors.ts';
import { withoutInsights } from './lambda/without-insights.ts';
import { endlessLogRetention } from './logs/endless-log-retention.ts';
import { logGroupWithoutOwnKey } from './logs/log-group-without-own-key.ts';
import { missingLogGroup } from './logs/missing-log-group.ts';
import { publicLogGroup } from './logs/public-log-group.ts';
import { secretInLog } from './logs/secret-in-log.ts';

export const checks: readonly Check[] = [
  apiWithoutFirewall,
  openApiRoute,
  unwatchedApiStage,
  unrecordedChanges,
  unrecordedInvocations,
  unrecordedConfiguration,
  dataWithoutVpc,
  openEgress,
  singleZone,
  unrecordedTraffic,
  deployedCodeDiffers,
  guardMissing,
  handlerNotGuarded,
  hiddenGuardRecords,
  staleRules,
  unwatchedViolations,
  lambdaProtectionOff,
  openGuarddutyFinding,
  adminRole,
  anyAccountResource,
  anyResource,
  invertedGrant,
  missingRole,
  privilegeEscalation,
  roleNotAssumable,
  serviceWildcard,
  sharedRole,
  unscopedPassRole,
  unusedGrants,
  unwritableLogs,
  wideTrustPolicy,
  excludedFromInspector,
  inspectorOff,
  openInspectorFinding,
  keyWithoutRotation,
  publicKeyPolicy,
  bucketWithoutAccount,
  codeRuleHit,
  dangerousVariable,
  danglingTrigger,
  defaultLimits,
  deletedPrincipal,
  deprecatedPublishedRuntime,
  deprecatedRuntime,
  dormantPublicUrl,
  envWithoutOwnKey,
  extensionLayer,
  foreignAccountAccess,
  foreignDestination,
  foreignLayer,
  internetExposure,
  largeTemporaryStorage,
  longestTimeout,
  looseSourceArn,
  lostAsyncEvents,
  lostStreamRecords,
  managementActionGranted,
  pinnedRuntime,
  publicFunctionUrl,
  publicInvokePolicy,
  publicLayer,
  publicTriggerSource,
  queueWithoutDeadLetters,
  recursionAllowed,
  secretInCode,
  secretInEnv,
  severalServicePrincipals,
  shortVisibilityTimeout,
  stoppedFunction,
  unboundedConcurrency,
  unencryptedNamedVariable,
  unencryptedTriggerSource,
  unrestrictedServicePrincipal,
  unsignedCode,
  untagged,
  untracedCalls,
  urlInvokeOpenToApi,
  weightedAlias,
  wildcardUrlCors,
  withoutInsights,
  endlessLogRetention,
  logGroupWithoutOwnKey,
  missingLogGroup,
  publicLogGroup,
  secretInLog,
];
