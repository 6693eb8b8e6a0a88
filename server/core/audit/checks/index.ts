// Every check of the audit.
import type { Check } from '../check.ts';
import { apiWithoutFirewall } from './apigateway/api-without-firewall.ts';
import { openApiRoute } from './apigateway/open-api-route.ts';
import { unwatchedApiStage } from './apigateway/unwatched-api-stage.ts';
import { bucketWithoutAccount } from './lambda/bucket-without-account.ts';
import { danglingTrigger } from './lambda/dangling-trigger.ts';
import { deletedPrincipal } from './lambda/deleted-principal.ts';
import { dormantPublicUrl } from './lambda/dormant-public-url.ts';
import { foreignAccountAccess } from './lambda/foreign-account-access.ts';
import { internetExposure } from './lambda/internet-exposure.ts';
import { looseSourceArn } from './lambda/loose-source-arn.ts';
import { managementActionGranted } from './lambda/management-action-granted.ts';
import { publicFunctionUrl } from './lambda/public-function-url.ts';
import { publicInvokePolicy } from './lambda/public-invoke-policy.ts';
import { publicTriggerSource } from './lambda/public-trigger-source.ts';
import { severalServicePrincipals } from './lambda/several-service-principals.ts';
import { unencryptedTriggerSource } from './lambda/unencrypted-trigger-source.ts';
import { unrestrictedServicePrincipal } from './lambda/unrestricted-service-principal.ts';
import { urlInvokeOpenToApi } from './lambda/url-invoke-open-to-api.ts';
import { wildcardUrlCors } from './lambda/wildcard-url-cors.ts';

export const checks: readonly Check[] = [
  apiWithoutFirewall,
  openApiRoute,
  unwatchedApiStage,
  bucketWithoutAccount,
  danglingTrigger,
  deletedPrincipal,
  dormantPublicUrl,
  foreignAccountAccess,
  internetExposure,
  looseSourceArn,
  managementActionGranted,
  publicFunctionUrl,
  publicInvokePolicy,
  publicTriggerSource,
  severalServicePrincipals,
  unencryptedTriggerSource,
  unrestrictedServicePrincipal,
  urlInvokeOpenToApi,
  wildcardUrlCors,
];
