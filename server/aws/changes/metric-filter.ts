// A metric filter of a log group.
import { type ChangeReader, options, orNull } from '../change-reader.ts';

export const metricFilter: ChangeReader<'metric-filter'> = {
  kind: 'metric-filter',
  actions: ['logs:DescribeMetricFilters'],
  async read(scope, { logGroup, name }) {
    const logs = await scope.client('logs');
    const found = await orNull(
      logs.describeMetricFilters({ logGroupName: logGroup, filterNamePrefix: name }, options(scope)),
    );
    const filter = found?.metricFilters?.find((one) => one.filterName === name);
    const [metric] = filter?.metricTransformations ?? [];
    if (!filter || !metric) return null;
    return {
      pattern: filter.filterPattern ?? '',
      namespace: metric.metricNamespace ?? '',
      metric: metric.metricName ?? '',
      value: metric.metricValue ?? '',
      defaultValue: metric.defaultValue ?? null,
      dimensions: metric.dimensions ?? {},
    };
  },
};
