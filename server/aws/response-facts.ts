// What a response to an incident has to know of one function: what calls it, with which rights it runs, where it could
// go back to. Only reads; what is refused is a gap and the rest goes on.
import { type Known, known } from '../core/model/known.ts';
import { permissionState } from '../core/remedy/permission-state.ts';
import type { FunctionFacts, RemoteParty, StatementFacts } from '../core/remedy/remedy.ts';
import { createAsk } from './ask.ts';
import type { Connection } from './clients.ts';
import { plainDocument } from './documents.ts';
import { collectLayerFacts } from './response-layers.ts';
import { collectNetworkFacts } from './response-network.ts';
import { collectRuleFacts } from './response-rules.ts';

export interface ResponseTarget {
  readonly region: string;
  readonly account: string;
  readonly name: string;
  readonly suspectVersion?: string;
  readonly remote?: RemoteParty;
  /** ISO 8601. */
  readonly now: string;
}

/** Undefined where there is no function of that name (or it may not be read at all). */
export async function collectResponseFacts(
  connection: Connection,
  target: ResponseTarget,
  signal: AbortSignal,
): Promise<FunctionFacts | undefined> {
  const { region, name } = target;
  const ask = createAsk({ signal });
  const lambda = await connection.client('lambda', region);
  const configuration = await ask.known('lambda:GetFunctionConfiguration', (options) =>
    lambda.getFunctionConfiguration({ FunctionName: name }, options),
  );
  if (!configuration.known) return undefined;
  const arn = configuration.value.FunctionArn ?? '';
  // A published version keeps the network that it was published with.
  const suspect =
    target.suspectVersion === undefined || target.suspectVersion === '$LATEST'
      ? configuration
      : await ask.known('lambda:GetFunctionConfiguration', (options) =>
          lambda.getFunctionConfiguration({ FunctionName: name, Qualifier: target.suspectVersion }, options),
        );
  const vpc = (suspect.known ? suspect : configuration).value.VpcConfig;
  const isOurs = (given: string | undefined) => given === arn || (given ?? '').startsWith(`${arn}:`);
  const marker = (token: string | undefined) => (token === undefined ? {} : { Marker: token });

  const [aliases, versions, mappings, urls, functions, provisioned] = await Promise.all([
    ask.pages('lambda:ListAliases', async (token, options) => {
      const page = await lambda.listAliases({ FunctionName: name, ...marker(token) }, options);
      return {
        items: page.Aliases?.map((one) => ({
          name: one.Name ?? '',
          version: one.FunctionVersion ?? '$LATEST',
          weights: one.RoutingConfig?.AdditionalVersionWeights ?? {},
        })),
        next: page.NextMarker,
      };
    }),
    ask.pages('lambda:ListVersionsByFunction', async (token, options) => {
      const page = await lambda.listVersionsByFunction({ FunctionName: name, ...marker(token) }, options);
      return {
        items: page.Versions?.filter((one) => one.Version !== '$LATEST').map((one) => ({
          version: one.Version ?? '',
          codeSha256: one.CodeSha256 ?? '',
        })),
        next: page.NextMarker,
      };
    }),
    ask.pages('lambda:ListEventSourceMappings', async (token, options) => {
      const page = await lambda.listEventSourceMappings(marker(token), options);
      return {
        items: page.EventSourceMappings?.filter((one) => isOurs(one.FunctionArn)).map((one) => ({
          uuid: one.UUID ?? '',
          source: one.EventSourceArn ?? 'self-managed',
          enabled: !/^Disabl/.test(one.State ?? ''),
        })),
        next: page.NextMarker,
      };
    }),
    ask.pages('lambda:ListFunctionUrlConfigs', async (token, options) => {
      const page = await lambda.listFunctionUrlConfigs({ FunctionName: name, ...marker(token) }, options);
      return {
        items: page.FunctionUrlConfigs?.map((one) => ({
          qualifier: one.FunctionArn?.split(':')[7] ?? '',
          authType: one.AuthType === 'AWS_IAM' ? ('AWS_IAM' as const) : ('NONE' as const),
        })),
        next: page.NextMarker,
      };
    }),
    ask.pages('lambda:ListFunctions', async (token, options) => {
      const page = await lambda.listFunctions(marker(token), options);
      return { items: page.Functions, next: page.NextMarker };
    }),
    ask.pages('lambda:ListProvisionedConcurrencyConfigs', async (token, options) => {
      const page = await lambda.listProvisionedConcurrencyConfigs(
        { FunctionName: name, ...marker(token) },
        options,
      );
      return {
        items: page.ProvisionedConcurrencyConfigs?.map((one) => ({
          qualifier: one.FunctionArn?.split(':')[7] ?? '',
          requested: one.RequestedProvisionedConcurrentExecutions ?? 0,
        })),
        next: page.NextMarker,
      };
    }),
  ]);

  const qualifiers = [
    '',
    ...(aliases.known ? aliases.value.map((one) => one.name) : []),
    ...(versions.known ? versions.value.map((one) => one.version) : []),
  ];
  const statements: StatementFacts[] = [];
  let refused: Known<never> | undefined;
  for (const qualifier of qualifiers) {
    const policy = await ask.orNull('lambda:GetPolicy', (options) =>
      lambda.getPolicy(
        { FunctionName: name, ...(qualifier === '' ? {} : { Qualifier: qualifier }) },
        options,
      ),
    );
    if (!policy.known) refused ??= policy;
    else statements.push(...statementsOf(policy.value?.Policy, qualifier));
  }

  const [rules, network, layers] = await Promise.all([
    collectRuleFacts(ask, connection, region, [
      arn,
      ...qualifiers.filter((one) => one !== '').map((one) => `${arn}:${one}`),
      `${arn}:$LATEST`,
    ]),
    collectNetworkFacts(ask, connection, region, vpc, target.remote),
    collectLayerFacts(ask, connection, region, configuration.value),
  ]);

  const roleArn = configuration.value.Role ?? '';
  return {
    region,
    account: target.account,
    name,
    arn,
    roleArn,
    now: target.now,
    ...(target.suspectVersion === undefined ? {} : { suspectVersion: target.suspectVersion }),
    ...(target.remote === undefined ? {} : { remote: target.remote }),
    inVpc: network.network !== null,
    ...network,
    layers,
    latestSha256: configuration.value.CodeSha256 ?? '',
    aliases,
    versions,
    provisioned,
    mappings,
    rules,
    urls,
    statements: refused ?? known(statements),
    roleSharers: functions.known
      ? known(
          functions.value
            .filter((one) => one.Role === roleArn && one.FunctionName !== name)
            .map((one) => one.FunctionName ?? ''),
        )
      : functions,
  };
}

function statementsOf(document: string | undefined, qualifier: string): readonly StatementFacts[] {
  let value: unknown;
  try {
    value = JSON.parse(plainDocument(document ?? '{}'));
  } catch {
    return [];
  }
  if (typeof value !== 'object' || value === null || !('Statement' in value)) return [];
  const list: readonly unknown[] = Array.isArray(value.Statement) ? value.Statement : [value.Statement];
  return list.flatMap((one): StatementFacts[] => {
    if (typeof one !== 'object' || one === null) return [];
    const statement = Object.fromEntries(Object.entries(one));
    const { Sid: sid } = statement;
    if (typeof sid !== 'string') return [];
    const state = permissionState(statement);
    return [{ qualifier, statementId: sid, ...(state ? { state } : {}) }];
  });
}
