// The monitoring of violations as infrastructure code: CloudFormation (which SAM takes as it is), CDK in TypeScript,
// and Terraform. The same wishes as in the plan, in the words of each.
import { callsOf } from './calls.ts';
import type { Change, Wish } from './change.ts';

export const monitoringCodeKinds = ['cloudformation', 'sam', 'cdk', 'terraform'] as const;
export type MonitoringCodeKind = (typeof monitoringCodeKinds)[number];

export function monitoringCode(kind: MonitoringCodeKind, wishes: readonly Wish[]): string {
  switch (kind) {
    case 'cloudformation':
      return `${JSON.stringify(template(wishes, false), undefined, 2)}\n`;
    case 'sam':
      return `${JSON.stringify(template(wishes, true), undefined, 2)}\n`;
    case 'cdk':
      return cdk(wishes);
    case 'terraform':
      return terraform(wishes);
  }
}

interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const topicRef = { Ref: 'ViolationsTopic' };

/** The topic of the template where it makes one; else somebody else's, by its ARN. */
function isOwnTopic(wishes: readonly Wish[]): (arn: string) => boolean {
  const own = wishes.find((wish) => wish.kind === 'topic')?.target.arn;
  return (arn) => arn === own;
}

function resourcesOf(wishes: readonly Wish[]): readonly Resource[] {
  const isOwn = isOwnTopic(wishes);
  const topic = (arn: string) => (isOwn(arn) ? topicRef : arn);
  const counts = new Map<string, number>();
  const next = (base: string) => {
    const count = (counts.get(base) ?? 0) + 1;
    counts.set(base, count);
    return count === 1 ? base : `${base}${count}`;
  };
  return wishes.flatMap((wish): Resource[] => {
    const input = inputOf(wish);
    switch (wish.kind) {
      case 'metric-filter': {
        const [metric] = wish.after === null ? [] : [wish.after];
        if (!metric) return [];
        const dimensions = Object.entries(metric.dimensions).map(([Key, Value]) => ({ Key, Value }));
        return [
          {
            id: next(dimensions.length > 0 ? 'ViolationsByRuleFilter' : 'ViolationsFilter'),
            type: 'AWS::Logs::MetricFilter',
            properties: {
              FilterName: wish.target.name,
              LogGroupName: wish.target.logGroup,
              FilterPattern: metric.pattern,
              MetricTransformations: [
                {
                  MetricNamespace: metric.namespace,
                  MetricName: metric.metric,
                  MetricValue: metric.value,
                  ...(metric.defaultValue === null ? {} : { DefaultValue: metric.defaultValue }),
                  ...(dimensions.length === 0 ? {} : { Dimensions: dimensions }),
                },
              ],
            },
          },
        ];
      }
      case 'topic':
        return [
          {
            id: 'ViolationsTopic',
            type: 'AWS::SNS::Topic',
            properties: { TopicName: input['Name'], DisplayName: wish.after?.displayName ?? '' },
          },
        ];
      case 'subscription':
        return [
          {
            id: next('ViolationsSubscription'),
            type: 'AWS::SNS::Subscription',
            properties: {
              TopicArn: topic(wish.target.topicArn),
              Protocol: 'email',
              Endpoint: wish.target.endpoint,
            },
          },
        ];
      case 'alarm':
        return [
          {
            id: 'ViolationsAlarm',
            type: 'AWS::CloudWatch::Alarm',
            properties: { ...input, AlarmActions: (wish.after?.actions ?? []).map(topic) },
          },
        ];
      case 'dashboard':
        return [{ id: 'ViolationsDashboard', type: 'AWS::CloudWatch::Dashboard', properties: input }];
      default:
        return [];
    }
  });
}

function inputOf(wish: Wish): Readonly<Record<string, unknown>> {
  return callsOf({ ...wish, before: null } as Change)[0]?.input ?? {};
}

function template(wishes: readonly Wish[], sam: boolean): unknown {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    ...(sam ? { Transform: 'AWS::Serverless-2016-10-31' } : {}),
    Description: 'Counts, shows and reports violations that the guard of Lambda Protect meets.',
    Resources: Object.fromEntries(
      resourcesOf(wishes).map(({ id, type, properties }) => [id, { Type: type, Properties: properties }]),
    ),
  };
}

/** L1 constructs: their properties are CloudFormation's, with the first letter in lower case. */
function cdk(wishes: readonly Wish[]): string {
  const lines = resourcesOf(wishes).map(({ id, type, properties }) => {
    const [, module = '', name = ''] = type.split('::');
    const text = JSON.stringify(lowerKeys(properties), undefined, 2)
      .replaceAll('"topic:ViolationsTopic"', 'topic.ref')
      .replace(/^( *)"([A-Za-z_]\w*)": /gm, '$1$2: ')
      .split('\n')
      .join('\n    ');
    const assigned = id === 'ViolationsTopic' ? 'const topic = ' : '';
    return `    ${assigned}new ${modules[module] ?? module}.Cfn${name}(this, '${id}', ${text});`;
  });
  const imports = Object.values(modules)
    .filter((module) => lines.some((line) => line.includes(`new ${module}.`)))
    .map((module) => `import * as ${module} from 'aws-cdk-lib/aws-${module}';`);
  return `import { Stack, type StackProps } from 'aws-cdk-lib';
${imports.join('\n')}
import type { Construct } from 'constructs';

/** Counts, shows and reports violations that the guard of Lambda Protect meets. */
export class ViolationMonitoring extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
${lines.join('\n')}
  }
}
`;
}

const modules: Readonly<Record<string, string>> = { CloudWatch: 'cloudwatch', Logs: 'logs', SNS: 'sns' };

function lowerKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerKeys);
  if (typeof value !== 'object' || value === null) return value;
  if (value === topicRef) return 'topic:ViolationsTopic';
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      lowerKeys(inner),
    ]),
  );
}

function terraform(wishes: readonly Wish[]): string {
  const isOwn = isOwnTopic(wishes);
  const topic = (arn: string) => (isOwn(arn) ? 'aws_sns_topic.violations.arn' : hcl(arn));
  const numbers = new Map<string, number>();
  const blocks = wishes.flatMap((wish): string[] => {
    const number = (numbers.get(wish.kind) ?? 0) + 1;
    numbers.set(wish.kind, number);
    switch (wish.kind) {
      case 'metric-filter': {
        if (wish.after === null) return [];
        const { pattern, namespace, metric, value, defaultValue, dimensions } = wish.after;
        const inner = [
          `    name      = ${hcl(metric)}`,
          `    namespace = ${hcl(namespace)}`,
          `    value     = ${hcl(value)}`,
          ...(defaultValue === null ? [] : [`    default_value = ${hcl(String(defaultValue))}`]),
          ...(Object.keys(dimensions).length === 0
            ? []
            : [
                '    dimensions = {',
                ...Object.entries(dimensions).map(([key, selector]) => `      ${key} = ${hcl(selector)}`),
                '    }',
              ]),
        ];
        return [
          `resource "aws_cloudwatch_log_metric_filter" "violations_${number}" {\n  name           = ${hcl(wish.target.name)}\n  log_group_name = ${hcl(wish.target.logGroup)}\n  pattern        = ${hcl(pattern)}\n\n  metric_transformation {\n${inner.join('\n')}\n  }\n}`,
        ];
      }
      case 'topic':
        return [
          `resource "aws_sns_topic" "violations" {\n  name         = ${hcl(wish.target.arn.split(':').at(-1) ?? '')}\n  display_name = ${hcl(wish.after?.displayName ?? '')}\n}`,
        ];
      case 'subscription':
        return [
          `resource "aws_sns_topic_subscription" "violations_${number}" {\n  topic_arn = ${topic(wish.target.topicArn)}\n  protocol  = "email"\n  endpoint  = ${hcl(wish.target.endpoint)}\n}`,
        ];
      case 'alarm': {
        if (wish.after === null) return [];
        const { after } = wish;
        return [
          `resource "aws_cloudwatch_metric_alarm" "violations" {\n  alarm_name          = ${hcl(wish.target.name)}\n  alarm_description   = ${hcl(after.description)}\n  namespace           = ${hcl(after.namespace)}\n  metric_name         = ${hcl(after.metric)}\n  statistic           = ${hcl(after.statistic)}\n  period              = ${after.periodSeconds}\n  evaluation_periods  = ${after.evaluationPeriods}\n  threshold           = ${after.threshold}\n  comparison_operator = ${hcl(after.comparison)}\n  treat_missing_data  = ${hcl(after.missingData)}\n  alarm_actions       = [${after.actions.map(topic).join(', ')}]\n}`,
        ];
      }
      case 'dashboard':
        return [
          `resource "aws_cloudwatch_dashboard" "violations" {\n  dashboard_name = ${hcl(wish.target.name)}\n  dashboard_body = ${hcl(JSON.stringify(wish.after?.body))}\n}`,
        ];
      default:
        return [];
    }
  });
  return `${blocks.join('\n\n')}\n`;
}

/** A quoted HCL string: JSON's escapes, and templates switched off. */
function hcl(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/g, (sign) => sign + sign);
}
