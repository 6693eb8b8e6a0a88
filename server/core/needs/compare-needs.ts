// What a function's code calls, beside what its role gives: calls that no statement allows, statements that no call
// needs, patterns that are wider than their use.
import type { Grant } from '../audit/role-grants.ts';
import { hasWildcard } from '../iam/glob.ts';
import { actionMatches } from '../iam/match.ts';
import type { FoundCalls, PlacedCall } from './find-calls.ts';

export interface NeededAction {
  readonly action: string;
  readonly calls: readonly PlacedCall[];
  /** Names of the statements that allow it, on whatever resource. */
  readonly grantedBy: readonly string[];
}

export interface GrantedPattern {
  /** As the policy writes it: `s3:*`, `dynamodb:PutItem`. */
  readonly pattern: string;
  readonly statement: string;
  readonly resources: readonly string[];
  /** What the code needs of it. */
  readonly used: readonly string[];
}

export interface CodeNeeds {
  /** In the order of the actions. */
  readonly needed: readonly NeededAction[];
  /** Needed, and no statement of the role allows it: only a resource's own policy could. */
  readonly missing: readonly NeededAction[];
  /** No call that was read needs them, and neither does Lambda itself. */
  readonly unused: readonly GrantedPattern[];
  /** Wildcards that stand for more than is needed. */
  readonly wide: readonly GrantedPattern[];
  /** Patterns of all statements. */
  readonly granted: number;
  readonly unread: FoundCalls['unread'];
  readonly otherLanguages: readonly string[];
}

/** What Lambda does with the role on its own: logs, traces, interfaces, event sources, destinations, variables. */
const byLambdaItself = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeSubnets',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeVpcs',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
  'kms:Decrypt',
];
/** Of the events that come in and of the results that go out, where the function has such. */
const byEventSource = [
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ChangeMessageVisibility',
  'kinesis:GetRecords',
  'kinesis:GetShardIterator',
  'kinesis:DescribeStream',
  'kinesis:DescribeStreamSummary',
  'kinesis:ListShards',
  'kinesis:ListStreams',
  'kinesis:SubscribeToShard',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:DescribeStream',
  'dynamodb:ListStreams',
  'kafka:DescribeCluster',
  'kafka:DescribeClusterV2',
  'kafka:GetBootstrapBrokers',
  'kafka-cluster:Connect',
  'kafka-cluster:ReadData',
  'mq:DescribeBroker',
  'secretsmanager:GetSecretValue',
];
const byDestination = [
  'sqs:SendMessage',
  'sns:Publish',
  'lambda:InvokeFunction',
  'events:PutEvents',
  's3:PutObject',
  's3:ListBucket',
];

export interface OwnNeeds {
  /** Event source mappings exist. */
  readonly hasEventSources: boolean;
  /** Destinations or a dead-letter queue exist. */
  readonly hasDestinations: boolean;
}

export function compareNeeds(found: FoundCalls, grants: readonly Grant[], own: OwnNeeds): CodeNeeds {
  const byAction = new Map<string, { action: string; calls: PlacedCall[] }>();
  for (const call of found.calls)
    for (const action of call.actions) {
      const key = action.toLowerCase();
      const entry = byAction.get(key);
      if (entry === undefined) byAction.set(key, { action, calls: [call] });
      else entry.calls.push(call);
    }
  const needed = [...byAction.values()]
    .map(
      ({ action, calls }): NeededAction => ({
        action,
        calls,
        grantedBy: grants.filter((grant) => allows(grant, action)).map(({ name }) => name),
      }),
    )
    .toSorted((a, b) => (a.action < b.action ? -1 : 1));
  const ofLambda = [
    ...byLambdaItself,
    ...(own.hasEventSources ? byEventSource : []),
    ...(own.hasDestinations ? byDestination : []),
  ];
  const patterns = grants.flatMap(({ statement, name }): GrantedPattern[] => {
    const { actions, resources } = statement;
    // What a NotAction gives has no end; other checks speak of it.
    if (actions === undefined || actions.not) return [];
    return actions.patterns.map((pattern) => ({
      pattern,
      statement: name,
      resources: resources?.patterns ?? [],
      used: needed.map(({ action }) => action).filter((action) => actionMatches(pattern, action)),
    }));
  });
  const isLambdas = (pattern: string) => ofLambda.some((action) => actionMatches(pattern, action));
  return {
    needed,
    missing: needed.filter(({ grantedBy, calls }) => grantedBy.length === 0 && !isAlternative(calls, needed)),
    unused: patterns.filter(({ used, pattern }) => used.length === 0 && !isLambdas(pattern)),
    wide: patterns.filter(({ used, pattern }) => used.length > 0 && hasWildcard(pattern)),
    granted: patterns.length,
    unread: found.unread,
    otherLanguages: found.otherLanguages,
  };
}

function allows({ statement: { actions } }: Grant, action: string): boolean {
  return (
    actions !== undefined &&
    actions.patterns.some((pattern) => actionMatches(pattern, action)) !== actions.not
  );
}

/** A transaction needs those of its actions that it holds; that one of them is granted is a sign that it is fit. */
function isAlternative(calls: readonly PlacedCall[], needed: readonly NeededAction[]): boolean {
  return calls.every(
    ({ actions }) =>
      actions.length > 2 &&
      needed.some(({ action, grantedBy }) => actions.includes(action) && grantedBy.length > 0),
  );
}
