// Log groups that functions write to (by `LoggingConfig`), their resource policies, metric filters and alarms.
import type { LogGroup as GivenGroup } from '@aws-sdk/client-cloudwatch-logs';
import { type Known, known } from '../../core/model/known.ts';
import type { Alarm, LogGroup, LogPolicy, LogStore, MetricFilter } from '../../core/model/log-store.ts';
import type { CollectorFacts, NeighbourScope } from '../scope.ts';

export const logsCollector: CollectorFacts = {
  thing: 'log groups, their policies, metric filters and alarms',
  feature: 'logs',
  actions: [
    'logs:DescribeLogGroups',
    'logs:DescribeMetricFilters',
    'logs:DescribeResourcePolicies',
    'cloudwatch:DescribeAlarms',
  ],
};

const usual = '/aws/lambda/';

export async function collectLogs(scope: NeighbourScope): Promise<LogStore> {
  const used = new Set(scope.functions.map((one) => one.configuration.logging.logGroup));
  const logs = await scope.client('logs');
  const cloudwatch = await scope.client('cloudwatch');
  const [groups, metricFilters, alarms, policies] = await Promise.all([
    collectGroups(scope, used),
    scope.ask.pages<MetricFilter>('logs:DescribeMetricFilters', async (token, options) => {
      const page = await logs.describeMetricFilters(
        { limit: 50, ...(token === undefined ? {} : { nextToken: token }) },
        options,
      );
      return {
        items: page.metricFilters?.map((one) => ({
          name: one.filterName ?? '',
          logGroup: one.logGroupName ?? '',
          pattern: one.filterPattern ?? '',
          metrics: (one.metricTransformations ?? []).map((metric) => ({
            namespace: metric.metricNamespace ?? '',
            name: metric.metricName ?? '',
            value: metric.metricValue ?? '',
          })),
        })),
        next: page.nextToken,
      };
    }),
    scope.ask.pages<Alarm>('cloudwatch:DescribeAlarms', async (token, options) => {
      const page = await cloudwatch.describeAlarms(
        { MaxRecords: 100, ...(token === undefined ? {} : { NextToken: token }) },
        options,
      );
      return {
        items: page.MetricAlarms?.map((one) => ({
          name: one.AlarmName ?? '',
          arn: one.AlarmArn ?? '',
          ...(one.Namespace === undefined ? {} : { namespace: one.Namespace }),
          ...(one.MetricName === undefined ? {} : { metric: one.MetricName }),
          dimensions: Object.fromEntries(
            (one.Dimensions ?? []).map((dimension) => [dimension.Name ?? '', dimension.Value ?? '']),
          ),
          actionsEnabled: one.ActionsEnabled ?? true,
          actions: one.AlarmActions ?? [],
          state: one.StateValue ?? 'INSUFFICIENT_DATA',
        })),
        next: page.NextToken,
      };
    }),
    scope.ask.pages<LogPolicy>('logs:DescribeResourcePolicies', async (token, options) => {
      const page = await logs.describeResourcePolicies(
        { limit: 50, ...(token === undefined ? {} : { nextToken: token }) },
        options,
      );
      return {
        items: page.resourcePolicies?.map((one) => ({
          name: one.policyName ?? '',
          document: one.policyDocument ?? '',
        })),
        next: page.nextToken,
      };
    }),
  ]);
  return { groups, metricFilters, alarms, policies };
}

/** The usual prefix in one listing, every other group by its own name. */
async function collectGroups(
  scope: NeighbourScope,
  used: ReadonlySet<string>,
): Promise<Known<readonly LogGroup[]>> {
  const prefixes = [
    ...([...used].some((name) => name.startsWith(usual)) ? [usual] : []),
    ...[...used].filter((name) => !name.startsWith(usual)),
  ];
  const found = new Map<string, LogGroup>();
  for (const prefix of prefixes) {
    const logs = await scope.client('logs');
    const listed = await scope.ask.pages<GivenGroup>('logs:DescribeLogGroups', async (token, options) => {
      const page = await logs.describeLogGroups(
        { logGroupNamePrefix: prefix, limit: 50, ...(token === undefined ? {} : { nextToken: token }) },
        options,
      );
      return { items: page.logGroups, next: page.nextToken };
    });
    if (!listed.known) return listed;
    for (const one of listed.value)
      if (used.has(one.logGroupName ?? '')) found.set(one.logGroupName ?? '', toGroup(one));
  }
  return known([...found.values()]);
}

function toGroup(given: GivenGroup): LogGroup {
  return {
    name: given.logGroupName ?? '',
    arn: (given.logGroupArn ?? given.arn ?? '').replace(/:\*$/, ''),
    retentionDays: given.retentionInDays ?? null,
    ...(given.kmsKeyId ? { kmsKeyArn: given.kmsKeyId } : {}),
    class:
      given.logGroupClass === 'INFREQUENT_ACCESS'
        ? 'infrequent-access'
        : given.logGroupClass === 'DELIVERY'
          ? 'delivery'
          : 'standard',
    storedBytes: given.storedBytes ?? 0,
    dataProtection: given.dataProtectionStatus === 'ACTIVATED',
  };
}
