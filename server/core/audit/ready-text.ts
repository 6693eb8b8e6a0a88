// What a person can paste: commands of the AWS command line and lines of a CloudFormation template that mend a
// finding. They are offered, never run; values that only a person can know stand in angle brackets.
import type { Finding } from '../finding/finding.ts';

export interface ReadyText {
  readonly commands: readonly string[];
  /** YAML, below the resource that it names. */
  readonly template?: string;
}

interface Facts {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly account: string;
  readonly qualifier: string | undefined;
  text(key: string): string | undefined;
}

type Maker = (facts: Facts) => ReadyText;

/** `undefined` where no command mends it. */
export function readyTextFor(finding: Finding): ReadyText | undefined {
  const { place, data } = finding;
  if (place.kind !== 'aws') return undefined;
  const fields: Readonly<Record<string, unknown>> =
    typeof data === 'object' && data !== null ? { ...data } : {};
  const text = (key: string): string | undefined => {
    const value = fields[key];
    return typeof value === 'string' ? value : undefined;
  };
  return makers[finding.id]?.({
    name: place.function ?? place.arn,
    arn: place.arn,
    region: place.region,
    account: place.account,
    qualifier: text('qualifier'),
    text,
  });
}

export const mendedChecks = (): readonly string[] => Object.keys(makers);

const removePermission = (facts: Facts): string =>
  lambda(facts, 'remove-permission', ['--statement-id', facts.text('sid') ?? '<statement-id>'], true);

const narrowed = (facts: Facts, more: readonly string[]): ReadyText => ({
  commands: [
    lambda(
      facts,
      'add-permission',
      [
        '--statement-id',
        `${facts.text('sid') ?? 'source'}-narrow`,
        '--action',
        'lambda:InvokeFunction',
        '--principal',
        facts.text('principal') ?? '<service>.amazonaws.com',
        ...more,
      ],
      true,
    ),
    removePermission(facts),
  ],
  template:
    'Type: AWS::Lambda::Permission\nProperties:\n  SourceArn: <arn of the one source>\n  SourceAccount: !Ref AWS::AccountId',
});

const removed: Maker = (facts) => ({ commands: [removePermission(facts)] });

const makers: Readonly<Record<string, Maker>> = {
  'public-invoke-policy': removed,
  'management-action-granted': removed,
  'foreign-account-access': removed,
  'deleted-principal': removed,
  'dangling-trigger': (facts) => {
    const uuid = facts.text('uuid');
    if (uuid === undefined) return removed(facts);
    return {
      commands: [`aws lambda delete-event-source-mapping --uuid ${quote(uuid)} --region ${facts.region}`],
    };
  },
  'unrestricted-service-principal': (facts) =>
    narrowed(facts, ['--source-arn', '<arn of the source>', '--source-account', facts.account]),
  'loose-source-arn': (facts) =>
    narrowed(facts, ['--source-arn', '<arn of the source>', '--source-account', facts.account]),
  'bucket-without-account': (facts) =>
    narrowed({ ...facts, text: (key) => (key === 'principal' ? 's3.amazonaws.com' : facts.text(key)) }, [
      '--source-arn',
      '<arn of the bucket>',
      '--source-account',
      facts.account,
    ]),
  'url-invoke-open-to-api': (facts) => ({
    commands: [
      lambda(
        facts,
        'add-permission',
        [
          '--statement-id',
          'FunctionURLInvokeOnly',
          '--action',
          'lambda:InvokeFunction',
          '--principal',
          '*',
          '--invoked-via-function-url',
        ],
        true,
      ),
      removePermission(facts),
    ],
    template:
      'Type: AWS::Lambda::Permission\nProperties:\n  Action: lambda:InvokeFunction\n  InvokedViaFunctionUrl: true',
  }),
  'public-function-url': urlWithIam,
  'dormant-public-url': urlWithIam,
  'recursion-allowed': (facts) => ({
    commands: [lambda(facts, 'put-function-recursion-config', ['--recursive-loop', 'Terminate'])],
    template: 'Type: AWS::Lambda::Function\nProperties:\n  RecursiveLoop: Terminate',
  }),
  'pinned-runtime': (facts) => ({
    commands: [lambda(facts, 'put-runtime-management-config', ['--update-runtime-on', 'Auto'])],
    template:
      'Type: AWS::Lambda::Function\nProperties:\n  RuntimeManagementConfig:\n    UpdateRuntimeOn: Auto',
  }),
  'unbounded-concurrency': (facts) => ({
    commands: [lambda(facts, 'put-function-concurrency', ['--reserved-concurrent-executions', '<number>'])],
    template: 'Type: AWS::Lambda::Function\nProperties:\n  ReservedConcurrentExecutions: <number>',
  }),
  'stopped-function': (facts) => ({ commands: [lambda(facts, 'delete-function-concurrency', [])] }),
  'untraced-calls': (facts) => ({
    commands: [lambda(facts, 'update-function-configuration', ['--tracing-config', 'Mode=Active'])],
    template: 'Type: AWS::Lambda::Function\nProperties:\n  TracingConfig:\n    Mode: Active',
  }),
  'weighted-alias': (facts) => ({
    commands: [
      lambda(facts, 'update-alias', [
        '--name',
        facts.text('alias') ?? '<alias>',
        '--routing-config',
        'AdditionalVersionWeights={}',
      ]),
    ],
  }),
  'unsigned-code': (facts) => ({
    commands: [
      lambda(facts, 'put-function-code-signing-config', [
        '--code-signing-config-arn',
        '<arn of a configuration that enforces>',
      ]),
    ],
    template:
      'Type: AWS::Lambda::Function\nProperties:\n  CodeSigningConfigArn: <arn of a configuration that enforces>',
  }),
  'lost-async-events': (facts) => ({
    commands: [
      lambda(
        facts,
        'put-function-event-invoke-config',
        ['--destination-config', '{"OnFailure":{"Destination":"<arn of a queue>"}}'],
        true,
      ),
    ],
    template:
      'Type: AWS::Lambda::EventInvokeConfig\nProperties:\n  DestinationConfig:\n    OnFailure:\n      Destination: <arn of a queue>',
  }),
  'env-without-own-key': (facts) => ({
    commands: [lambda(facts, 'update-function-configuration', ['--kms-key-arn', '<arn of a key>'])],
    template: 'Type: AWS::Lambda::Function\nProperties:\n  KmsKeyArn: <arn of a key>',
  }),
  'excluded-from-inspector': (facts) => ({
    commands: [
      `aws lambda untag-resource --resource ${quote(facts.arn)} --tag-keys InspectorExclusion InspectorCodeExclusion --region ${facts.region}`,
    ],
  }),
  'endless-log-retention': (facts) => ({
    commands: [
      `aws logs put-retention-policy --log-group-name ${quote(facts.text('logGroup') ?? `/aws/lambda/${facts.name}`)} --retention-in-days 365 --region ${facts.region}`,
    ],
    template: 'Type: AWS::Logs::LogGroup\nProperties:\n  RetentionInDays: 365',
  }),
  'unwatched-violations': (facts) => ({
    commands: [
      `aws logs put-metric-filter --log-group-name ${quote(facts.text('logGroup') ?? `/aws/lambda/${facts.name}`)} --filter-name violations --filter-pattern '?Violation ?violation' --metric-transformations metricName=Violations,metricNamespace=LambdaProtect,metricValue=1 --region ${facts.region}`,
      `aws cloudwatch put-metric-alarm --alarm-name ${quote(`${facts.name}-violations`)} --namespace LambdaProtect --metric-name Violations --statistic Sum --period 60 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold --treat-missing-data notBreaching --alarm-actions '<arn of a topic>' --region ${facts.region}`,
    ],
  }),
  'lambda-protection-off': (facts) => ({
    commands: [
      `aws guardduty update-detector --detector-id '<detector>' --features Name=LAMBDA_NETWORK_LOGS,Status=ENABLED --region ${facts.region}`,
    ],
  }),
  'inspector-off': (facts) => ({
    commands: [`aws inspector2 enable --resource-types LAMBDA LAMBDA_CODE --region ${facts.region}`],
  }),
};

function urlWithIam(facts: Facts): ReadyText {
  return {
    commands: [lambda(facts, 'update-function-url-config', ['--auth-type', 'AWS_IAM'], true)],
    template: 'Type: AWS::Lambda::Url\nProperties:\n  AuthType: AWS_IAM',
  };
}

function lambda(facts: Facts, command: string, more: readonly string[], qualified = false): string {
  const qualifier = qualified && facts.qualifier !== undefined ? ['--qualifier', facts.qualifier] : [];
  const words = ['--function-name', facts.name, ...qualifier, ...more, '--region', facts.region];
  return `aws lambda ${command} ${words.map(quote).join(' ')}`;
}

/** For a POSIX shell. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
