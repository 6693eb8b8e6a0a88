// A year of an account in which nothing bad happens, as CloudTrail records: deployments by two pipelines and now and
// then by people, read calls of consoles and tools, and the calls of the functions' own roles, with what makes real
// accounts untidy: new team members, hotfixes, refused calls, new features that call something new, cold starts.
import { record } from '../../server/core/monitor/trail/example.ts';
import { createChance } from './chance.ts';

const account = '111122223333';
const dayMs = 86_400_000;
export const ordinaryStart = Date.UTC(2025, 9, 1);
export const ordinaryFunctions = [
  'orders',
  'billing',
  'thumbnails',
  'mailer',
  'login',
  'search',
  'export',
  'reports',
  'webhook',
  'cleanup',
] as const;

const habitsOf: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  orders: [
    ['dynamodb', 'DescribeTable'],
    ['kms', 'Decrypt'],
    ['ssm', 'GetParameter'],
  ],
  billing: [
    ['secretsmanager', 'GetSecretValue'],
    ['kms', 'Decrypt'],
    ['sts', 'AssumeRole'],
  ],
  thumbnails: [
    ['s3', 'GetBucketLocation'],
    ['kms', 'GenerateDataKey'],
  ],
  mailer: [
    ['ses', 'SendEmail'],
    ['ssm', 'GetParameters'],
  ],
  login: [
    ['cognito-idp', 'AdminGetUser'],
    ['kms', 'Decrypt'],
  ],
  search: [
    ['es', 'DescribeDomain'],
    ['secretsmanager', 'GetSecretValue'],
  ],
  export: [
    ['athena', 'StartQueryExecution'],
    ['athena', 'GetQueryExecution'],
    ['glue', 'GetTable'],
  ],
  reports: [
    ['athena', 'StartQueryExecution'],
    ['s3', 'ListBuckets'],
    ['ce', 'GetCostAndUsage'],
  ],
  webhook: [
    ['events', 'PutEvents'],
    ['ssm', 'GetParameter'],
  ],
  cleanup: [
    ['ec2', 'DescribeSnapshots'],
    ['ec2', 'DeleteSnapshot'],
    ['ec2', 'DescribeInstances'],
    ['rds', 'DescribeDBSnapshots'],
    ['logs', 'DescribeLogGroups'],
    ['logs', 'PutRetentionPolicy'],
    ['iam', 'ListAccessKeys'],
    ['iam', 'ListUsers'],
    ['iam', 'GetAccessKeyLastUsed'],
  ],
};
type Call = readonly [service: string, action: string];
const novelties: readonly [Call, ...Call[]] = [
  ['sqs', 'GetQueueUrl'],
  ['sns', 'CreateTopic'],
  ['dynamodb', 'DescribeTimeToLive'],
  ['states', 'StartExecution'],
  ['s3', 'GetBucketTagging'],
  ['cloudwatch', 'ListMetrics'],
];

const role = (name: string, session: string) => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::${account}:assumed-role/${name}/${session}`,
});
const sso = (person: string) => role('AWSReservedSSO_Developer_0123456789abcdef', `${person}@example.com`);
const reader = 'Mozilla/5.0 (console)';
const terraform = 'APN/1.0 HashiCorp/1.0 Terraform/1.9.5';
const inLambda = 'Boto3/1.35.0 md/Botocore#1.35.0 exec-env/AWS_Lambda_python3.13';

/** Records of `days` days, in the order of time. */
export function ordinaryRecords(days: number, seed: number): readonly unknown[] {
  const chance = createChance(seed);
  const records: { readonly at: number; readonly value: unknown }[] = [];
  let number = 0;
  const add = (day: number, hour: number, given: Parameters<typeof record>[0]) => {
    const at = ordinaryStart + day * dayMs + hour * 3_600_000 + chance.below(3_000_000);
    number++;
    const value = {
      ...asObject(record({ ...given, at: new Date(at).toISOString() })),
      eventID: `e-${seed}-${number}`,
    };
    records.push({ at, value });
  };
  const address = () => `54.239.${chance.below(20)}.${1 + chance.below(250)}`;
  for (const name of ordinaryFunctions)
    add(0, 1, {
      name: 'CreateFunction20150331',
      by: role('github-deploy', 'GitHubActions'),
      agent: terraform,
      request: {
        functionName: name,
        runtime: 'python3.13',
        role: `arn:aws:iam::${account}:role/${name}-role`,
      },
    });
  for (let day = 0; day < days; day++) {
    const isWorkday = day % 7 < 5;
    for (const name of ordinaryFunctions) callsOf(name, day);
    if (isWorkday) deployments(day);
    if (chance.next() < 0.6) people(day);
  }
  return records.sort((a, b) => a.at - b.at).map(({ value }) => value);

  function callsOf(name: string, day: number): void {
    const by = role(`${name}-role`, name);
    for (const [service, action] of habitsOf[name] ?? []) {
      if (chance.next() < 0.15) continue;
      add(day, chance.below(24), {
        name: action,
        service,
        by,
        agent: inLambda,
        address: address(),
        readOnly: !/^(Put|Send|Delete|Start)/.test(action),
        ...(chance.next() < 0.004 ? { error: 'ThrottlingException' } : {}),
      });
    }
    // The platform makes log groups with the role, and a redeployed role is refused for a minute.
    if (chance.next() < 0.02)
      add(day, chance.below(24), {
        name: 'CreateLogGroup',
        service: 'logs',
        by,
        agent: 'awslambda-worker/1.0 rusoto/0.48 rust',
        address: address(),
      });
    if (chance.next() < 0.005)
      for (let n = 0; n < 6; n++)
        add(day, 11, {
          name: 'GetParameter',
          service: 'ssm',
          by,
          agent: inLambda,
          error: 'AccessDenied',
          readOnly: true,
        });
    // A new feature calls something new, after it was deployed.
    if (day > 20 && chance.next() < 0.006) {
      const [service, action] = chance.pick(novelties);
      for (let later = day; later < Math.min(days, day + 30); later++)
        add(later, 14, {
          name: action,
          service,
          by,
          agent: inLambda,
          address: address(),
          readOnly: /^(Get|List|Describe)/.test(action),
        });
    }
  }

  function deployments(day: number): void {
    for (const name of ordinaryFunctions) {
      if (chance.next() > 0.12) continue;
      const isTerraform = chance.next() < 0.7;
      const by = isTerraform
        ? role('github-deploy', `GitHubActions-${chance.below(1e6)}`)
        : {
            ...role('cdk-hnb659fds-cfn-exec-role', 'AWSCloudFormation'),
            invokedBy: 'cloudformation.amazonaws.com',
          };
      const agent = isTerraform ? terraform : 'cloudformation.amazonaws.com';
      const call = (action: string, request: Record<string, unknown>) =>
        add(day, 10, {
          name: action,
          by,
          agent,
          address: isTerraform ? '140.82.115.4' : agent,
          request: { functionName: name, ...request },
        });
      call('GetFunction20150331v2', {});
      call('UpdateFunctionCode20150331v2', { s3Bucket: 'artifacts', s3Key: `${name}/${day}.zip` });
      call('PublishVersion20150331', {});
      if (chance.next() < 0.5) call('UpdateAlias20150331', { name: 'live', functionVersion: String(day) });
      if (chance.next() < 0.3)
        call('UpdateFunctionConfiguration20150331v2', {
          environment: { variables: { TABLE: 'x', LOG_LEVEL: 'info' } },
          layers: [
            `arn:aws:lambda:eu-central-1:${account}:layer:shared:${day}`,
            'arn:aws:lambda:eu-central-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python313-x86_64:7',
          ],
        });
      if (chance.next() < 0.05)
        call('AddPermission20150331v2', {
          statementId: `s${day}`,
          action: 'lambda:InvokeFunction',
          principal: 'apigateway.amazonaws.com',
          sourceArn: `arn:aws:execute-api:eu-central-1:${account}:a1b2c3/*/GET/`,
        });
      if (chance.next() < 0.02)
        call('CreateEventSourceMapping20150331', {
          eventSourceArn: `arn:aws:sqs:eu-central-1:${account}:${name}`,
        });
      if (chance.next() < 0.02)
        add(day, 10, {
          name: 'DeleteLogGroup',
          service: 'logs',
          by,
          agent,
          request: { logGroupName: `/aws/lambda/preview-${day}` },
        });
    }
  }

  function people(day: number): void {
    const person = chance.pick([
      'maria',
      'jonas',
      'aiko',
      ...(day > 120 ? ['sofia'] : []),
      ...(day > 250 ? ['liam'] : []),
    ] as [string, ...string[]]);
    for (let n = 0; n < 3; n++) {
      const functionName = chance.pick(ordinaryFunctions);
      for (const action of ['GetFunction20150331v2', 'GetPolicy20150331v2', 'ListAliases20150331'])
        add(day, 13, {
          name: action,
          by: sso(person),
          agent: reader,
          address: '198.51.100.20',
          readOnly: true,
          request: { functionName },
        });
    }
    if (chance.next() < 0.03)
      add(day, 15, {
        name: 'UpdateFunctionConfiguration20150331v2',
        by: sso(person),
        agent: reader,
        address: '198.51.100.20',
        request: { functionName: chance.pick(ordinaryFunctions), memorySize: 512 },
      });
    if (chance.next() < 0.02)
      add(day, 16, {
        name: 'UpdateFunctionCode20150331v2',
        by: sso(person),
        agent: 'aws-cli/2.22 md/command#lambda.update-function-code',
        address: '198.51.100.20',
        request: { functionName: chance.pick(ordinaryFunctions) },
      });
  }
}

function asObject(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new Error('a record is an object');
  return value;
}
