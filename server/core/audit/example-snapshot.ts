// A made-up account for tests and benchmarks: functions with all facts known, roles, an API, queues, log groups.
import type { Account, AccountSnapshot, Region } from '../model/account-snapshot.ts';
import type { LambdaFunction } from '../model/function.ts';
import type { IamRole, ManagedPolicy } from '../model/iam-entities.ts';
import type { Known } from '../model/known.ts';
import type { LogGroup } from '../model/log-store.ts';
import {
  allListed,
  bucket,
  configuration,
  exampleAccount,
  logGroup,
  queue,
  restApi,
  role,
} from './examples.ts';

export function is<T>(value: T): Known<T> {
  return { known: true, value };
}

export function denied(action: string): Known<never> {
  return { known: false, gap: { action, reason: 'denied', detail: 'AccessDeniedException' } };
}

export function exampleFunction(name: string, changes: Partial<LambdaFunction> = {}): LambdaFunction {
  return {
    arn: `arn:aws:lambda:eu-west-1:${exampleAccount}:function:${name}`,
    name,
    configuration: configuration({
      role: `arn:aws:iam::${exampleAccount}:role/${name}-role`,
      logging: { logGroup: `/aws/lambda/${name}`, format: 'text' },
    }),
    versions: is([]),
    aliases: is([]),
    policies: [{ qualifier: null, document: is(null) }],
    urls: is([]),
    reservedConcurrency: is(null),
    provisionedConcurrency: is([]),
    eventInvoke: is([]),
    codeSigningConfigArn: is(null),
    recursiveLoop: is('terminate'),
    runtimeManagement: is({ mode: 'auto' }),
    tags: is({ owner: 'shop' }),
    code: { known: false, gap: { action: 'lambda:GetFunction', reason: 'not-asked', detail: 'code' } },
    readAt: '2026-11-20T00:00:00Z',
    ...changes,
  };
}

export function exampleRole(
  name: string,
  statements: readonly unknown[],
  changes: Partial<IamRole> = {},
): IamRole {
  return role({
    arn: `arn:aws:iam::${exampleAccount}:role/${name}`,
    name,
    id: `AROA${name.toUpperCase()}`,
    trustPolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    }),
    inlinePolicies: is([
      { name: 'inline', document: JSON.stringify({ Version: '2012-10-17', Statement: statements }) },
    ]),
    ...changes,
  });
}

export const exampleManagedPolicy: ManagedPolicy = {
  arn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  name: 'AWSLambdaBasicExecutionRole',
  awsManaged: true,
  document: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: '*',
      },
    ],
  }),
  defaultVersion: 'v1',
  attachmentCount: 1,
};

export function exampleRegion(functions: readonly LambdaFunction[], changes: Partial<Region> = {}): Region {
  const groups: readonly LogGroup[] = functions.map((one) =>
    logGroup({
      name: one.configuration.logging.logGroup,
      arn: `arn:aws:logs:eu-west-1:${exampleAccount}:log-group:${one.configuration.logging.logGroup}`,
    }),
  );
  return {
    name: 'eu-west-1',
    functions: is(functions),
    eventSourceMappings: is([]),
    layers: is([]),
    codeSigningConfigs: is([]),
    limits: is({ concurrentExecutions: 1000, unreservedConcurrentExecutions: 1000, totalCodeSizeBytes: 1 }),
    neighbours: [],
    completeNeighbours: [...allListed],
    network: { subnets: is([]), securityGroups: is([]), flowLogs: is([]), interfaces: is([]) },
    logs: { groups: is(groups), metricFilters: is([]), alarms: is([]) },
    surveillance: {
      trails: is([]),
      guardDuty: is(null),
      inspector: is({ enabled: false, lambdaStandard: false, lambdaCode: false, openLambdaFindings: is([]) }),
    },
    changesReadUntil: is(null),
    ...changes,
  };
}

export function exampleSnapshot(
  regions: readonly Region[],
  roles: readonly IamRole[],
  changes: Partial<Account['iam']> = {},
): AccountSnapshot {
  return {
    format: 'lambda-protect/account-snapshot',
    version: 1,
    startedAt: '2026-11-20T00:00:00Z',
    takenAt: '2026-11-20T00:10:00Z',
    cancelled: false,
    accounts: [
      {
        id: exampleAccount,
        partition: 'aws',
        alias: is('shop'),
        callerArn: `arn:aws:iam::${exampleAccount}:user/auditor`,
        via: 'default',
        iam: {
          scope: 'account',
          users: is([]),
          groups: is([]),
          roles: is(roles),
          policies: is([exampleManagedPolicy]),
          missingRoleArns: [],
          ...changes,
        },
        organization: is(null),
        regions,
      },
    ],
  };
}

/** `count` functions that differ as real ones do: triggers, policies, URLs, roles with several grants. */
export function largeSnapshot(count: number): AccountSnapshot {
  const names = Array.from({ length: count }, (_, index) => `service-${index}`);
  const functions = names.map((name, index) =>
    exampleFunction(name, {
      policies: [
        {
          qualifier: null,
          document: is(
            JSON.stringify({
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: `s${index}`,
                  Effect: 'Allow',
                  Principal: { Service: index % 3 === 0 ? 's3.amazonaws.com' : 'sns.amazonaws.com' },
                  Action: 'lambda:InvokeFunction',
                  Resource: `arn:aws:lambda:eu-west-1:${exampleAccount}:function:${name}`,
                  Condition: {
                    ArnLike: {
                      'aws:SourceArn':
                        index % 3 === 0
                          ? `arn:aws:s3:::bucket-${index}`
                          : `arn:aws:sns:eu-west-1:${exampleAccount}:topic-${index}`,
                    },
                  },
                },
              ],
            }),
          ),
        },
      ],
      urls: is(
        index % 20 === 0
          ? [
              {
                qualifier: null,
                url: `https://${name}.lambda-url.eu-west-1.on.aws/`,
                authType: 'none',
                invokeMode: 'buffered',
              },
            ]
          : [],
      ),
    }),
  );
  const roles = names.map((name, index) =>
    exampleRole(
      `${name}-role`,
      [
        {
          Effect: 'Allow',
          Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
          Resource: `arn:aws:dynamodb:eu-west-1:${exampleAccount}:table/t-${index}`,
        },
        {
          Effect: 'Allow',
          Action: index % 10 === 0 ? 's3:*' : ['s3:GetObject'],
          Resource: `arn:aws:s3:::bucket-${index}/*`,
        },
        {
          Effect: 'Allow',
          Action: index % 50 === 0 ? '*' : 'sqs:SendMessage',
          Resource: index % 50 === 0 ? '*' : `arn:aws:sqs:eu-west-1:${exampleAccount}:q-${index}`,
        },
      ],
      { attachedPolicyArns: is([exampleManagedPolicy.arn]) },
    ),
  );
  const neighbours = names.flatMap((name, index) => {
    const arn = `arn:aws:lambda:eu-west-1:${exampleAccount}:function:${name}`;
    if (index % 5 === 0) {
      return [
        restApi({
          id: `api${index}`,
          arn: `arn:aws:apigateway:eu-west-1::/restapis/api${index}`,
          routes: is([
            {
              method: 'GET',
              path: '/',
              authorization: index % 2 === 0 ? 'NONE' : 'AWS_IAM',
              apiKeyRequired: false,
              functionArn: arn,
            },
          ]),
        }),
      ];
    }
    return index % 3 === 0
      ? [bucket({ arn: `arn:aws:s3:::bucket-${index}`, notifiedFunctionArns: is([arn]) })]
      : [queue({ arn: `arn:aws:sqs:eu-west-1:${exampleAccount}:q-${index}` })];
  });
  return exampleSnapshot([exampleRegion(functions, { neighbours })], roles);
}
