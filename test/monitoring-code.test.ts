// The plan as infrastructure code, read by those who know each kind: AWS's own schemas for CloudFormation and SAM, the
// CDK's types and synthesis, and a grammar of Terraform with a closed list of what the provider documents. All four
// describe the same resources as the plan.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaValidator, TemplateFile } from '@aws/cloudformation-validate';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { callsOf } from '../server/core/remedy/calls.ts';
import type { Change, Wish } from '../server/core/remedy/change.ts';
import { monitoringWishes } from '../server/core/remedy/monitoring.ts';
import { monitoringCode } from '../server/core/remedy/monitoring-code.ts';
import { parseTerraform, type TerraformValue } from './support/terraform.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const root = join(import.meta.dirname, '..');
const region = 'eu-central-1';
const account = '111122223333';
const topic = `arn:aws:sns:${region}:${account}:lambda-protect-violations`;
const settings = {
  region,
  account,
  partition: 'aws',
  functions: [
    { name: 'api', logGroup: '/aws/lambda/api', logFormat: 'json' },
    { name: 'jobs', logGroup: 'shared#1', logFormat: 'text' },
  ],
  emails: ['team@example.com', "o'neill+night@example.com"],
  threshold: 3,
  periodSeconds: 600,
} as const;
const wishes = monitoringWishes(settings);
const people = `arn:aws:sns:${region}:${account}:people`;
const toOthers = monitoringWishes({ ...settings, topic: people });
const withoutMail = monitoringWishes({ ...settings, emails: [], topic: people });

let folder = '';
beforeAll(() => {
  // Below the checkout, so that the CDK is found.
  mkdirSync(join(root, 'out'), { recursive: true });
  folder = mkdtempSync(join(root, 'out', 'monitoring-code-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Properties = Readonly<Record<string, unknown>>;
interface Resource {
  readonly type: string;
  readonly properties: Properties;
}

/** What the calls of the plan make, in CloudFormation's words: the measure for all four. */
function planned(given: readonly Wish[]): readonly Resource[] {
  return given.map((wish): Resource => {
    const [call] = callsOf({ ...wish, before: null } as Change);
    const input = call?.input ?? {};
    switch (wish.kind) {
      case 'metric-filter': {
        const [change] = input['metricTransformations'] as readonly Properties[];
        const dimensions = (change?.['dimensions'] ?? {}) as Properties;
        return {
          type: 'AWS::Logs::MetricFilter',
          properties: {
            FilterName: input['filterName'],
            LogGroupName: input['logGroupName'],
            FilterPattern: input['filterPattern'],
            MetricTransformations: [
              {
                MetricNamespace: change?.['metricNamespace'],
                MetricName: change?.['metricName'],
                MetricValue: change?.['metricValue'],
                ...(change?.['defaultValue'] === undefined ? {} : { DefaultValue: change['defaultValue'] }),
                ...(Object.keys(dimensions).length === 0
                  ? {}
                  : { Dimensions: Object.entries(dimensions).map(([Key, Value]) => ({ Key, Value })) }),
              },
            ],
          },
        };
      }
      case 'topic':
        return {
          type: 'AWS::SNS::Topic',
          properties: { TopicName: input['Name'], ...(input['Attributes'] as Properties) },
        };
      case 'subscription':
        return {
          type: 'AWS::SNS::Subscription',
          properties: {
            TopicArn: input['TopicArn'],
            Protocol: input['Protocol'],
            Endpoint: input['Endpoint'],
          },
        };
      case 'alarm':
        return { type: 'AWS::CloudWatch::Alarm', properties: input };
      case 'dashboard':
        return { type: 'AWS::CloudWatch::Dashboard', properties: input };
      default:
        throw new Error(`not expected: ${wish.kind}`);
    }
  });
}

interface Template {
  readonly Transform?: string;
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Properties }>>;
}

/** A reference to the topic stands for its ARN. */
function resourcesOf({ Resources }: Template): readonly Resource[] {
  const resolved = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(resolved)
      : typeof value === 'object' && value !== null
        ? 'Ref' in value
          ? value.Ref === 'ViolationsTopic'
            ? topic
            : value
          : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner)]))
        : value;
  return Object.values(Resources).map(({ Type, Properties }) => ({
    type: Type,
    properties: resolved(Properties) as Properties,
  }));
}

const sorted = (resources: readonly Resource[]) =>
  resources.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
function expectSame(found: readonly Resource[], given: readonly Wish[] = wishes): void {
  const plain = (all: readonly Resource[]) =>
    sorted(all.map(({ type, properties }) => ({ type, properties: ordered(properties) as Properties })));
  expect(plain(found)).toEqual(plain(planned(given)));
}
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, ordered(inner)]),
  );
}

const validator = new SchemaValidator();
afterAll(() => validator.free());
function complaints(text: string): readonly string[] {
  const file = join(folder, 'template.json');
  writeFileSync(file, text);
  return validator
    .validate(new TemplateFile(file), region)
    .filter(({ severity }) => severity !== 'INFO' && severity !== 'DEBUG')
    .map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

test.each(['cloudformation', 'sam'] as const)(
  '%s is valid against the schemas of AWS and is the plan',
  (kind) => {
    for (const given of [wishes, toOthers, withoutMail]) {
      const text = monitoringCode(kind, given);
      expect(complaints(text)).toEqual([]);
      const template = JSON.parse(text) as Template;
      expectSame(resourcesOf(template), given);
      // SAM takes CloudFormation's resources as they are; the transform is all that it adds.
      expect(template.Transform).toBe(kind === 'sam' ? 'AWS::Serverless-2016-10-31' : undefined);
      expect(
        Object.values(template.Resources).filter(({ Type }) => Type.startsWith('AWS::Serverless')),
      ).toEqual([]);
    }
  },
);

test.each([
  ['"Period": 600', '"Perod": 600'],
  ['"DefaultValue": 0', '"DefaultValue": "none"'],
  ['"ComparisonOperator": "GreaterThanOrEqualToThreshold"', '"ComparisonOperator": "AtLeast"'],
  ['"Protocol": "email",', ''],
])('the schemas would tell %s from %s', (right, wrong) => {
  const text = monitoringCode('cloudformation', wishes);
  expect(text).toContain(right);
  expect(complaints(text.replace(right, wrong))).not.toEqual([]);
});

test('the CDK program passes its compiler and synthesizes the plan', () => {
  for (const [name, given] of [
    ['own', wishes],
    ['others', withoutMail],
  ] as const) {
    const project = join(folder, name);
    mkdirSync(project);
    writeFileSync(join(project, 'stack.ts'), monitoringCode('cdk', given));
    writeFileSync(
      join(project, 'app.ts'),
      "import { App } from 'aws-cdk-lib';\nimport { ViolationMonitoring } from './stack.ts';\n\nconst app = new App();\nnew ViolationMonitoring(app, 'Monitoring');\nconst { template } = app.synth().getStackByName('Monitoring');\nconsole.log(JSON.stringify(template));\n",
    );
    const options = {
      strict: true,
      noUnusedLocals: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2022',
      skipLibCheck: true,
      allowImportingTsExtensions: true,
      erasableSyntaxOnly: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules', '@types')],
    };
    writeFileSync(join(project, 'package.json'), '{"type":"module"}');
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, files: ['app.ts'] }),
    );
    const tsc = join(root, 'node_modules', '.bin', 'tsc');
    expect(execFileSync(tsc, ['-p', project], { encoding: 'utf8' })).toBe('');
    const template = JSON.parse(
      execFileSync(process.execPath, ['app.ts'], {
        cwd: project,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, CDK_OUTDIR: join(project, 'cdk.out') },
      }),
    ) as Template;
    const { CDKMetadata: _metadata, ...Resources } = template.Resources;
    expectSame(resourcesOf({ Resources }), given);
  }
});

/** Attributes and blocks that the provider documents, as far as ours use them; `!`: obligatory. */
const terraformSchema: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_log_metric_filter: ['name!', 'log_group_name!', 'pattern!', 'metric_transformation!'],
  'aws_cloudwatch_log_metric_filter.metric_transformation': [
    'name!',
    'namespace!',
    'value!',
    'default_value',
    'dimensions',
  ],
  aws_sns_topic: ['name', 'display_name'],
  aws_sns_topic_subscription: ['topic_arn!', 'protocol!', 'endpoint!'],
  aws_cloudwatch_metric_alarm: [
    'alarm_name!',
    'alarm_description',
    'namespace',
    'metric_name',
    'statistic',
    'period',
    'evaluation_periods!',
    'threshold',
    'comparison_operator!',
    'treat_missing_data',
    'alarm_actions',
  ],
  aws_cloudwatch_dashboard: ['dashboard_name!', 'dashboard_body!'],
};

function expectDocumented(place: string, body: Readonly<Record<string, TerraformValue>>): void {
  const schema = terraformSchema[place];
  if (!schema) throw new Error(`not in the schema: ${place}`);
  const names = schema.map((name) => name.replace('!', ''));
  expect(names, place).toEqual(expect.arrayContaining(Object.keys(body)));
  for (const name of schema.filter((one) => one.endsWith('!')))
    expect(Object.keys(body), place).toContain(name.replace('!', ''));
}

test('Terraform parses, uses what the provider documents, and is the plan', async () => {
  for (const given of [wishes, toOthers, withoutMail]) {
    const blocks = await parseTerraform(monitoringCode('terraform', given));
    expect(new Set(blocks.map(({ type, name }) => `${type}.${name}`)).size).toBe(blocks.length);
    const resources = blocks.map(({ type, body }): Resource => {
      expectDocumented(type, body);
      const arn = (value: TerraformValue | undefined) =>
        typeof value === 'object' && value !== null && 'reference' in value
          ? value.reference === 'aws_sns_topic.violations.arn'
            ? topic
            : value
          : value;
      switch (type) {
        case 'aws_cloudwatch_log_metric_filter': {
          const change = body['metric_transformation'] as Readonly<Record<string, TerraformValue>>;
          expectDocumented('aws_cloudwatch_log_metric_filter.metric_transformation', change);
          const dimensions = Object.entries(change['dimensions'] ?? {});
          return {
            type: 'AWS::Logs::MetricFilter',
            properties: {
              FilterName: body['name'],
              LogGroupName: body['log_group_name'],
              FilterPattern: body['pattern'],
              MetricTransformations: [
                {
                  MetricNamespace: change['namespace'],
                  MetricName: change['name'],
                  MetricValue: change['value'],
                  // The provider's attribute is text.
                  ...(change['default_value'] === undefined
                    ? {}
                    : { DefaultValue: Number(change['default_value']) }),
                  ...(dimensions.length === 0
                    ? {}
                    : { Dimensions: dimensions.map(([Key, Value]) => ({ Key, Value })) }),
                },
              ],
            },
          };
        }
        case 'aws_sns_topic':
          return {
            type: 'AWS::SNS::Topic',
            properties: { TopicName: body['name'], DisplayName: body['display_name'] },
          };
        case 'aws_sns_topic_subscription':
          return {
            type: 'AWS::SNS::Subscription',
            properties: {
              TopicArn: arn(body['topic_arn']),
              Protocol: body['protocol'],
              Endpoint: body['endpoint'],
            },
          };
        case 'aws_cloudwatch_metric_alarm':
          return {
            type: 'AWS::CloudWatch::Alarm',
            properties: {
              AlarmName: body['alarm_name'],
              AlarmDescription: body['alarm_description'],
              Namespace: body['namespace'],
              MetricName: body['metric_name'],
              Statistic: body['statistic'],
              Period: body['period'],
              EvaluationPeriods: body['evaluation_periods'],
              Threshold: body['threshold'],
              ComparisonOperator: body['comparison_operator'],
              TreatMissingData: body['treat_missing_data'],
              AlarmActions: (body['alarm_actions'] as readonly TerraformValue[]).map(arn),
            },
          };
        default:
          return {
            type: 'AWS::CloudWatch::Dashboard',
            properties: { DashboardName: body['dashboard_name'], DashboardBody: body['dashboard_body'] },
          };
      }
    });
    expectSame(resources, given);
  }
});

test('strings of Terraform are no templates, whatever the name of a log group', async () => {
  const odd = monitoringWishes({ ...settings, functions: [{ name: 'x', logGroup: '/odd/${x}%{if}"\\' }] });
  const blocks = await parseTerraform(monitoringCode('terraform', odd));
  expect(blocks[0]?.body['log_group_name']).toBe('/odd/${x}%{if}"\\');
  await expect(parseTerraform('resource "a" "b" { x = }')).rejects.toThrow(/no Terraform/);
});
