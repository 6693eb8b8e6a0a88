// The alarms on some metrics: what they watch and when they ring, and how many people and programs hear it. Only reads.
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { type Known, known } from '../core/model/known.ts';
import type { AlarmedMetric, AlarmFacts } from '../core/remedy/coverage.ts';
import type { Ask } from './ask.ts';
import type { Connection } from './clients.ts';

/** Of the alarms of a Region, those on one of the metrics (`namespace\0name`). */
export async function alarmsOn(
  connection: Connection,
  region: string,
  ask: Ask,
  metrics: ReadonlySet<string>,
): Promise<Known<readonly AlarmFacts[]>> {
  const cloudwatch = await connection.client('cloudwatch', region);
  const listed = await ask.pages('cloudwatch:DescribeAlarms', async (token, options) => {
    const page = await cloudwatch.describeAlarms(token === undefined ? {} : { NextToken: token }, options);
    return { items: page.MetricAlarms, next: page.NextToken };
  });
  if (!listed.known) return listed;
  const topics = new Map<string, Promise<Receivers>>();
  const receiversOf = (arn: string) => {
    const found = topics.get(arn) ?? readTopic(connection, region, ask, arn);
    topics.set(arn, found);
    return found;
  };
  const facts: AlarmFacts[] = [];
  for (const one of listed.value) {
    const watched = alarmedMetrics(one);
    if (!watched.some(({ namespace, metric }) => metrics.has(`${namespace}\0${metric}`))) continue;
    facts.push({
      name: one.AlarmName ?? '',
      metrics: watched,
      condition: conditionOf(one),
      state: one.StateValue ?? '',
      actionsEnabled: one.ActionsEnabled ?? true,
      receivers: sum(await Promise.all((one.AlarmActions ?? []).map(receiversOf))),
    });
  }
  return known(facts);
}

type Receivers = AlarmFacts['receivers'];

/** Programs that an alarm can start or tell; it may also scale, stop or restart, of which nobody hears. */
const programs = new Set(['lambda', 'ssm', 'ssm-incidents', 'aiops']);

async function readTopic(
  connection: Connection,
  region: string,
  ask: Ask,
  action: string,
): Promise<Receivers> {
  const service = action.split(':')[2] ?? '';
  if (service !== 'sns') return known({ confirmed: programs.has(service) ? 1 : 0, pending: 0 });
  const sns = await connection.client('sns', region);
  const topic = await ask.orNull('sns:GetTopicAttributes', (options) =>
    sns.getTopicAttributes({ TopicArn: action }, options),
  );
  if (!topic.known) return topic;
  return known({
    confirmed: Number(topic.value?.Attributes?.['SubscriptionsConfirmed'] ?? 0),
    pending: Number(topic.value?.Attributes?.['SubscriptionsPending'] ?? 0),
  });
}

/** One who surely hears it counts, whatever may not be read beside. */
function sum(all: readonly Receivers[]): Receivers {
  let confirmed = 0;
  let pending = 0;
  for (const one of all) {
    if (!one.known) continue;
    confirmed += one.value.confirmed;
    pending += one.value.pending;
  }
  return confirmed > 0
    ? known({ confirmed, pending })
    : (all.find((one) => !one.known) ?? known({ confirmed, pending }));
}

function alarmedMetrics(alarm: MetricAlarm): readonly AlarmedMetric[] {
  const stats = alarm.Metrics?.flatMap((one) => one.MetricStat?.Metric ?? []) ?? [];
  const all = alarm.MetricName === undefined ? stats : [alarm, ...stats];
  return all.map(({ Namespace, MetricName, Dimensions }) => ({
    namespace: Namespace ?? '',
    metric: MetricName ?? '',
    dimensions: Object.fromEntries((Dimensions ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? ''])),
  }));
}

const signs: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: '≥',
  GreaterThanThreshold: '>',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
};

function conditionOf(alarm: MetricAlarm): string {
  const { Statistic = '', ComparisonOperator = '', Threshold, Period, EvaluationPeriods = 1 } = alarm;
  if (Period === undefined || Threshold === undefined) return 'metric math';
  const seconds = Period * EvaluationPeriods;
  const time = seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} seconds`;
  return `${Statistic} ${signs[ComparisonOperator] ?? ComparisonOperator} ${Threshold} in ${time}`;
}
