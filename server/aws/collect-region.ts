// One Region: functions first, then everything that they name, all that can go side by side doing so.
import type { Region } from '../core/model/account-snapshot.ts';
import type { LambdaFunction, RegionLimits } from '../core/model/function.ts';
import { type Known, known, unknown } from '../core/model/known.ts';
import type { LogStore } from '../core/model/log-store.ts';
import type { Neighbour } from '../core/model/neighbour.ts';
import { collectBuckets } from './collectors/buckets.ts';
import { collectTouched } from './collectors/changes.ts';
import { type CodeSigning, collectCodeSigning } from './collectors/code-signing.ts';
import { collectConfigRecorder } from './collectors/config-recorder.ts';
import { collectEventRules } from './collectors/event-rules.ts';
import { collectMappings } from './collectors/event-source-mappings.ts';
import { collectFunctions } from './collectors/functions.ts';
import { collectGuardDuty } from './collectors/guardduty.ts';
import { collectHttpApis } from './collectors/http-apis.ts';
import { collectInspector } from './collectors/inspector.ts';
import { collectKeys } from './collectors/keys.ts';
import { collectLayers } from './collectors/layers.ts';
import { collectTargetGroups } from './collectors/load-balancers.ts';
import { collectLogSecrets } from './collectors/log-secrets.ts';
import { collectLogs } from './collectors/logs.ts';
import { collectNetwork } from './collectors/network.ts';
import { collectQueues } from './collectors/queues.ts';
import { collectRestApis } from './collectors/rest-apis.ts';
import { collectTopics } from './collectors/topics.ts';
import { collectTrails } from './collectors/trails.ts';
import { collectUserPools } from './collectors/user-pools.ts';
import { isNamed, namedArns } from './named.ts';
import type { NeighbourScope, RegionScope } from './scope.ts';

export interface RegionOptions {
  readonly maxCallsPerFunction: number;
  /** Records of each log group to look through for secrets; 0: none is read. */
  readonly logSamples: number;
  readonly previous?: { readonly region: Region; readonly startedAt: string };
  readonly onProgress: (what: string, done: number, total: number) => void;
}

export async function collectRegion(scope: RegionScope, options: RegionOptions): Promise<Region> {
  const previous = options.previous?.region.functions;
  const before = new Map((previous?.known ? previous.value : []).map((one) => [one.name, one]));
  const touched: Known<ReadonlySet<string>> =
    options.previous && before.size > 0
      ? await collectTouched(scope, options.previous.startedAt)
      : known(new Set<string>());
  const [functions, mappings, codeSigning, limits, trails, guardDuty, inspector, configRecorder] =
    await Promise.all([
      orGap(
        'lambda:ListFunctions',
        collectFunctions(scope, {
          maxCallsPerFunction: options.maxCallsPerFunction,
          previous: before,
          touched: touched.known ? touched.value : new Set(),
          onFunction: options.onProgress,
        }),
      ),
      orGap('lambda:ListEventSourceMappings', collectMappings(scope)),
      orElse('lambda:ListCodeSigningConfigs', collectCodeSigning(scope), (gap) => ({
        configs: gap,
        byFunction: gap,
      })),
      orGap('lambda:GetAccountSettings', collectLimits(scope)),
      orGap('cloudtrail:DescribeTrails', collectTrails(scope)),
      orGap('guardduty:ListDetectors', collectGuardDuty(scope)),
      orGap('inspector2:BatchGetAccountStatus', collectInspector(scope)),
      orGap('config:DescribeConfigurationRecorders', collectConfigRecorder(scope)),
    ]);
  const whole: Known<readonly LambdaFunction[]> = functions.known
    ? known(functions.value.map((one) => withCodeSigning(one, codeSigning)))
    : functions;
  const list = whole.known ? whole.value : [];
  options.onProgress('what functions name', list.length, list.length);
  const wide: NeighbourScope = {
    ...scope,
    functions: list,
    mappings: mappings.known ? mappings.value : [],
    named: namedArns(list, mappings.known ? mappings.value : []),
  };
  const [layers, logs, network, around] = await Promise.all([
    orGap('lambda:ListLayers', collectLayers(scope, list)),
    orElse('logs:DescribeLogGroups', withLogSecrets(wide, collectLogs(wide), options.logSamples), (gap) => ({
      groups: gap,
      metricFilters: gap,
      alarms: gap,
      policies: gap,
    })),
    orElse('ec2:DescribeSubnets', collectNetwork(wide), (gap) => ({
      subnets: gap,
      securityGroups: gap,
      flowLogs: gap,
      interfaces: gap,
    })),
    collectNeighbours(wide),
  ]);
  // Alarms name topics, and log groups name keys, that no function does.
  const fromLogs = new Set([
    ...(logs.alarms.known ? logs.alarms.value.flatMap((one) => one.actions) : []),
    ...(logs.groups.known
      ? logs.groups.value.flatMap((one) => (one.kmsKeyArn === undefined ? [] : [one.kmsKeyArn]))
      : []),
  ]);
  const [topics, keys] = await Promise.all([
    orGap('sns:ListTopics', collectTopics({ ...wide, named: new Set([...wide.named, ...fromLogs]) })),
    orElse(
      'kms:DescribeKey',
      collectKeys({ ...wide, named: new Set([...wide.named, ...fromLogs]) }),
      () => [],
    ),
  ]);
  const neighbours: Neighbour[] = [...around.neighbours, ...(topics.known ? topics.value : []), ...keys];
  const complete: Neighbour['kind'][] = [
    ...around.complete,
    ...(topics.known ? (['sns-topic'] as const) : []),
  ];
  return {
    name: scope.region,
    functions: whole,
    eventSourceMappings: mappings,
    layers,
    codeSigningConfigs: codeSigning.configs,
    limits,
    neighbours: [...neighbours, ...others(wide, neighbours)],
    completeNeighbours: complete,
    network,
    logs,
    surveillance: { trails, guardDuty, inspector, configRecorder },
    changesReadUntil:
      !options.previous || before.size === 0 ? known(null) : touched.known ? known(scope.now) : touched,
  };
}

async function withLogSecrets(
  scope: RegionScope,
  read: Promise<LogStore>,
  samples: number,
): Promise<LogStore> {
  const logs = await read;
  if (samples === 0 || !logs.groups.known) return logs;
  return { ...logs, groups: known(await collectLogSecrets(scope, logs.groups.value, samples)) };
}

/**
 * An answer of a shape that no service gives may trip whoever reads it. That is a gap like any other: one odd answer
 * never ends an audit.
 */
async function orElse<T>(action: string, work: Promise<T>, fallback: (gap: Known<never>) => T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const detail = error instanceof Error ? error.name : 'Error';
    return fallback(unknown({ action, reason: 'malformed', detail }));
  }
}

function orGap<T>(action: string, work: Promise<Known<T>>): Promise<Known<T>> {
  return orElse(action, work, (gap) => gap);
}

async function collectNeighbours(
  scope: NeighbourScope,
): Promise<{ readonly neighbours: readonly Neighbour[]; readonly complete: readonly Neighbour['kind'][] }> {
  const listed = await Promise.all([
    orGap('events:ListEventBuses', collectEventRules(scope)).then((found) => ['event-rule', found] as const),
    orGap('apigateway:GET', collectRestApis(scope)).then((found) => ['rest-api', found] as const),
    orGap('apigateway:GET', collectHttpApis(scope)).then((found) => ['http-api', found] as const),
    orGap('elasticloadbalancing:DescribeTargetGroups', collectTargetGroups(scope)).then(
      (found) => ['target-group', found] as const,
    ),
    orGap('cognito-idp:ListUserPools', collectUserPools(scope)).then(
      (found) => ['user-pool', found] as const,
    ),
  ]);
  const [queues, buckets] = await Promise.all([
    orElse('sqs:GetQueueUrl', collectQueues(scope), () => []),
    orElse('s3:ListAllMyBuckets', collectBuckets(scope), () => []),
  ]);
  const neighbours: Neighbour[] = [...queues, ...buckets];
  const complete: Neighbour['kind'][] = [];
  for (const [kind, found] of listed) {
    if (!found.known) continue;
    neighbours.push(...found.value);
    complete.push(kind);
  }
  return { neighbours, complete };
}

/** What else policies and mappings name: its ARN, and that nobody looked. */
function others(scope: NeighbourScope, found: readonly Neighbour[]): readonly Neighbour[] {
  const arns = new Set(found.map((one) => one.arn));
  const unseen =
    /:(?:lambda|execute-api|iam|sts|s3|sns|sqs|events|apigateway|elasticloadbalancing|cognito-idp|kms):/;
  return [...scope.named]
    .filter((arn) => !arns.has(arn) && !/[*?]/.test(arn) && !unseen.test(arn) && isNamed(scope.named, arn))
    .map((arn) => {
      const gap = {
        known: false,
        gap: { action: '', reason: 'not-asked', detail: 'no collector for this service' },
      } as const;
      return { kind: 'other', arn, exists: gap, policy: gap };
    });
}

function withCodeSigning(one: LambdaFunction, codeSigning: CodeSigning): LambdaFunction {
  const { byFunction } = codeSigning;
  return {
    ...one,
    codeSigningConfigArn: byFunction.known ? known(byFunction.value.get(one.arn) ?? null) : byFunction,
  };
}

async function collectLimits(scope: RegionScope): Promise<Known<RegionLimits>> {
  const lambda = await scope.client('lambda');
  const settings = await scope.ask.known('lambda:GetAccountSettings', (options) =>
    lambda.getAccountSettings({}, options),
  );
  if (!settings.known) return settings;
  const limit = settings.value.AccountLimit;
  return known({
    concurrentExecutions: limit?.ConcurrentExecutions ?? 0,
    unreservedConcurrentExecutions: limit?.UnreservedConcurrentExecutions ?? 0,
    totalCodeSizeBytes: limit?.TotalCodeSize ?? 0,
  });
}
