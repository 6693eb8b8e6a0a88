// Small facts for the examples of checks: a plain function in a made-up account, changed where an example needs it.
import { parsePolicy } from '../iam/parse.ts';
import type { Policy } from '../iam/policy.ts';
import type { DeployedCode, FunctionConfiguration, FunctionUrl } from '../model/function.ts';
import type { IamRole } from '../model/iam-entities.ts';
import type { LogGroup } from '../model/log-store.ts';
import type { Neighbour, Queue } from '../model/neighbour.ts';
import type { EventSourceMapping } from '../model/trigger.ts';
import type { AuditOptions, LoadedRole, RoleGrants, SourcePolicy, Whereabouts } from './facts.ts';
import type { Trigger } from './triggers.ts';

export const exampleAccount = '111122223333';
export const exampleArn = 'arn:aws:lambda:eu-west-1:111122223333:function:orders';
export const exampleRoleArn = 'arn:aws:iam::111122223333:role/orders-role';

export const place: Whereabouts = {
  arn: exampleArn,
  name: 'orders',
  account: exampleAccount,
  partition: 'aws',
  region: 'eu-west-1',
  ownAccounts: new Set([exampleAccount]),
};

export const options: AuditOptions = {
  now: '2026-11-21T00:00:00Z',
  trustedAccounts: ['444455556666'],
  encryptedVariables: [],
};

export function configuration(changes: Partial<FunctionConfiguration> = {}): FunctionConfiguration {
  return {
    version: '$LATEST',
    packageType: 'zip',
    runtime: 'python3.13',
    handler: 'app.handler',
    role: exampleRoleArn,
    codeSha256: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
    codeSizeBytes: 1000,
    timeoutSeconds: 10,
    memoryMb: 256,
    ephemeralStorageMb: 512,
    architectures: ['arm64'],
    environment: { known: true, value: [] },
    tracing: 'pass-through',
    layers: [],
    fileSystems: [],
    logging: { logGroup: '/aws/lambda/orders', format: 'text' },
    snapStart: false,
    lastModified: '2026-11-01T00:00:00Z',
    revisionId: 'r1',
    ...changes,
  };
}

type Json = Readonly<Record<string, unknown>>;

export function document(...statements: readonly Json[]): Policy {
  return parsePolicy({ Version: '2012-10-17', Statement: statements });
}

/** A resource policy of the function or of a qualifier. */
export function policy(qualifier: string | null, ...statements: readonly Json[]): SourcePolicy {
  return { qualifier, policy: document(...statements) };
}

/** An Allow on the function, changed where the example needs it. */
export function grant(changes: Json): Json {
  return { Sid: 's', Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: exampleArn, ...changes };
}

export function url(changes: Partial<FunctionUrl> = {}): FunctionUrl {
  return {
    qualifier: null,
    url: 'https://abc.lambda-url.eu-west-1.on.aws/',
    authType: 'none',
    invokeMode: 'buffered',
    ...changes,
  };
}

/** The two statements that a public URL needs since October 2025. */
export const publicUrlGrants: readonly Json[] = [
  grant({
    Sid: 'url',
    Principal: '*',
    Action: 'lambda:InvokeFunctionUrl',
    Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
  }),
  grant({ Sid: 'via-url', Principal: '*', Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } } }),
];

export function trigger(
  service: string,
  delivery: Trigger['delivery'],
  changes: Partial<Trigger> = {},
): Trigger {
  return { service, delivery, qualifier: null, proofs: ['policy'], enabled: true, ...changes };
}

export function role(changes: Partial<IamRole> = {}): IamRole {
  return {
    kind: 'role',
    arn: exampleRoleArn,
    name: 'orders-role',
    id: 'AROAEXAMPLEID',
    path: '/',
    inlinePolicies: { known: true, value: [] },
    attachedPolicyArns: { known: true, value: [] },
    trustPolicy: '{}',
    tags: {},
    lastUsedAt: null,
    lastAccessed: { known: true, value: [] },
    ...changes,
  };
}

export const lambdaTrust: Json = {
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
};

export function loadedRole(...trust: readonly Json[]): LoadedRole {
  return { role: role(), trust: document(...trust) };
}

/** What the role may do, from the statements of one inline policy. */
export function grants(...statements: readonly Json[]): RoleGrants {
  return {
    role: role(),
    policies: [{ name: 'orders-role/inline', policy: document(...statements) }],
    boundary: null,
    scps: { known: true, value: null },
  };
}

export function allow(
  action: string | readonly string[],
  resource: string | readonly string[] = '*',
  more: Json = {},
): Json {
  return { Effect: 'Allow', Action: action, Resource: resource, ...more };
}

export function mapping(changes: Partial<EventSourceMapping> = {}): EventSourceMapping {
  return {
    uuid: '11111111-2222-3333-4444-555555555555',
    functionArn: exampleArn,
    sourceArn: 'arn:aws:sqs:eu-west-1:111122223333:orders',
    state: 'Enabled',
    bisectOnError: false,
    reportsBatchItemFailures: true,
    filterCount: 0,
    ...changes,
  };
}

export function queue(changes: Partial<Queue> = {}): Queue {
  return {
    kind: 'sqs-queue',
    arn: 'arn:aws:sqs:eu-west-1:111122223333:orders',
    exists: { known: true, value: true },
    policy: { known: true, value: null },
    encryption: { known: true, value: { kind: 'service-key' } },
    visibilityTimeoutSeconds: { known: true, value: 60 },
    deadLetterArn: { known: true, value: 'arn:aws:sqs:eu-west-1:111122223333:orders-dead' },
    ...changes,
  };
}

export function neighbours(...list: readonly Neighbour[]): ReadonlyMap<string, Neighbour> {
  return new Map(list.map((one) => [one.arn, one]));
}

export function bucket(changes: Partial<Extract<Neighbour, { kind: 's3-bucket' }>> = {}): Neighbour {
  return {
    kind: 's3-bucket',
    arn: 'arn:aws:s3:::example-uploads',
    exists: { known: true, value: true },
    policy: { known: true, value: null },
    foreign: { known: true, value: false },
    encryption: { known: true, value: { kind: 'service-key' } },
    publicAccessBlocked: { known: true, value: true },
    publicAcl: { known: true, value: false },
    notifiedFunctionArns: { known: true, value: [] },
    ...changes,
  };
}

export function restApi(changes: Partial<Extract<Neighbour, { kind: 'rest-api' }>> = {}): Neighbour {
  return {
    kind: 'rest-api',
    arn: 'arn:aws:apigateway:eu-west-1::/restapis/a1b2c3',
    id: 'a1b2c3',
    name: 'shop',
    exists: { known: true, value: true },
    policy: { known: true, value: null },
    endpointTypes: ['REGIONAL'],
    routes: {
      known: true,
      value: [
        {
          method: 'GET',
          path: '/orders',
          authorization: 'AWS_IAM',
          apiKeyRequired: false,
          functionArn: exampleArn,
        },
      ],
    },
    stages: {
      known: true,
      value: [
        {
          name: 'prod',
          accessLogs: true,
          webAclArn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/b',
          clientCertificate: false,
          throttled: true,
        },
      ],
    },
    authorizers: { known: true, value: [] },
    ...changes,
  };
}

export function logGroup(changes: Partial<LogGroup> = {}): LogGroup {
  return {
    name: '/aws/lambda/orders',
    arn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders',
    retentionDays: 90,
    class: 'standard',
    storedBytes: 0,
    dataProtection: false,
    ...changes,
  };
}

export function code(changes: Partial<DeployedCode> = {}): DeployedCode {
  return {
    codeSha256: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
    fileCount: 3,
    unpackedBytes: 3000,
    guard: { files: ['protect_lambda.py'], wrapsHandler: 'yes', evidence: 'app.py imports protect_lambda' },
    ruleFiles: [],
    extensions: [],
    secrets: [],
    findings: [],
    skipped: [],
    ...changes,
  };
}

/** Every list of things around functions was read to its end. */
export const allListed: ReadonlySet<Neighbour['kind']> = new Set([
  'rest-api',
  'http-api',
  'target-group',
  'event-rule',
  'sns-topic',
  'user-pool',
]);
