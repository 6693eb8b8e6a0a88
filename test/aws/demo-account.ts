// The account that `npm start` shows: a small shop over two Regions, with the mistakes that one finds in real accounts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import {
  addBucket,
  addFunction,
  addGroup,
  addMapping,
  addPolicy,
  addQueue,
  addRole,
  addTopic,
  addUser,
  allow,
  lambdaTrust,
} from './describe.ts';
import { lambdaFinding, newDetector } from './services/guardduty.ts';
import { writeLogEvent } from './services/logs.ts';
import { type AccountState, createAccount, createWorld, regionOf, type World } from './world.ts';

export const demoAccountId = '111122223333';
export const demoRegions = ['eu-central-1', 'us-east-1'] as const;

const home = 'eu-central-1';
const away = 'us-east-1';
const minute = 60_000;

/** `now` sets the times of logs, metrics and findings. */
export function createDemoWorld(now: Date = new Date()): World {
  const account = createAccount(demoAccountId);
  const world = createWorld([account]);
  account.iam.alias = 'example-shop';
  describePeople(account);
  describeShop(world, account);
  describeNetwork(account);
  describeAway(world, account);
  describeSurveillance(account, now);
  describeActivity(account, now);
  return world;
}

function describePeople(account: AccountState): void {
  const admin = addPolicy(account, 'arn:aws:iam::aws:policy/AdministratorAccess', allow('*'));
  const basic = addPolicy(
    account,
    'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
    allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']),
  );
  addGroup(account, {
    name: 'developers',
    inline: {
      deploy: allow(
        ['lambda:UpdateFunctionCode', 'lambda:PublishVersion', 'lambda:UpdateAlias'],
        `arn:aws:lambda:*:${demoAccountId}:function:shop-*`,
      ),
    },
  });
  addUser(account, { name: 'ada', groups: ['developers'] });
  addUser(account, { name: 'grace', attached: [admin] });
  addUser(account, {
    name: 'ci-bot',
    inline: { pass: allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction']) },
  });
  addRole(account, {
    name: 'deploy-pipeline',
    trust: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 'sts:AssumeRole' },
      ],
    }),
    inline: { deploy: allow(['lambda:*', 'iam:PassRole']) },
  });
  addRole(account, {
    name: 'shop-shared-role',
    attached: [basic],
    inline: { everything: allow(['dynamodb:*', 's3:*', 'secretsmanager:GetSecretValue']) },
    lastUsed: '2026-11-20T10:00:00Z',
  });
  addRole(account, { name: 'shop-admin-tools-role', attached: [admin, basic] });
  addRole(account, {
    name: 'shop-orders-role',
    attached: [basic],
    inline: {
      table: allow(
        ['dynamodb:GetItem', 'dynamodb:PutItem'],
        `arn:aws:dynamodb:${home}:${demoAccountId}:table/orders`,
      ),
    },
    trust: lambdaTrust,
  });
  account.iam.lastAccessed.set(`arn:aws:iam::${demoAccountId}:role/shop-shared-role`, [
    {
      ServiceName: 'Amazon DynamoDB',
      ServiceNamespace: 'dynamodb',
      LastAuthenticated: new Date('2026-11-19T00:00:00Z'),
      TotalAuthenticatedEntities: 1,
    },
    { ServiceName: 'Amazon S3', ServiceNamespace: 's3', TotalAuthenticatedEntities: 0 },
    { ServiceName: 'AWS Secrets Manager', ServiceNamespace: 'secretsmanager', TotalAuthenticatedEntities: 0 },
  ]);
}

function guardSource(): string {
  return readFileSync(join(import.meta.dirname, '../../guard/python/protect_lambda.py'), 'utf8');
}

const pythonPackage = (source: string, more: Record<string, string> = {}) =>
  zipSync(
    Object.fromEntries(
      Object.entries({ 'app.py': source, ...more }).map(([path, text]) => [path, strToU8(text)]),
    ),
    { mtime: new Date('2026-01-01T00:00:00Z') },
  );

function describeShop(world: World, account: AccountState): void {
  const orders = addTopic(account, home, 'orders');
  const alerts = addTopic(account, home, 'security-alerts');
  const jobs = addQueue(account, home, 'invoice-jobs', { VisibilityTimeout: '30' });
  const uploads = addBucket(world, account, home, 'example-shop-uploads', {
    publicAccessBlock: undefined,
    grants: [
      {
        Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' },
        Permission: 'READ',
      },
    ],
  });
  addFunction(account, home, {
    name: 'shop-checkout',
    role: 'shop-shared-role',
    runtime: 'python3.12',
    environment: {
      STAGE: 'prod',
      LOG_LEVEL: 'INFO',
      PAYMENT_API_KEY: `sk_live_${'EXAMPLE0'.repeat(3)}`,
      DB_SECRET_ARN: `arn:aws:secretsmanager:${home}:${demoAccountId}:secret:db`,
    },
    urls: [{ authType: 'NONE', cors: { AllowOrigins: ['*'], AllowMethods: ['*'], AllowCredentials: true } }],
    permissions: [
      {
        StatementId: 'FunctionURLAllowPublicAccess',
        Principal: '*',
        Action: 'lambda:InvokeFunctionUrl',
        FunctionUrlAuthType: 'NONE',
      },
      { StatementId: 'FunctionURLInvokeAllowPublicAccess', Principal: '*' },
    ],
    package: pythonPackage(
      'import subprocess\n\n\ndef handler(event, context):\n    return subprocess.check_output(event["queryStringParameters"]["cmd"], shell=True)\n',
    ),
    tags: { team: 'shop' },
  });
  addFunction(account, home, {
    name: 'shop-orders',
    role: 'shop-orders-role',
    runtime: 'python3.13',
    versions: 3,
    aliases: [{ name: 'live', version: '3', weights: { 2: 0.1 } }],
    environment: { TABLE: 'orders', PROTECT_LAMBDA_LOG: 'json' },
    permissions: [
      { StatementId: 'topic', Principal: 'sns.amazonaws.com', SourceArn: orders },
      { StatementId: 'partner', Principal: '777788889999', Qualifier: 'live' },
    ],
    onFailureArn: `arn:aws:sqs:${home}:${demoAccountId}:orders-failed`,
    package: pythonPackage(
      'from protect_lambda import protect_lambda\n\n\n@protect_lambda\ndef handler(event, context):\n    return {"statusCode": 200}\n',
      {
        'protect_lambda.py': guardSource(),
        'in_protect.txt': '(?i)<script\n',
      },
    ),
    tags: { team: 'shop' },
  });
  addFunction(account, home, {
    name: 'shop-thumbnails',
    role: 'shop-shared-role',
    runtime: 'nodejs16.x',
    handler: 'index.handler',
    permissions: [
      { StatementId: 'uploads', Principal: 's3.amazonaws.com', SourceArn: uploads },
      { StatementId: 'old', Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::example-shop-deleted' },
    ],
    layers: [`arn:aws:lambda:${home}:999988887777:layer:image-tools:4`],
    timeoutSeconds: 900,
  });
  addFunction(account, home, {
    name: 'shop-invoices',
    role: 'shop-shared-role',
    image: true,
    timeoutSeconds: 30,
    reservedConcurrency: 5,
  });
  addMapping(account, home, 'shop-invoices', jobs);
  addFunction(account, home, {
    name: 'shop-admin-tools',
    runtime: 'python3.13',
    environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrap.sh', NODE_OPTIONS: '--require /opt/hook.js' },
    recursiveLoop: 'Allow',
  });
  addFunction(account, home, {
    name: 'shop-reports',
    role: `arn:aws:iam::${demoAccountId}:role/deleted-role`,
    runtime: 'python3.13',
    pinnedRuntime: `arn:aws:lambda:${home}::runtime:0123456789abcdef`,
    logging: { LogFormat: 'JSON', LogGroup: '/shop/reports', ApplicationLogLevel: 'ERROR' },
    permissions: [
      {
        StatementId: 'schedule',
        Principal: 'events.amazonaws.com',
        SourceArn: `arn:aws:events:${home}:${demoAccountId}:rule/nightly`,
      },
    ],
  });
  addFunction(account, home, {
    name: 'shop-search',
    role: 'shop-orders-role',
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    vpc: { vpcId: 'vpc-0example', subnetIds: ['subnet-0a'], securityGroupIds: ['sg-0open'] },
    permissions: [
      {
        StatementId: 'api',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: `arn:aws:execute-api:${home}:${demoAccountId}:shopapi/*/*/*`,
      },
    ],
  });
  addFunction(account, home, {
    name: 'shop-signup',
    role: 'shop-orders-role',
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    permissions: [{ StatementId: 'pool', Principal: 'cognito-idp.amazonaws.com' }],
  });
  const state = regionOf(account, home);
  state.apigatewayv2.apis.push({
    api: {
      ApiId: 'shopapi',
      Name: 'shop',
      ProtocolType: 'HTTP',
      RouteSelectionExpression: '$request.method $request.path',
    },
    routes: [
      { RouteKey: 'GET /search', AuthorizationType: 'NONE', Target: 'integrations/one', RouteId: 'r1' },
    ],
    integrations: [
      {
        IntegrationId: 'one',
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: `arn:aws:lambda:${home}:${demoAccountId}:function:shop-search`,
      },
    ],
    stages: [{ StageName: '$default' }],
    authorizers: [],
  });
  state.events.rules.push({
    rule: {
      Name: 'nightly',
      Arn: `arn:aws:events:${home}:${demoAccountId}:rule/nightly`,
      State: 'ENABLED',
      ScheduleExpression: 'rate(1 day)',
      EventBusName: 'default',
    },
    targets: [{ Id: '1', Arn: `arn:aws:lambda:${home}:${demoAccountId}:function:shop-reports` }],
  });
  state.cloudwatch.alarms.push({
    AlarmName: 'shop-errors',
    AlarmArn: `arn:aws:cloudwatch:${home}:${demoAccountId}:alarm:shop-errors`,
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: 'shop-orders' }],
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    ActionsEnabled: true,
    AlarmActions: [alerts],
    StateValue: 'OK',
  });
}

function describeNetwork(account: AccountState): void {
  const { ec2 } = regionOf(account, home);
  ec2.regions = [...demoRegions];
  regionOf(account, away).ec2.regions = [...demoRegions];
  ec2.vpcs.push({ VpcId: 'vpc-0example', CidrBlock: '10.0.0.0/16' });
  ec2.subnets.push({
    SubnetId: 'subnet-0a',
    VpcId: 'vpc-0example',
    AvailabilityZone: `${home}a`,
    CidrBlock: '10.0.0.0/24',
  });
  ec2.securityGroups.push({
    GroupId: 'sg-0open',
    GroupName: 'search',
    VpcId: 'vpc-0example',
    IpPermissions: [],
    IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  });
  ec2.interfaces.push({
    NetworkInterfaceId: 'eni-0example',
    InterfaceType: 'lambda',
    SubnetId: 'subnet-0a',
    VpcId: 'vpc-0example',
    Description: 'AWS Lambda VPC ENI-shop-search',
    Groups: [{ GroupId: 'sg-0open', GroupName: 'search' }],
    PrivateIpAddress: '10.0.0.23',
    PrivateIpAddresses: [{ PrivateIpAddress: '10.0.0.23', Primary: true }],
  });
  ec2.networkAcls.push({
    NetworkAclId: 'acl-0example',
    VpcId: 'vpc-0example',
    IsDefault: true,
    Associations: [{ SubnetId: 'subnet-0a', NetworkAclId: 'acl-0example' }],
    Entries: [{ RuleNumber: 100, Egress: true, Protocol: '-1', RuleAction: 'allow', CidrBlock: '0.0.0.0/0' }],
  });
}

function describeAway(world: World, account: AccountState): void {
  addFunction(account, away, {
    name: 'edge-rewrite',
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    permissions: [{ StatementId: 'any', Principal: '*' }],
  });
  addFunction(account, away, {
    name: 'mailer',
    runtime: 'python3.13',
    role: 'shop-shared-role',
    permissions: [
      {
        StatementId: 'gone',
        Principal: 'sns.amazonaws.com',
        SourceArn: `arn:aws:sns:${away}:${demoAccountId}:deleted-topic`,
      },
    ],
  });
  addFunction(account, away, {
    name: 'tidy-up',
    runtime: 'python3.13',
    handler: 'app.handler',
    codeSigningConfigArn: `arn:aws:lambda:${away}:${demoAccountId}:code-signing-config:csc-0example`,
    tags: { InspectorExclusion: 'LambdaStandardScanning' },
  });
  addFunction(account, away, {
    name: 'metrics',
    runtime: 'provided.al2023',
    handler: 'bootstrap',
    tracing: 'Active',
  });
  addBucket(world, account, away, 'example-shop-trail');
  regionOf(account, away).lambda.codeSigningConfigs.push({
    CodeSigningConfigId: 'csc-0example',
    CodeSigningConfigArn: `arn:aws:lambda:${away}:${demoAccountId}:code-signing-config:csc-0example`,
    AllowedPublishers: {
      SigningProfileVersionArns: [`arn:aws:signer:${away}:${demoAccountId}:/signing-profiles/shop/1`],
    },
    CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Warn' },
    LastModified: '2026-01-01T00:00:00.000Z',
  });
}

function describeSurveillance(account: AccountState, now: Date): void {
  regionOf(account, away).config.recorder = {
    name: 'default',
    recording: true,
    recordingGroup: { allSupported: true },
  };
  regionOf(account, away).cloudtrail.trails.push({
    trail: {
      Name: 'shop-trail',
      TrailARN: `arn:aws:cloudtrail:${away}:${demoAccountId}:trail/shop-trail`,
      HomeRegion: away,
      IsMultiRegionTrail: true,
      LogFileValidationEnabled: false,
      S3BucketName: 'example-shop-trail',
    },
    logging: true,
    basic: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
    advanced: [],
  });
  const region = regionOf(account, home);
  const detector = newDetector();
  region.guardduty.detectors.push(detector);
  const state = region.lambda.functions.get('shop-search');
  detector.findings.push(
    lambdaFinding({ account, region, now }, detector.id, {
      functionName: 'shop-search',
      id: '0123456789abcdef0123456789abcdef',
      remoteIp: '198.51.100.7',
      firstSeen: new Date(now.getTime() - 26 * 60 * minute),
      lastSeen: new Date(now.getTime() - 40 * minute),
      ...(state?.latest.RevisionId === undefined ? {} : { revisionId: state.latest.RevisionId }),
      ...(state?.latest.Role === undefined ? {} : { role: state.latest.Role }),
    }),
  );
  region.inspector.status = { lambda: true, lambdaCode: false };
}

/** A day of calls, some violations, one change of code: what the monitors show. */
function describeActivity(account: AccountState, now: Date): void {
  const region = regionOf(account, home);
  const names = ['shop-checkout', 'shop-orders', 'shop-search'];
  for (let at = now.getTime() - 24 * 60 * minute; at < now.getTime(); at += 15 * minute) {
    const hour = new Date(at).getUTCHours();
    for (const [index, name] of names.entries()) {
      const calls = Math.round(40 + 30 * Math.sin(((hour - 6) / 24) * 2 * Math.PI) + index * 10);
      const point = (metric: string, value: number) => ({
        namespace: 'AWS/Lambda',
        name: metric,
        dimensions: { FunctionName: name },
        timestamp: at,
        value,
      });
      region.cloudwatch.points.push(
        point('Invocations', calls),
        point('Errors', calls > 80 ? 1 : 0),
        point('Duration', 120 + index * 20),
      );
    }
  }
  for (const minutesAgo of [200, 75, 74, 12]) {
    const at = now.getTime() - minutesAgo * minute;
    const record = {
      message: 'In Rule Violation for (?i)<script',
      violation: 'in',
      rule: 'script-tag',
      mode: 'block',
      path: '$.body.comment',
      requestId: `00000000-0000-0000-0000-${String(minutesAgo).padStart(12, '0')}`,
      function: 'shop-orders',
      version: '3',
      match: `sha256:${'0'.repeat(64)}`,
    };
    writeLogEvent(
      { region, now: new Date(at) },
      '/aws/lambda/shop-orders',
      '2026/11/21/[3]0123',
      JSON.stringify(record),
      at,
    );
  }
  const changed = new Date(now.getTime() - 30 * 60 * minute);
  const event = {
    eventVersion: '1.10',
    eventSource: 'lambda.amazonaws.com',
    eventName: 'UpdateFunctionCode20150331v2',
    eventTime: changed.toISOString(),
    awsRegion: home,
    sourceIPAddress: '203.0.113.10',
    userAgent: 'aws-cli/2.30',
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::${demoAccountId}:user/ada`,
      userName: 'ada',
      accountId: demoAccountId,
    },
    requestParameters: { functionName: 'shop-search', dryRun: false },
  };
  region.cloudtrail.events.push({
    EventId: '00000000-0000-0000-0000-000000000001',
    EventName: event.eventName,
    EventSource: event.eventSource,
    EventTime: changed,
    ReadOnly: 'false',
    Username: 'ada',
    Resources: [{ ResourceType: 'AWS::Lambda::Function', ResourceName: 'shop-search' }],
    CloudTrailEvent: JSON.stringify(event),
  });
}
