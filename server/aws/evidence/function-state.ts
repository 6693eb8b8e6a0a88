// The state of a function as evidence: configuration, policies, role, triggers, tags, and where its logs stand. Names of
// variables are kept and their values are not; of logs names and times of streams are, and no line. Only reads.
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Known } from '../../core/model/known.ts';
import type { RefusedEvidence } from '../../core/remedy/evidence-manifest.ts';
import type { Ask } from '../ask.ts';
import type { Connection } from '../clients.ts';
import { plainDocument } from '../documents.ts';
import { roleState } from './role-state.ts';

export interface FunctionState {
  /** File name → what is written as JSON. */
  readonly files: Readonly<Record<string, unknown>>;
  readonly refused: readonly RefusedEvidence[];
  /** Versions that have a package of their own, and layers, with ARNs. */
  readonly layers: readonly string[];
}

/** Streams of a log group, the newest first. */
const maxStreams = 50;

export async function collectFunctionState(
  ask: Ask,
  connection: Connection,
  region: string,
  FunctionName: string,
  /** Of a finding; its configuration is kept beside that of the unpublished version. */
  suspectVersion: string | undefined,
): Promise<FunctionState> {
  const lambda = await connection.client('lambda', region);
  const refused: RefusedEvidence[] = [];
  const taken = <T>(what: string, fact: Known<T>): T | undefined => {
    if (!fact.known) refused.push({ what, ...fact.gap });
    return fact.known ? fact.value : undefined;
  };
  const marker = (token: string | undefined) => (token === undefined ? {} : { Marker: token });

  const found = taken(
    'configuration, tags and concurrency',
    await ask.known('lambda:GetFunction', (options) => lambda.getFunction({ FunctionName }, options)),
  );
  const configuration = found?.Configuration;
  const suspect =
    suspectVersion === undefined || suspectVersion === '$LATEST'
      ? undefined
      : taken(
          `configuration of version ${suspectVersion}`,
          await ask.known('lambda:GetFunctionConfiguration', (options) =>
            lambda.getFunctionConfiguration({ FunctionName, Qualifier: suspectVersion }, options),
          ),
        );
  const versions = taken(
    'versions',
    await ask.pages('lambda:ListVersionsByFunction', async (token, options) => {
      const page = await lambda.listVersionsByFunction({ FunctionName, ...marker(token) }, options);
      return { items: page.Versions, next: page.NextMarker };
    }),
  );
  const aliases = taken(
    'aliases',
    await ask.pages('lambda:ListAliases', async (token, options) => {
      const page = await lambda.listAliases({ FunctionName, ...marker(token) }, options);
      return { items: page.Aliases, next: page.NextMarker };
    }),
  );
  const urls = taken(
    'function URLs',
    await ask.pages('lambda:ListFunctionUrlConfigs', async (token, options) => {
      const page = await lambda.listFunctionUrlConfigs({ FunctionName, ...marker(token) }, options);
      return { items: page.FunctionUrlConfigs, next: page.NextMarker };
    }),
  );
  const mappings = taken(
    'event source mappings',
    await ask.pages('lambda:ListEventSourceMappings', async (token, options) => {
      const page = await lambda.listEventSourceMappings({ FunctionName, ...marker(token) }, options);
      return { items: page.EventSourceMappings, next: page.NextMarker };
    }),
  );
  const invoke = taken(
    'settings of asynchronous calls',
    await ask.pages('lambda:ListFunctionEventInvokeConfigs', async (token, options) => {
      const page = await lambda.listFunctionEventInvokeConfigs({ FunctionName, ...marker(token) }, options);
      return { items: page.FunctionEventInvokeConfigs, next: page.NextMarker };
    }),
  );
  const policies: Record<string, unknown> = {};
  const qualifiers = [
    '',
    ...(aliases ?? []).map((one) => one.Name ?? ''),
    ...(versions ?? []).map((one) => one.Version ?? '').filter((one) => one !== '$LATEST'),
  ];
  for (const qualifier of qualifiers) {
    const policy = taken(
      `policy of ${qualifier === '' ? 'the function' : qualifier}`,
      await ask.orNull('lambda:GetPolicy', (options) =>
        lambda.getPolicy({ FunctionName, ...(qualifier === '' ? {} : { Qualifier: qualifier }) }, options),
      ),
    );
    if (policy) policies[qualifier] = { document: parsed(policy.Policy), revision: policy.RevisionId };
  }
  const role =
    configuration?.Role === undefined
      ? undefined
      : await roleState(ask, connection, region, configuration.Role, refused);
  const logs = taken(
    'position of the logs',
    await logState(ask, connection, region, FunctionName, configuration),
  );
  return {
    files: {
      'configuration.json': {
        unpublished: configuration && withoutValues(configuration),
        ...(suspect === undefined ? {} : { suspect: withoutValues(suspect) }),
        // Of a container image: its address and its digest.
        image:
          found?.Code?.ImageUri === undefined
            ? null
            : { uri: found.Code.ImageUri, resolved: found.Code.ResolvedImageUri },
        tags: found?.Tags ?? {},
        concurrency: found?.Concurrency ?? null,
      },
      'versions.json': versions?.map(withoutValues) ?? null,
      'triggers.json': {
        aliases: aliases ?? null,
        urls: urls ?? null,
        eventSourceMappings: mappings ?? null,
        eventInvokeConfigs: invoke ?? null,
      },
      'policies.json': policies,
      'role.json': role ?? null,
      'logs.json': logs ?? null,
    },
    refused,
    layers: ((suspect ?? configuration)?.Layers ?? []).flatMap((one) =>
      one.Arn === undefined ? [] : [one.Arn],
    ),
  };
}

/** Their names tell enough; secrets are not carried about. */
function withoutValues({ Environment, ...rest }: FunctionConfiguration) {
  return {
    ...rest,
    ...(Environment === undefined
      ? {}
      : {
          Environment: {
            names: Object.keys(Environment.Variables ?? {}),
            error: Environment.Error?.ErrorCode,
          },
        }),
  };
}

async function logState(
  ask: Ask,
  connection: Connection,
  region: string,
  name: string,
  configuration: FunctionConfiguration | undefined,
): Promise<Known<unknown>> {
  const logGroupName = configuration?.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
  const logs = await connection.client('logs', region);
  const groups = await ask.known('logs:DescribeLogGroups', (options) =>
    logs.describeLogGroups({ logGroupNamePrefix: logGroupName }, options),
  );
  if (!groups.known) return groups;
  const group = groups.value.logGroups?.find((one) => one.logGroupName === logGroupName);
  if (!group) return { known: true, value: { logGroupName, exists: false } };
  const streams = await ask.known('logs:DescribeLogStreams', (options) =>
    logs.describeLogStreams(
      { logGroupName, orderBy: 'LastEventTime', descending: true, limit: maxStreams },
      options,
    ),
  );
  if (!streams.known) return streams;
  return {
    known: true,
    value: {
      ...group,
      exists: true,
      streams: streams.value.logStreams ?? [],
      areAllStreams: streams.value.nextToken === undefined,
    },
  };
}

function parsed(document: string | undefined): unknown {
  try {
    return JSON.parse(plainDocument(document ?? 'null'));
  } catch {
    return document;
  }
}
