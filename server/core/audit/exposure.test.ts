import { expect, test } from 'vitest';
import { document } from './examples.ts';
import { accountsOf, isFixed, isNarrowed, isOpen, openStatements, valuesOf } from './exposure.ts';

const statement = (more: object) => {
  const [only] = document({
    Effect: 'Allow',
    Principal: '*',
    Action: 'lambda:InvokeFunction',
    Resource: '*',
    ...more,
  }).statements;
  if (only === undefined) throw new Error('no statement');
  return only;
};
const narrowed = (Condition: object) => isNarrowed(statement({ Condition }));

test.each([
  { StringEquals: { 'aws:SourceAccount': '111122223333' } },
  { StringEquals: { 'AWS:SourceAccount': ['111122223333', '444455556666'] } },
  { StringLike: { 'aws:SourceAccount': '111122223333' } },
  { ArnLike: { 'aws:SourceArn': 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/*/GET/orders' } },
  { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::example-uploads' } },
  { StringEquals: { 'aws:PrincipalOrgID': 'o-example123' } },
  { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-example123/r-ab12/ou-ab12-*' } },
  { StringEquals: { 'aws:SourceVpce': 'vpce-0example' } },
])('%j narrows', (condition) => {
  expect(narrowed(condition)).toBe(true);
});

test.each([
  {},
  { StringLike: { 'aws:SourceAccount': '*' } },
  { StringEquals: { 'aws:SourceAccount': ['111122223333', '${aws:PrincipalAccount}'] } },
  { StringEqualsIfExists: { 'aws:SourceAccount': '111122223333' } },
  { 'ForAllValues:StringEquals': { 'aws:SourceAccount': '111122223333' } },
  { StringNotEquals: { 'aws:SourceAccount': '111122223333' } },
  { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:*:orders' } },
  { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } },
  { StringLike: { 'aws:SourceArn': '*' } },
  { StringLike: { 'aws:PrincipalOrgID': '*' } },
  { StringLike: { 'aws:PrincipalOrgID': 'o-*' } },
  { Null: { 'aws:SourceAccount': 'false' } },
  { Bool: { 'aws:SecureTransport': 'true' } },
  { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
])('%j does not narrow', (condition) => {
  expect(narrowed(condition)).toBe(false);
});

test('who everybody is', () => {
  for (const Principal of [
    '*',
    { AWS: '*' },
    { AWS: ['111122223333', '*'] },
    { AWS: 'arn:aws:iam::*:root' },
    { Service: '*' },
    { Federated: '*' },
    { CanonicalUser: '*' },
  ]) {
    expect(isOpen(statement({ Principal })), JSON.stringify(Principal)).toBe(true);
  }
  expect(isOpen(statement({ Principal: { AWS: '111122223333' } }))).toBe(false);
  expect(isOpen(statement({ Effect: 'Deny' }))).toBe(false);
  expect(isOpen(statement({ Principal: undefined, NotPrincipal: { AWS: '111122223333' } }))).toBe(true);
});

test('a Deny closes what an Allow opened, when it is for everybody else', () => {
  const allow = { Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction', Resource: '*' };
  const open = (deny: object) =>
    openStatements(
      document(allow, { Effect: 'Deny', Principal: '*', Action: 'lambda:*', Resource: '*', ...deny }),
      ['lambda:InvokeFunction'],
    ).length;
  expect(open({})).toBe(0);
  expect(open({ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-example123' } } })).toBe(0);
  expect(open({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-example123' } } })).toBe(1);
  expect(open({ Condition: { StringNotLike: { 'aws:PrincipalOrgID': '*' } } })).toBe(1);
  expect(open({ Principal: { AWS: '999988887777' } })).toBe(1);
  expect(open({ Action: 'lambda:GetFunction' })).toBe(1);
});

test('values and accounts', () => {
  expect(
    valuesOf(
      statement({
        Condition: { ArnLike: { 'AWS:SourceArn': 'a' }, StringEqualsIfExists: { 'aws:SourceArn': 'b' } },
      }),
      'aws:SourceArn',
    ),
  ).toEqual(['a']);
  expect(
    accountsOf(
      statement({ Principal: { AWS: ['111122223333', 'arn:aws:iam::444455556666:role/x', 'AROAEXAMPLE'] } }),
    ).map((one) => one.account),
  ).toEqual(['111122223333', '444455556666']);
  expect(isFixed('aws:SourceAccount', '')).toBe(false);
});
