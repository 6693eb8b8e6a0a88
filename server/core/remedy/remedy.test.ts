// Remedies over facts, statements that can be put back, previews, plans of a person's hand.
import { expect, test } from 'vitest';
import { known, unknown } from '../model/known.ts';
import { callsOf } from './calls.ts';
import { inverse } from './change.ts';
import { permissionState } from './permission-state.ts';
import { parsePlan } from './plan.ts';
import type { FunctionFacts } from './remedy.ts';
import { offersFor } from './response.ts';

const facts: FunctionFacts = {
  region: 'eu-central-1',
  account: '111122223333',
  name: 'api',
  arn: 'arn:aws:lambda:eu-central-1:111122223333:function:api',
  roleArn: 'arn:aws:iam::111122223333:role/service-role/api-role',
  now: '2026-11-21T12:00:00Z',
  suspectVersion: '3',
  inVpc: false,
  network: null,
  acls: known([]),
  firewalls: known([]),
  dnsGroups: known([]),
  layers: known([]),
  latestSha256: '',
  provisioned: known([]),
  aliases: known([
    { name: 'live', version: '3', weights: { '1': 0.5, '2': 0.2 } },
    { name: 'old', version: '2', weights: {} },
  ]),
  versions: known([
    { version: '1', codeSha256: 'a' },
    { version: '2', codeSha256: 'b' },
    { version: '3', codeSha256: 'b' },
  ]),
  mappings: known([{ uuid: 'u', source: 'arn:aws:sqs:eu-central-1:111122223333:q', enabled: false }]),
  rules: unknown({
    action: 'events:ListRuleNamesByTarget',
    reason: 'denied',
    detail: 'AccessDeniedException',
  }),
  urls: known([{ qualifier: 'live', authType: 'NONE' }]),
  statements: known([
    { qualifier: '', statementId: 'one', state: { action: 'lambda:InvokeFunction', principal: '*' } },
    { qualifier: '', statementId: 'odd' },
    { qualifier: '', statementId: 'two', state: { action: 'lambda:InvokeFunction', principal: '*' } },
  ]),
  roleSharers: known(['other']),
};
const offer = (id: string, more: Partial<FunctionFacts> = {}) =>
  offersFor({ ...facts, ...more }).find((one) => one.remedy.id === id);

test('an alias goes back to code that is another, and sends nothing to the suspect version', () => {
  expect(offer('clean-version')?.wishes).toMatchObject([
    // Version 2 has the code of version 3: what leads there is moved as well.
    { target: { name: 'live' }, after: { version: '1', weights: {} } },
    { target: { name: 'old' }, after: { version: '1', weights: {} } },
  ]);
  const only = known([{ version: '3', codeSha256: 'b' }]);
  expect(offer('clean-version', { versions: only })).toMatchObject({
    wishes: [],
    warnings: [expect.stringContaining('no version before 3')],
  });
  expect(offer('clean-version', { suspectVersion: '$LATEST' })?.wishes).toEqual([]);
});

test('what is off stays untouched, what is refused is said, what cannot be put back is left', () => {
  expect(offer('pause-event-sources')?.wishes).toEqual([]);
  expect(offer('pause-event-rules')?.warnings.join()).toContain('events:ListRuleNamesByTarget');
  const permissions = offer('close-invoke-permissions');
  expect(permissions?.wishes.map((one) => 'statementId' in one.target && one.target.statementId)).toEqual([
    'two',
    'one',
  ]);
  expect(permissions?.warnings.join()).toContain('odd');
  expect(offer('deny-role')?.warnings.join()).toContain('also serves other');
});

test('a statement can be put back as it was, or is not taken', () => {
  const statement = {
    Sid: 's',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: 'arn:aws:lambda:eu-central-1:111122223333:function:api',
    Condition: {
      StringEquals: { 'AWS:SourceAccount': '111122223333' },
      ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::b' },
      Bool: { 'lambda:InvokedViaFunctionUrl': 'true' },
    },
  };
  expect(permissionState(statement)).toEqual({
    action: 'lambda:InvokeFunction',
    principal: 's3.amazonaws.com',
    sourceAccount: '111122223333',
    sourceArn: 'arn:aws:s3:::b',
    invokedViaUrl: true,
  });
  for (const odd of [
    { Effect: 'Deny' },
    { Principal: { AWS: ['1', '2'] } },
    { Action: ['lambda:InvokeFunction'] },
    { Condition: { StringLike: { 'AWS:SourceArn': '*' } } },
    { NotAction: 'lambda:GetFunction' },
  ])
    expect(permissionState({ ...statement, ...odd })).toBeUndefined();
});

test('the inverse of the inverse is the change', () => {
  const [wish] = offer('stop-function')?.wishes ?? [];
  if (wish?.kind !== 'reserved-concurrency') throw new Error('another kind');
  const change = { ...wish, before: { reserved: null } };
  expect(inverse(inverse(change))).toEqual(change);
  expect(callsOf(inverse(change))[0]).toMatchObject({ permission: 'lambda:DeleteFunctionConcurrency' });
});

test('a plan of another make is refused with its place', () => {
  const plan = {
    format: 'lambda-protect/change-plan',
    version: 1,
    title: 't',
    account: '1',
    madeAt: '',
    warnings: [],
    changes: [{ kind: 'alarm', region: 'eu-central-1', target: { name: 'x' }, before: null, after: {} }],
  };
  expect(parsePlan(plan).ok).toBe(true);
  expect(parsePlan({ ...plan, changes: [{ ...plan.changes[0], target: {} }] })).toMatchObject({
    message: '.changes[0].target.name: text was expected, nothing is there',
  });
  expect(parsePlan('x').ok).toBe(false);
});
