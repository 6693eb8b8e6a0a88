// Puts functions and what belongs to them into an account, with the defaults that Lambda itself would give.
import { createHash } from 'node:crypto';
import type * as I from '@aws-sdk/client-iam';
import type * as L from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { defined, newId, shortId } from './behaviour.ts';
import { statementOf } from './services/lambda/policies.ts';
import type { FunctionState } from './services/lambda.ts';
import type { BucketState } from './services/s3.ts';
import { type AccountState, createAccount, regionOf, type World } from './world.ts';

export interface FunctionDescription {
  readonly name: string;
  readonly runtime?: string;
  readonly handler?: string;
  readonly image?: boolean;
  /** Name or ARN; a role that Lambda may assume is made where the account has none of that name. */
  readonly role?: string;
  readonly timeoutSeconds?: number;
  readonly memoryMb?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly kmsKeyArn?: string;
  readonly vpc?: {
    readonly vpcId: string;
    readonly subnetIds: readonly string[];
    readonly securityGroupIds: readonly string[];
  };
  readonly deadLetterArn?: string;
  readonly tracing?: 'Active' | 'PassThrough';
  readonly layers?: readonly string[];
  readonly logging?: L.LoggingConfig;
  readonly ephemeralStorageMb?: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly versions?: number;
  readonly aliases?: readonly {
    readonly name: string;
    readonly version: string;
    readonly weights?: Readonly<Record<string, number>>;
  }[];
  /** Statements as `AddPermission` takes them, by qualifier; the empty one is the bare function's. */
  readonly permissions?: readonly (Omit<L.AddPermissionRequest, 'FunctionName' | 'Action'> & {
    readonly Action?: string;
  })[];
  readonly urls?: readonly {
    readonly qualifier?: string;
    readonly authType: 'NONE' | 'AWS_IAM';
    readonly cors?: L.Cors;
  }[];
  readonly reservedConcurrency?: number;
  readonly provisioned?: readonly { readonly qualifier: string; readonly requested: number }[];
  readonly onFailureArn?: string;
  readonly onSuccessArn?: string;
  readonly codeSigningConfigArn?: string;
  readonly recursiveLoop?: 'Allow' | 'Terminate';
  readonly pinnedRuntime?: string;
  readonly lastModified?: string;
  readonly package?: Uint8Array;
  /** Without it the log group of the function is made, as after its first run. */
  readonly logGroup?: false;
}

/** The trust policy of an execution role. */
export const lambdaTrust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

export function allow(
  actions: string | readonly string[],
  resources: string | readonly string[] = '*',
  condition?: unknown,
): string {
  const statement = {
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

export function addFunction(
  account: AccountState,
  regionName: string,
  description: FunctionDescription,
): FunctionState {
  const region = regionOf(account, regionName);
  const { name } = description;
  const arn = `arn:${account.partition}:lambda:${regionName}:${account.id}:function:${name}`;
  const roleName = description.role ?? `${name}-role`;
  const roleArn = roleName.startsWith('arn:')
    ? roleName
    : `arn:${account.partition}:iam::${account.id}:role/${roleName}`;
  if (!roleName.startsWith('arn:') && !account.iam.roles.some((role) => role.RoleName === roleName)) {
    addRole(account, {
      name: roleName,
      inline: { logs: allow(['logs:CreateLogStream', 'logs:PutLogEvents']) },
    });
  }
  const code = description.package ?? defaultPackage(description);
  const logGroup = description.logging?.LogGroup ?? `/aws/lambda/${name}`;
  const latest: L.FunctionConfiguration = defined({
    FunctionName: name,
    FunctionArn: arn,
    Runtime: description.image ? undefined : ((description.runtime ?? 'python3.13') as L.Runtime),
    Role: roleArn,
    Handler: description.image ? undefined : (description.handler ?? 'app.handler'),
    CodeSize: code.length,
    Description: '',
    Timeout: description.timeoutSeconds ?? 3,
    MemorySize: description.memoryMb ?? 128,
    LastModified: description.lastModified ?? '2026-01-05T10:00:00.000+0000',
    CodeSha256: createHash('sha256').update(code).digest('base64'),
    Version: '$LATEST',
    VpcConfig: description.vpc
      ? {
          VpcId: description.vpc.vpcId,
          SubnetIds: [...description.vpc.subnetIds],
          SecurityGroupIds: [...description.vpc.securityGroupIds],
          Ipv6AllowedForDualStack: false,
        }
      : undefined,
    DeadLetterConfig:
      description.deadLetterArn === undefined ? undefined : { TargetArn: description.deadLetterArn },
    Environment: description.environment ? { Variables: { ...description.environment } } : undefined,
    KMSKeyArn: description.kmsKeyArn,
    TracingConfig: { Mode: description.tracing ?? 'PassThrough' },
    RevisionId: newId(),
    Layers: description.layers?.map((one) => ({ Arn: one, CodeSize: 1000 })),
    State: 'Active' as const,
    LastUpdateStatus: 'Successful' as const,
    PackageType: description.image ? ('Image' as const) : ('Zip' as const),
    Architectures: ['x86_64' as const],
    EphemeralStorage: { Size: description.ephemeralStorageMb ?? 512 },
    SnapStart: { ApplyOn: 'None' as const, OptimizationStatus: 'Off' as const },
    LoggingConfig: { LogFormat: 'Text' as const, LogGroup: logGroup, ...description.logging },
  });
  const state: FunctionState = {
    latest,
    versions: [],
    aliases: [],
    policies: new Map(),
    urls: [],
    reserved: description.reservedConcurrency,
    provisioned: [...(description.provisioned ?? [])],
    eventInvoke: [],
    codeSigningConfigArn: description.codeSigningConfigArn,
    recursiveLoop: description.recursiveLoop ?? 'Terminate',
    runtimeManagement: defined({
      UpdateRuntimeOn: description.pinnedRuntime === undefined ? ('Auto' as const) : ('Manual' as const),
      RuntimeVersionArn: description.pinnedRuntime,
    }),
    tags: { ...description.tags },
    packages: new Map([['$LATEST', code]]),
  };
  for (let number = 1; number <= (description.versions ?? 0); number += 1) {
    state.versions.push({
      ...latest,
      Version: String(number),
      FunctionArn: `${arn}:${number}`,
      RevisionId: newId(),
    });
    state.packages.set(String(number), code);
  }
  for (const one of description.aliases ?? []) {
    state.aliases.push(
      defined({
        AliasArn: `${arn}:${one.name}`,
        Name: one.name,
        FunctionVersion: one.version,
        Description: '',
        RevisionId: newId(),
        RoutingConfig: one.weights ? { AdditionalVersionWeights: { ...one.weights } } : undefined,
      }),
    );
  }
  for (const one of description.permissions ?? []) {
    const qualifier = one.Qualifier ?? '';
    const policy = state.policies.get(qualifier) ?? { statements: [], revisionId: newId() };
    const request = { FunctionName: name, Action: 'lambda:InvokeFunction', ...one };
    policy.statements.push(
      statementOf(request, qualifier === '' ? arn : `${arn}:${qualifier}`, account.partition),
    );
    state.policies.set(qualifier, policy);
  }
  for (const one of description.urls ?? []) {
    const digest = createHash('sha256')
      .update(`${arn}:${one.qualifier ?? ''}`)
      .digest('hex')
      .slice(0, 32);
    state.urls.push(
      defined({
        FunctionArn: one.qualifier === undefined ? arn : `${arn}:${one.qualifier}`,
        FunctionUrl: `https://${digest}.lambda-url.${regionName}.on.aws/`,
        AuthType: one.authType,
        Cors: one.cors,
        InvokeMode: 'BUFFERED' as const,
        CreationTime: '2026-01-05T10:00:00.000Z',
        LastModifiedTime: '2026-01-05T10:00:00.000Z',
      }),
    );
  }
  if (description.onFailureArn !== undefined || description.onSuccessArn !== undefined) {
    state.eventInvoke.push({
      FunctionArn: `${arn}:$LATEST`,
      LastModified: new Date('2026-01-05T10:00:00Z'),
      DestinationConfig: {
        OnSuccess: defined({ Destination: description.onSuccessArn }),
        OnFailure: defined({ Destination: description.onFailureArn }),
      },
    });
  }
  region.lambda.functions.set(name, state);
  if (description.logGroup !== false) addLogGroup(account, regionName, { name: logGroup });
  return state;
}

/** A handler that answers well, in the function's language. */
function defaultPackage({ name, runtime = 'python3.13' }: FunctionDescription): Uint8Array {
  const files: Record<string, string> = runtime.startsWith('nodejs')
    ? { 'index.js': `exports.handler = async () => ({ statusCode: 200, body: '${name}' });\n` }
    : { 'app.py': `def handler(event, context):\n    return {"statusCode": 200, "body": "${name}"}\n` };
  const bytes = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]));
  return zipSync(bytes, { mtime: new Date('2026-01-01T00:00:00Z') });
}

export function addRole(
  account: AccountState,
  role: {
    readonly name: string;
    readonly path?: string;
    readonly trust?: string;
    readonly inline?: Readonly<Record<string, string>>;
    readonly attached?: readonly string[];
    readonly boundaryArn?: string;
    readonly lastUsed?: string;
  },
): I.RoleDetail {
  const path = role.path ?? '/';
  const detail: I.RoleDetail = defined({
    Path: path,
    RoleName: role.name,
    RoleId: `AROAEXAMPLE${shortId(10)}`,
    Arn: `arn:${account.partition}:iam::${account.id}:role${path}${role.name}`,
    CreateDate: new Date('2025-01-01T00:00:00Z'),
    AssumeRolePolicyDocument: role.trust ?? lambdaTrust,
    RolePolicyList: Object.entries(role.inline ?? {}).map(([PolicyName, PolicyDocument]) => ({
      PolicyName,
      PolicyDocument,
    })),
    AttachedManagedPolicies: (role.attached ?? []).map((PolicyArn) => ({
      PolicyArn,
      PolicyName: PolicyArn.split('/').at(-1) ?? '',
    })),
    ...(role.boundaryArn === undefined
      ? {}
      : {
          PermissionsBoundary: {
            PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const,
            PermissionsBoundaryArn: role.boundaryArn,
          },
        }),
    InstanceProfileList: [],
    Tags: [],
    RoleLastUsed:
      role.lastUsed === undefined ? {} : { LastUsedDate: new Date(role.lastUsed), Region: 'eu-central-1' },
  });
  account.iam.roles.push(detail);
  return detail;
}

export function addUser(
  account: AccountState,
  user: {
    readonly name: string;
    readonly inline?: Readonly<Record<string, string>>;
    readonly attached?: readonly string[];
    readonly groups?: readonly string[];
  },
): I.UserDetail {
  const detail: I.UserDetail = {
    Path: '/',
    UserName: user.name,
    UserId: `AIDAEXAMPLE${shortId(10)}`,
    Arn: `arn:${account.partition}:iam::${account.id}:user/${user.name}`,
    CreateDate: new Date('2025-01-01T00:00:00Z'),
    UserPolicyList: Object.entries(user.inline ?? {}).map(([PolicyName, PolicyDocument]) => ({
      PolicyName,
      PolicyDocument,
    })),
    GroupList: [...(user.groups ?? [])],
    AttachedManagedPolicies: (user.attached ?? []).map((PolicyArn) => ({
      PolicyArn,
      PolicyName: PolicyArn.split('/').at(-1) ?? '',
    })),
    Tags: [],
  };
  account.iam.users.push(detail);
  return detail;
}

export function addGroup(
  account: AccountState,
  group: {
    readonly name: string;
    readonly inline?: Readonly<Record<string, string>>;
    readonly attached?: readonly string[];
  },
): I.GroupDetail {
  const detail: I.GroupDetail = {
    Path: '/',
    GroupName: group.name,
    GroupId: `AGPAEXAMPLE${shortId(10)}`,
    Arn: `arn:${account.partition}:iam::${account.id}:group/${group.name}`,
    CreateDate: new Date('2025-01-01T00:00:00Z'),
    GroupPolicyList: Object.entries(group.inline ?? {}).map(([PolicyName, PolicyDocument]) => ({
      PolicyName,
      PolicyDocument,
    })),
    AttachedManagedPolicies: (group.attached ?? []).map((PolicyArn) => ({
      PolicyArn,
      PolicyName: PolicyArn.split('/').at(-1) ?? '',
    })),
  };
  account.iam.groups.push(detail);
  return detail;
}

/** A name makes a customer-managed policy, an `arn:aws:iam::aws:policy/…` an AWS-managed one. */
export function addPolicy(account: AccountState, name: string, document: string): string {
  const arn = name.startsWith('arn:') ? name : `arn:${account.partition}:iam::${account.id}:policy/${name}`;
  account.iam.policies.push({
    PolicyName: arn.split('/').at(-1) ?? '',
    PolicyId: `ANPAEXAMPLE${shortId(10)}`,
    Arn: arn,
    Path: '/',
    DefaultVersionId: 'v1',
    AttachmentCount: 1,
    IsAttachable: true,
    CreateDate: new Date('2025-01-01T00:00:00Z'),
    UpdateDate: new Date('2025-01-01T00:00:00Z'),
    PolicyVersionList: [
      {
        VersionId: 'v1',
        IsDefaultVersion: true,
        Document: document,
        CreateDate: new Date('2025-01-01T00:00:00Z'),
      },
    ],
  });
  return arn;
}

export function addLogGroup(
  account: AccountState,
  regionName: string,
  group: {
    readonly name: string;
    readonly retentionDays?: number;
    readonly class?: 'STANDARD' | 'INFREQUENT_ACCESS';
    readonly kmsKeyArn?: string;
  },
): void {
  regionOf(account, regionName).logs.groups.set(
    group.name,
    defined({
      logGroupName: group.name,
      arn: `arn:${account.partition}:logs:${regionName}:${account.id}:log-group:${group.name}:*`,
      logGroupArn: `arn:${account.partition}:logs:${regionName}:${account.id}:log-group:${group.name}`,
      logGroupClass: group.class ?? 'STANDARD',
      retentionInDays: group.retentionDays,
      kmsKeyId: group.kmsKeyArn,
      storedBytes: 4096,
      metricFilterCount: 0,
      creationTime: Date.UTC(2025, 0, 1),
    }),
  );
}

export function addTopic(
  account: AccountState,
  regionName: string,
  name: string,
  attributes: Readonly<Record<string, string>> = {},
): string {
  const arn = `arn:${account.partition}:sns:${regionName}:${account.id}:${name}`;
  regionOf(account, regionName).sns.topics.set(arn, {
    arn,
    attributes: { ...attributes },
    subscriptions: [],
    tags: {},
  });
  return arn;
}

export function addQueue(
  account: AccountState,
  regionName: string,
  name: string,
  attributes: Readonly<Record<string, string>> = {},
): string {
  regionOf(account, regionName).sqs.queues.set(name, { name, attributes: { ...attributes } });
  return `arn:${account.partition}:sqs:${regionName}:${account.id}:${name}`;
}

export function addBucket(
  world: World,
  account: AccountState,
  regionName: string,
  name: string,
  more: Partial<BucketState> = {},
): string {
  world.buckets.set(name, {
    name,
    accountId: account.id,
    region: regionName,
    policy: undefined,
    encryption: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
    publicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    grants: [],
    notifications: {},
    objects: new Map(),
    ...more,
  });
  return `arn:${account.partition}:s3:::${name}`;
}

export function addMapping(
  account: AccountState,
  regionName: string,
  functionName: string,
  sourceArn: string,
  more: Partial<L.EventSourceMappingConfiguration> = {},
): string {
  const uuid = newId();
  regionOf(account, regionName).lambda.mappings.push({
    UUID: uuid,
    EventSourceMappingArn: `arn:${account.partition}:lambda:${regionName}:${account.id}:event-source-mapping:${uuid}`,
    EventSourceArn: sourceArn,
    FunctionArn: `arn:${account.partition}:lambda:${regionName}:${account.id}:function:${functionName}`,
    State: 'Enabled',
    StateTransitionReason: 'USER_INITIATED',
    BatchSize: 10,
    LastModified: new Date('2026-01-05T10:00:00Z'),
    LastProcessingResult: 'OK',
    ...more,
  });
  return uuid;
}

/** An account from a JSON description: functions by Region. */
export function describeAccount(description: {
  readonly id: string;
  readonly regions: Readonly<Record<string, { readonly functions?: readonly FunctionDescription[] }>>;
}): AccountState {
  const account = createAccount(description.id);
  for (const [region, { functions = [] }] of Object.entries(description.regions)) {
    regionOf(account, region);
    for (const one of functions) addFunction(account, region, one);
  }
  return account;
}
