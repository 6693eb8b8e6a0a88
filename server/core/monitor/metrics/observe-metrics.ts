// Metric outliers as observations, in the columns of a metric-outlier table.
import { type Observation, percent, roundNumber } from '../observation.ts';
import { findOutliers, type MetricOutlier, type OutlierOptions } from './outliers.ts';
import type { CloudWatchBandPoint, Series } from './series.ts';

export function observeMetrics(all: readonly Series[], options: OutlierOptions = {}): readonly Observation[] {
  return all.flatMap((series) => observeOutliers(findOutliers(series, options)));
}

export function observeOutliers(outliers: readonly MetricOutlier[]): readonly Observation[] {
  return outliers.map((outlier): Observation => {
    const { series, expected, observed, probability, sampleSize, direction, window } = outlier;
    const metric = series.metric || 'the metric';
    const times = expected >= 1 ? `, ${roundNumber(observed / expected)} times the expected` : '';
    const words = `${metric} ${direction === 'above' ? 'far above' : 'far below'} the expected`;
    return {
      id: 'metric-outlier',
      severity: direction === 'above' ? 'warning' : 'info',
      confidence: probability < 1e-8 ? 'high' : 'medium',
      title: words,
      message: `${words}: ${roundNumber(observed)} where ${roundNumber(expected)} was usual${direction === 'above' ? times : ''}`,
      why: 'A function does much the same at the same hour of the week. Far more calls or errors than that may be abuse from outside, a loop, or code that was made to do something else.',
      todo: 'Look at the invocations and logs of the window; where callers are from outside, at their addresses. If it is a new normal, acknowledge it.',
      ref: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
      attack: ['T1496', 'T1499'],
      source: series.function || '-',
      account: series.account ?? '',
      region: series.region ?? '',
      arn: '',
      at: outlier.at,
      window,
      columns: {
        'Time Window': `${minutes(window.end - window.start)}`,
        Metric: metric,
        'Expected Value': roundNumber(expected),
        Outlier: roundNumber(observed),
        Probability: percent(probability),
        'Sample Size': sampleSize,
        ...(series.cloudwatchBand === undefined
          ? {}
          : { 'CloudWatch Band': bandWords(series.cloudwatchBand, outlier.at) }),
      },
    };
  });
}

/** What CloudWatch's anomaly detector expected at that time; a hyphen where it says nothing, as in its first days. */
function bandWords(band: readonly CloudWatchBandPoint[], at: number): string {
  const point = band.find((one) => one.at === at);
  return point === undefined ? '-' : `${roundNumber(point.low)} to ${roundNumber(point.high)}`;
}

function minutes(ms: number): string {
  const count = Math.round(ms / 60_000);
  if (count < 60) return `${count}m`;
  return count % 1440 === 0 ? `${count / 1440}d` : `${Math.round((count / 60) * 10) / 10}h`;
}
