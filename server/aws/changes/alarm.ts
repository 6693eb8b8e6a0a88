// An alarm on one metric.
import { type ChangeReader, options } from '../change-reader.ts';

export const alarm: ChangeReader<'alarm'> = {
  kind: 'alarm',
  actions: ['cloudwatch:DescribeAlarms'],
  async read(scope, { name }) {
    const cloudwatch = await scope.client('cloudwatch');
    const found = await cloudwatch.describeAlarms({ AlarmNames: [name] }, options(scope));
    const one = found.MetricAlarms?.find((candidate) => candidate.AlarmName === name);
    if (!one) return null;
    const dimensions = (one.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value] as const);
    return {
      description: one.AlarmDescription ?? '',
      namespace: one.Namespace ?? '',
      metric: one.MetricName ?? '',
      statistic: 'Sum',
      periodSeconds: one.Period ?? 0,
      evaluationPeriods: one.EvaluationPeriods ?? 0,
      threshold: one.Threshold ?? 0,
      comparison: one.ComparisonOperator ?? '',
      missingData: one.TreatMissingData ?? 'missing',
      actions: one.AlarmActions ?? [],
      ...(dimensions.length === 0 ? {} : { dimensions: Object.fromEntries(dimensions) }),
    };
  },
};
