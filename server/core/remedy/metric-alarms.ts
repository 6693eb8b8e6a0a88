// Alarms on the calls, errors and throttles of functions that react to outside input: each at a level that the
// function's own past makes unusual, so that nobody states a rate.
import type { MissingAlarms } from '../monitor/metrics/missing-alarms.ts';
import { expectedBand } from '../monitor/metrics/outliers.ts';
import type { Series } from '../monitor/metrics/series.ts';
import type { Wish } from './change.ts';
import { monitoringNames } from './monitoring.ts';

/** Of the names of these alarms; the function's and the metric's follow. */
export const metricAlarmPrefix = 'lambda-protect-';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The highest edge of the band in these days is the level. */
const lookedAtDays = 28;
/** Less is too little to know a level by. */
const leastDays = 3;

/** At least so many in an hour, however quiet the past: a handful is no news. */
const least: Readonly<Record<string, number>> = { Invocations: 100, Errors: 5, Throttles: 1 };
/** Where there is no past yet: high enough not to ring on a normal start. */
const withoutPast: Readonly<Record<string, number>> = { Invocations: 10_000, Errors: 10, Throttles: 1 };

export interface AlarmSettings {
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  readonly emails: readonly string[];
  /** Hourly series of the functions, of as many weeks as there are. */
  readonly series: readonly Series[];
}

export interface ProposedAlarms {
  readonly wishes: readonly Wish[];
  readonly warnings: readonly string[];
}

/** In the order of `missing`: the latest changed first. The topic is that of the violations, made where it is not there. */
export function proposeAlarms(missing: readonly MissingAlarms[], settings: AlarmSettings): ProposedAlarms {
  const { region, account, partition, emails } = settings;
  const topicArn = `arn:${partition}:sns:${region}:${account}:${monitoringNames.topic}`;
  const alarms = missing.flatMap(({ name, metrics, by }) =>
    metrics.map((metric): Wish => {
      const level = levelOf(
        settings.series.find((one) => one.function === name && one.metric === metric),
        metric,
      );
      return {
        kind: 'alarm',
        region,
        target: { name: `${metricAlarmPrefix}${name}-${metric}` },
        after: {
          description: `${metric} of ${name}, which is reachable by ${by.join(', ')}, beyond what its past makes expected.`,
          namespace: 'AWS/Lambda',
          metric,
          dimensions: { FunctionName: name },
          statistic: 'Sum',
          periodSeconds: 3600,
          evaluationPeriods: 1,
          threshold: level.threshold,
          comparison: 'GreaterThanOrEqualToThreshold',
          missingData: 'notBreaching',
          actions: [topicArn],
        },
        note: level.words,
      };
    }),
  );
  if (alarms.length === 0) return { wishes: [], warnings: [] };
  return {
    wishes: [
      { kind: 'topic', region, target: { arn: topicArn }, after: { displayName: 'Lambda Protect' } },
      ...emails.map(
        (endpoint): Wish => ({
          kind: 'subscription',
          region,
          target: { topicArn, protocol: 'email', endpoint },
          after: { subscribed: true },
          note: 'SNS sends a message there; nothing is sent before its link was followed',
        }),
      ),
      ...alarms,
    ],
    warnings: [
      `${alarms.length} alarms; CloudWatch charges each by the month, about $0.10`,
      'levels are those of the past weeks: plan again when a function has grown',
      ...(emails.length === 0
        ? [`nobody is added to ${topicArn}: give an e-mail address, or subscribe to it`]
        : []),
    ],
  };
}

/** For an hour. */
export function levelOf(
  series: Series | undefined,
  metric: string,
): { readonly threshold: number; readonly words: string } {
  const floor = least[metric] ?? 1;
  const band = series ? expectedBand(series) : [];
  const last = band.at(-1)?.at ?? 0;
  const days = (last - (series?.points[0]?.at ?? last)) / dayMs;
  if (days < leastDays) {
    const threshold = withoutPast[metric] ?? floor;
    return {
      threshold,
      words: `${threshold} an hour: there is no past to tell by yet; plan again in two weeks`,
    };
  }
  const from = last - lookedAtDays * dayMs;
  const isQuiet = !series?.points.some(({ at, value }) => at > from && value > 0);
  const highest = isQuiet
    ? 0
    : band.filter(({ at }) => at > from).reduce((most, { high }) => Math.max(most, high), 0);
  const threshold = Math.max(floor, roundUp(highest));
  return {
    threshold,
    words: `${threshold} an hour: the highest that is still usual in the last ${Math.min(lookedAtDays, Math.round(days))} days${threshold === floor ? ', and at least that' : ''}`,
  };
}

/** To two digits, upwards. */
function roundUp(value: number): number {
  if (value <= 0) return 0;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / unit) * unit;
}
