import { expect, test } from 'vitest';
import type { IamUser } from '../model/iam-entities.ts';
import { accessQuestions } from './access.ts';
import {
  denied,
  exampleFunction,
  exampleManagedPolicy,
  exampleRegion,
  exampleRole,
  exampleSnapshot,
  is,
} from './example-snapshot.ts';
import { exampleAccount } from './examples.ts';

const arn = `arn:aws:lambda:eu-west-1:${exampleAccount}:function:orders`;
const roleArn = (name: string) => `arn:aws:iam::${exampleAccount}:role/${name}`;

function user(name: string, statements: readonly unknown[], changes: Partial<IamUser> = {}): IamUser {
  return {
    kind: 'user',
    arn: `arn:aws:iam::${exampleAccount}:user/${name}`,
    name,
    id: `AIDA${name.toUpperCase()}`,
    path: '/',
    groupNames: [],
    tags: {},
    inlinePolicies: is([
      { name: 'inline', document: JSON.stringify({ Version: '2012-10-17', Statement: statements }) },
    ]),
    attachedPolicyArns: is([]),
    ...changes,
  };
}
const allow = (Action: unknown, Resource: unknown = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const trust = (...principals: readonly unknown[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: principals.map((Principal) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' })),
  });

const users = [
  user('deployer', [{ Sid: 'Deploy', ...allow('lambda:Update*', arn) }]),
  user('reader', [allow(['lambda:Get*', 'lambda:List*'])]),
  user('network', [
    allow('lambda:UpdateFunctionCode', '*', { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }),
  ]),
  user(
    'tagged',
    [
      allow('lambda:UpdateFunctionCode', '*', {
        Condition: { StringEquals: { 'aws:ResourceTag/owner': '${aws:PrincipalTag/team}' } },
      }),
    ],
    { tags: { team: 'shop' } },
  ),
  user(
    'mistagged',
    [
      allow('lambda:UpdateFunctionCode', '*', {
        Condition: { StringEquals: { 'aws:ResourceTag/owner': '${aws:PrincipalTag/team}' } },
      }),
    ],
    { tags: { team: 'mail' } },
  ),
  user('bounded', [allow('*')], {
    boundaryArn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  }),
  user('chainer', [allow('sts:AssumeRole', roleArn('pipeline'))]),
  user('keymaker', [allow('iam:CreateAccessKey', `arn:aws:iam::${exampleAccount}:user/deployer`)]),
  user('selfmade', [allow('iam:PutUserPolicy', `arn:aws:iam::${exampleAccount}:user/selfmade`)]),
  user('passer', [
    allow('iam:PassRole', roleArn('deploy-role')),
    allow(['lambda:CreateFunction', 'lambda:InvokeFunction']),
  ]),
  user('caller', [allow('lambda:InvokeFunction', arn)]),
  user('grouped', [], { groupNames: ['admins'] }),
];
const groups = [
  {
    kind: 'group' as const,
    arn: `arn:aws:iam::${exampleAccount}:group/admins`,
    name: 'admins',
    id: 'AGPAX',
    path: '/',
    inlinePolicies: is([
      { name: 'all', document: JSON.stringify({ Version: '2012-10-17', Statement: [allow('*')] }) },
    ]),
    attachedPolicyArns: is([]),
  },
];
const roles = [
  exampleRole(
    'orders-role',
    [
      allow('dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t'),
      allow('s3:*'),
      allow('sqs:SendMessage'),
    ],
    { lastAccessed: is([{ service: 's3', at: null }]), attachedPolicyArns: is([exampleManagedPolicy.arn]) },
  ),
  exampleRole('deploy-role', [allow('lambda:UpdateFunctionCode', arn)], {
    trustPolicy: trust(
      { AWS: roleArn('pipeline') },
      { Service: 'lambda.amazonaws.com' },
      { AWS: '999988887777' },
    ),
  }),
  exampleRole('pipeline', [allow('sts:AssumeRole', roleArn('deploy-role'))], {
    trustPolicy: trust({ AWS: exampleAccount }),
  }),
];
const lambda = exampleFunction('orders', {
  policies: [
    {
      qualifier: null,
      document: is(
        JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'partner',
              Effect: 'Allow',
              Principal: { AWS: '999988887777' },
              Action: ['lambda:InvokeFunction', 'lambda:UpdateFunctionCode'],
              Resource: arn,
            },
          ],
        }),
      ),
    },
    {
      qualifier: 'live',
      document: is(
        JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 's3',
              Effect: 'Allow',
              Principal: { Service: 's3.amazonaws.com' },
              Action: 'lambda:InvokeFunction',
              Resource: `${arn}:live`,
              Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::uploads' } },
            },
          ],
        }),
      ),
    },
  ],
});
const snapshot = exampleSnapshot([exampleRegion([lambda])], roles, { users: is(users), groups: is(groups) });
const questions = accessQuestions(snapshot);

const modify = questions.whoCanModify(arn);
const abilitiesOf = (name: string) =>
  modify?.identities.find((one) => one.arn.endsWith(`/${name}`))?.abilities ?? [];
const routeOf = (name: string) => modify?.routes.find((one) => one.from.endsWith(`/${name}`));

test('who may change the function, and by which statement', () => {
  expect(abilitiesOf('deployer').map((one) => one.action)).toEqual([
    'lambda:UpdateFunctionCode',
    'lambda:UpdateFunctionConfiguration',
    'lambda:UpdateAlias',
    'lambda:UpdateFunctionUrlConfig',
  ]);
  expect(abilitiesOf('deployer')[0]?.how).toBe('allowed by statement "Deploy" of deployer/inline');
  expect(abilitiesOf('grouped')[0]?.how).toContain('(group admins)');
  expect(abilitiesOf('reader')).toEqual([]);
  expect(abilitiesOf('bounded')).toEqual([]);
});

test('what depends on an unknown key says so; tags of both sides are known', () => {
  expect(abilitiesOf('network')).toEqual([
    {
      action: 'lambda:UpdateFunctionCode',
      answer: 'unknown',
      how: expect.stringContaining('allowed if aws:SourceVpc is vpc-1'),
    },
  ]);
  expect(abilitiesOf('tagged')[0]?.answer).toBe('allowed');
  expect(abilitiesOf('mistagged')).toEqual([]);
});

test('detours are told step by step', () => {
  expect(routeOf('chainer')?.steps).toEqual([
    expect.stringContaining('user chainer may assume role pipeline'),
    expect.stringContaining('role pipeline may assume role deploy-role'),
    expect.stringContaining('role deploy-role may put its own code into the function'),
  ]);
  expect(routeOf('keymaker')?.steps[0]).toContain('may make an access key for user deployer');
  expect(routeOf('selfmade')?.steps[0]).toContain('may give itself every right');
  expect(routeOf('passer')?.steps[0]).toContain('may pass role deploy-role to a new function');
  expect(routeOf('reader')).toBeUndefined();
  expect(routeOf('deployer')).toBeUndefined();
});

test('another account comes in by a trust policy and by the resource policy', () => {
  expect(modify?.routes.find((one) => one.from === '999988887777 of another account')?.steps[0]).toContain(
    'may assume role deploy-role',
  );
  expect(modify?.outsiders).toEqual([
    {
      principal: '999988887777',
      actions: ['lambda:UpdateFunctionCode'],
      statement: 'statement "partner" of the function\'s policy',
      conditions: [],
    },
  ]);
});

test('who may change what the function may do', () => {
  expect(modify?.changeRole.map((one) => one.arn.split('/').at(-1))).toEqual(['grouped']);
});

test('who may call it: identities, sources, each alias', () => {
  const invoke = questions.whoCanInvoke(arn);
  expect(
    invoke?.identities.filter((one) => one.qualifier === null).map((one) => one.arn.split('/').at(-1)),
  ).toEqual(['passer', 'caller', 'grouped']);
  expect(
    invoke?.identities.filter((one) => one.qualifier === 'live').map((one) => one.arn.split('/').at(-1)),
  ).toEqual(['passer', 'grouped']);
  expect(invoke?.outsiders.map((one) => one.principal)).toEqual(['999988887777', 's3.amazonaws.com']);
  expect(invoke?.outsiders[1]?.conditions).toEqual(['aws:SourceArn is like arn:aws:s3:::uploads']);
  expect(invoke?.triggers).toMatchObject([{ service: 's3', qualifier: 'live', delivery: 'asynchronous' }]);
});

test('what it may do, the widest first', () => {
  const can = questions.whatCan(arn);
  expect(can?.services.map((one) => one.service)).toEqual(['s3', 'logs', 'sqs', 'dynamodb']);
  expect(can?.services[0]).toMatchObject({
    levels: ['list', 'read', 'write', 'permissions', 'tagging'],
    lastUsedAt: null,
  });
  expect(can?.services.at(-1)).toMatchObject({
    levels: ['read'],
    lines: [{ actions: ['dynamodb:GetItem'], takenBack: false }],
  });
});

test('what could not be read is said', () => {
  const blind = accessQuestions(
    exampleSnapshot([exampleRegion([lambda])], roles, { users: denied('iam:ListUsers') }),
  );
  expect(blind.whoCanModify(arn)?.gaps.map((gap) => gap.action)).toEqual(['iam:ListUsers']);
  expect(questions.whoCanModify('arn:aws:lambda:eu-west-1:111122223333:function:other')).toBeUndefined();
  expect(questions.whatCan(`${arn}:live`)?.functionArn).toBe(arn);
});

test('policies of the organization that could not be read leave the reason in sight', () => {
  const [account] = snapshot.accounts;
  if (account === undefined) throw new Error('no account');
  const blind = accessQuestions({
    ...snapshot,
    accounts: [{ ...account, organization: denied('organizations:ListPolicies') }],
  });
  expect(blind.whoCanModify(arn)?.identities[0]?.abilities[0]).toEqual({
    action: 'lambda:UpdateFunctionCode',
    answer: 'unknown',
    how: 'allowed by statement "Deploy" of deployer/inline, unless a policy of the organization that could not be read takes it back (organizations:ListPolicies: AccessDeniedException)',
  });
});
