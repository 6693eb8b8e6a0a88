import { expect, test } from 'vitest';
import type { Finding } from '../finding/finding.ts';
import { checks } from './checks/index.ts';
import { evidenceOf } from './evidence.ts';
import { exampleFunction, exampleRegion, exampleRole, exampleSnapshot, is } from './example-snapshot.ts';
import { options } from './examples.ts';
import { judge } from './judge.ts';
import { mendedChecks, readyTextFor } from './ready-text.ts';

const statements = [
  {
    Sid: 'one',
    Effect: 'Allow',
    Principal: { AWS: '111122223333' },
    Action: 'lambda:InvokeFunction',
    Resource: '*',
  },
  { Sid: "it's open", Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction', Resource: '*' },
];
const document = JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements });
const snapshot = exampleSnapshot(
  [
    exampleRegion([
      exampleFunction('orders', {
        policies: [{ qualifier: 'live', document: is(encodeURIComponent(document)) }],
        recursiveLoop: is('allow'),
      }),
    ]),
  ],
  [
    exampleRole('orders-role', [
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-west-1:111122223333:q' },
      { Effect: 'Allow', Action: 's3:*', Resource: '*' },
    ]),
  ],
);
const { findings } = judge(snapshot, checks, options);
const find = (id: string): Finding => {
  const found = findings.find((finding) => finding.id === id);
  if (found === undefined) throw new Error(`no finding ${id}`);
  return found;
};
const linesOf = (id: string) => {
  const evidence = evidenceOf(find(id), snapshot);
  expect(JSON.parse(evidence?.document ?? '')).toBeDefined();
  return {
    title: evidence?.title,
    statement: JSON.parse(
      (
        evidence?.document.split('\n').slice(evidence.lines?.start, evidence.lines?.end).join('\n') ?? ''
      ).replace(/,$/, ''),
    ),
  };
};

test('the statement at fault in a resource policy', () => {
  expect(linesOf('public-invoke-policy')).toEqual({
    title: 'resource policy of alias live',
    statement: statements[1],
  });
  expect(JSON.parse(evidenceOf(find('public-invoke-policy'), snapshot)?.document ?? '')).toEqual(
    JSON.parse(document),
  );
});

test('the statement at fault in a policy of the role', () => {
  expect(linesOf('service-wildcard')).toEqual({
    title: 'orders-role/inline',
    statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' },
  });
});

test('a finding about no policy has no such evidence', () => {
  expect(evidenceOf(find('recursion-allowed'), snapshot)).toBeUndefined();
});

test('commands name function, qualifier and statement, quoted for a shell', () => {
  expect(readyTextFor(find('public-invoke-policy'))?.commands).toEqual([
    `aws lambda remove-permission --function-name orders --qualifier live --statement-id 'it'\\''s open' --region eu-west-1`,
  ]);
  expect(readyTextFor(find('recursion-allowed'))).toEqual({
    commands: [
      'aws lambda put-function-recursion-config --function-name orders --recursive-loop Terminate --region eu-west-1',
    ],
    template: 'Type: AWS::Lambda::Function\nProperties:\n  RecursiveLoop: Terminate',
  });
});

test('every id that has commands is a check', () => {
  const ids = new Set(checks.map((check) => check.id));
  expect(mendedChecks().filter((id) => !ids.has(id))).toEqual([]);
});
