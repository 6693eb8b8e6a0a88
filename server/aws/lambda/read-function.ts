// Everything about one function that its listing does not tell, within a budget of requests.
import type { FunctionConfiguration as Given } from '@aws-sdk/client-lambda';
import type {
  Alias,
  EventInvokeConfig,
  FunctionConfiguration,
  FunctionUrl,
  LambdaFunction,
  QualifiedPolicy,
} from '../../core/model/function.ts';
import { type Gap, type Known, known, unknown } from '../../core/model/known.ts';
import { plainDocument } from '../documents.ts';
import type { RegionScope } from '../scope.ts';
import { toConfiguration } from './to-configuration.ts';

/** What the listing of the Region gave for one name. */
export interface ListedFunction {
  readonly latest: Given;
  readonly versions: Known<readonly Given[]>;
}

/**
 * Five requests for every function (itself, policy, aliases, URLs, asynchronous settings); what is left of the budget
 * goes to the policies of aliases, of the versions that they lead to, of other versions (newest first), then to
 * recursion, runtime management and provisioned concurrency. What the budget does not reach is a gap `not-asked`.
 */
export async function readFunction(
  scope: RegionScope,
  listed: ListedFunction,
  maxCalls: number,
): Promise<LambdaFunction> {
  const lambda = await scope.client('lambda');
  const { ask } = scope;
  const name = listed.latest.FunctionName ?? '';
  const budget = createBudget(maxCalls);
  const listedVersions: Known<readonly FunctionConfiguration[]> = listed.versions.known
    ? known(listed.versions.value.map(toConfiguration))
    : listed.versions;

  const policyOf = async (qualifier: string | null): Promise<QualifiedPolicy> => {
    const result = await ask.orNull('lambda:GetPolicy', (options) =>
      lambda.getPolicy(
        { FunctionName: name, ...(qualifier === null ? {} : { Qualifier: qualifier }) },
        options,
      ),
    );
    if (!result.known) return { qualifier, document: result };
    const policy = result.value?.Policy;
    return {
      qualifier,
      document: known(policy === undefined ? null : plainDocument(policy)),
      ...(result.value?.RevisionId === undefined ? {} : { revisionId: result.value.RevisionId }),
    };
  };

  budget.take(5);
  const [details, barePolicy, aliases, urls, eventInvoke] = await Promise.all([
    ask.known('lambda:GetFunction', (options) => lambda.getFunction({ FunctionName: name }, options)),
    policyOf(null),
    pages<Alias>(scope, budget, 'lambda:ListAliases', async (token, options) => {
      const page = await lambda.listAliases({ FunctionName: name, MaxItems: 50, ...marker(token) }, options);
      return { items: page.Aliases?.map(toAlias), next: page.NextMarker };
    }),
    pages<FunctionUrl>(scope, budget, 'lambda:ListFunctionUrlConfigs', async (token, options) => {
      const page = await lambda.listFunctionUrlConfigs(
        { FunctionName: name, MaxItems: 50, ...marker(token) },
        options,
      );
      return { items: page.FunctionUrlConfigs?.map(toUrl), next: page.NextMarker };
    }),
    pages<EventInvokeConfig>(
      scope,
      budget,
      'lambda:ListFunctionEventInvokeConfigs',
      async (token, options) => {
        const page = await lambda.listFunctionEventInvokeConfigs(
          { FunctionName: name, MaxItems: 50, ...marker(token) },
          options,
        );
        return { items: page.FunctionEventInvokeConfigs?.map(toEventInvoke), next: page.NextMarker };
      },
    ),
  ]);

  const versions = isWhole(listedVersions, aliases)
    ? listedVersions
    : await readVersions(scope, budget, name);
  const qualifiers = qualifiersOf(aliases, versions);
  const reached = qualifiers.slice(0, budget.left());
  budget.take(reached.length);
  const asksRecursion = budget.take(1);
  const isImage = listed.latest.PackageType === 'Image';
  const asksRuntime = !isImage && budget.take(1);
  const asksProvisioned = qualifiers.length > 0 && budget.take(1);
  const [qualifiedPolicies, recursion, runtime, provisioned] = await Promise.all([
    Promise.all(reached.map(policyOf)),
    asksRecursion
      ? ask.known('lambda:GetFunctionRecursionConfig', (options) =>
          lambda.getFunctionRecursionConfig({ FunctionName: name }, options),
        )
      : overBudget('lambda:GetFunctionRecursionConfig', maxCalls),
    asksRuntime
      ? ask.known('lambda:GetRuntimeManagementConfig', (options) =>
          lambda.getRuntimeManagementConfig({ FunctionName: name }, options),
        )
      : overBudget('lambda:GetRuntimeManagementConfig', maxCalls),
    asksProvisioned
      ? ask.known('lambda:ListProvisionedConcurrencyConfigs', (options) =>
          lambda.listProvisionedConcurrencyConfigs({ FunctionName: name }, options),
        )
      : overBudget('lambda:ListProvisionedConcurrencyConfigs', maxCalls),
  ]);

  const configuration = toConfiguration({ ...listed.latest, Version: '$LATEST' });
  const state = details.known ? details.value.Configuration?.State : undefined;
  return {
    arn: `arn:${scope.account.partition}:lambda:${scope.region}:${scope.account.id}:function:${name}`,
    name,
    configuration: state === undefined ? configuration : { ...configuration, state },
    versions,
    aliases,
    policies: [
      barePolicy,
      ...qualifiedPolicies,
      ...qualifiers
        .slice(reached.length)
        .map((qualifier) => ({ qualifier, document: overBudget('lambda:GetPolicy', maxCalls) })),
    ],
    urls,
    reservedConcurrency: map(details, (one) => one.Concurrency?.ReservedConcurrentExecutions ?? null),
    provisionedConcurrency:
      qualifiers.length === 0
        ? known([])
        : map(provisioned, (one) =>
            (one.ProvisionedConcurrencyConfigs ?? []).map((config) => ({
              qualifier: config.FunctionArn?.split(':')[7] ?? '',
              requested: config.RequestedProvisionedConcurrentExecutions ?? 0,
              status: config.Status ?? '',
            })),
          ),
    eventInvoke,
    codeSigningConfigArn: unknown({
      action: 'lambda:ListFunctionsByCodeSigningConfig',
      reason: 'not-asked',
      detail: '',
    }),
    recursiveLoop: map(recursion, (one) => (one.RecursiveLoop === 'Allow' ? 'allow' : 'terminate')),
    runtimeManagement: isImage
      ? known(null)
      : map(runtime, (one) => ({
          mode:
            one.UpdateRuntimeOn === 'Manual'
              ? 'manual'
              : one.UpdateRuntimeOn === 'FunctionUpdate'
                ? 'function-update'
                : 'auto',
          ...(one.RuntimeVersionArn ? { runtimeVersionArn: one.RuntimeVersionArn } : {}),
        })),
    tags: map(details, (one) => one.Tags ?? {}),
    code: unknown({ action: 'lambda:GetFunction', reason: 'not-asked', detail: 'code was not looked into' }),
    readAt: scope.now,
  };
}

/** An alias that leads to a version which the listing of the Region lacks: the listing came without versions. */
function isWhole(
  versions: Known<readonly FunctionConfiguration[]>,
  aliases: Known<readonly Alias[]>,
): boolean {
  if (!versions.known || !aliases.known) return versions.known;
  const numbers = new Set(['$LATEST', ...versions.value.map((one) => one.version)]);
  return aliases.value.every((alias) => numbers.has(alias.version));
}

async function readVersions(
  scope: RegionScope,
  budget: Budget,
  name: string,
): Promise<Known<readonly FunctionConfiguration[]>> {
  const lambda = await scope.client('lambda');
  budget.take(1);
  const found = await pages<Given>(scope, budget, 'lambda:ListVersionsByFunction', async (token, options) => {
    const page = await lambda.listVersionsByFunction(
      { FunctionName: name, MaxItems: 50, ...marker(token) },
      options,
    );
    return { items: page.Versions, next: page.NextMarker };
  });
  return map(found, (list) => list.filter((one) => one.Version !== '$LATEST').map(toConfiguration));
}

/** Aliases, then the versions that they lead to, then the others from the newest. */
function qualifiersOf(
  aliases: Known<readonly Alias[]>,
  versions: Known<readonly FunctionConfiguration[]>,
): readonly string[] {
  const names = aliases.known ? aliases.value.map((one) => one.name) : [];
  const pointed = aliases.known
    ? aliases.value.flatMap((one) => [one.version, ...Object.keys(one.weights)])
    : [];
  const numbers = versions.known ? versions.value.map((one) => one.version).toReversed() : [];
  return [...new Set([...names, ...pointed.filter((one) => one !== '$LATEST'), ...numbers])];
}

interface Budget {
  /** True where there was room; takes nothing otherwise. */
  take(calls: number): boolean;
  left(): number;
}

function createBudget(max: number): Budget {
  let used = 0;
  return {
    take(calls) {
      if (used + calls > max) return false;
      used += calls;
      return true;
    },
    left: () => Math.max(0, max - used),
  };
}

/** The first page is paid for already; further ones are taken from the budget, and without it the list is a gap. */
async function pages<T>(
  scope: RegionScope,
  budget: Budget,
  action: string,
  call: (
    token: string | undefined,
    options: { abortSignal: AbortSignal },
  ) => Promise<{ items: readonly T[] | undefined; next: string | undefined }>,
): Promise<Known<readonly T[]>> {
  const items: T[] = [];
  let token: string | undefined;
  for (;;) {
    const from: string | undefined = token;
    const result = await scope.ask.known(action, (options) => call(from, options));
    if (!result.known) return result;
    items.push(...(result.value.items ?? []));
    const { next } = result.value;
    if (next === undefined || next === '' || next === from) return known(items);
    if (!budget.take(1))
      return unknown({ action, reason: 'not-asked', detail: 'more pages than requests for one function' });
    token = next;
  }
}

function overBudget(action: string, maxCalls: number): Known<never> {
  return unknown({ action, reason: 'not-asked', detail: `more than ${maxCalls} requests for one function` });
}

function map<A, B>(value: Known<A>, change: (value: A) => B): Known<B> {
  return value.known ? known(change(value.value)) : value;
}

const marker = (token: string | undefined) => (token === undefined ? {} : { Marker: token });

function toAlias(given: {
  Name?: string | undefined;
  AliasArn?: string | undefined;
  FunctionVersion?: string | undefined;
  Description?: string | undefined;
  RevisionId?: string | undefined;
  RoutingConfig?: { AdditionalVersionWeights?: Record<string, number> | undefined } | undefined;
}): Alias {
  return {
    name: given.Name ?? '',
    arn: given.AliasArn ?? '',
    version: given.FunctionVersion ?? '$LATEST',
    weights: given.RoutingConfig?.AdditionalVersionWeights ?? {},
    ...(given.Description ? { description: given.Description } : {}),
    revisionId: given.RevisionId ?? '',
  };
}

function toUrl(given: import('@aws-sdk/client-lambda').FunctionUrlConfig): FunctionUrl {
  const { Cors: cors } = given;
  return {
    qualifier: given.FunctionArn?.split(':')[7] ?? null,
    url: given.FunctionUrl ?? '',
    authType: given.AuthType === 'AWS_IAM' ? 'iam' : 'none',
    invokeMode: given.InvokeMode === 'RESPONSE_STREAM' ? 'response-stream' : 'buffered',
    ...(cors
      ? {
          cors: {
            allowCredentials: cors.AllowCredentials ?? false,
            allowOrigins: cors.AllowOrigins ?? [],
            allowMethods: cors.AllowMethods ?? [],
            allowHeaders: cors.AllowHeaders ?? [],
            exposeHeaders: cors.ExposeHeaders ?? [],
            ...(cors.MaxAge === undefined ? {} : { maxAgeSeconds: cors.MaxAge }),
          },
        }
      : {}),
  };
}

function toEventInvoke(given: import('@aws-sdk/client-lambda').FunctionEventInvokeConfig): EventInvokeConfig {
  const qualifier = given.FunctionArn?.split(':')[7];
  const success = given.DestinationConfig?.OnSuccess?.Destination;
  const failure = given.DestinationConfig?.OnFailure?.Destination;
  return {
    qualifier: qualifier === undefined || qualifier === '$LATEST' ? null : qualifier,
    ...(given.MaximumRetryAttempts === undefined ? {} : { maximumRetries: given.MaximumRetryAttempts }),
    ...(given.MaximumEventAgeInSeconds === undefined
      ? {}
      : { maximumEventAgeSeconds: given.MaximumEventAgeInSeconds }),
    ...(success ? { onSuccessArn: success } : {}),
    ...(failure ? { onFailureArn: failure } : {}),
  };
}

/** A reason that another try may remove. */
export function isWorthAnotherTry(gap: Gap): boolean {
  return gap.reason !== 'not-asked' || gap.detail === 'cancelled';
}
