import { expect, test } from 'vitest';
import { checks } from '../audit/checks/index.ts';
import {
  exampleFunction,
  exampleRegion,
  exampleRole,
  exampleSnapshot,
  is,
} from '../audit/example-snapshot.ts';
import { options } from '../audit/examples.ts';
import { judge } from '../audit/judge.ts';
import { renderFindingPage } from './finding-page.ts';

test('the page of a finding has the policy with the statement marked, and what to paste', () => {
  const open = {
    Sid: 'open',
    Effect: 'Allow',
    Principal: '*',
    Action: 'lambda:InvokeFunction',
    Resource: '*',
  };
  const snapshot = exampleSnapshot(
    [
      exampleRegion([
        exampleFunction('orders', {
          policies: [
            { qualifier: null, document: is(JSON.stringify({ Version: '2012-10-17', Statement: [open] })) },
          ],
        }),
      ]),
    ],
    [exampleRole('orders-role', [])],
  );
  const finding = judge(snapshot, checks, options).findings.find(({ id }) => id === 'public-invoke-policy');
  if (finding === undefined) throw new Error('no finding');
  const page = renderFindingPage(
    finding,
    checks.find(({ id }) => id === finding.id),
    snapshot,
  );
  expect(page).toContain('→       "Sid": "open",');
  expect(page).toContain('    "Version": "2012-10-17",');
  expect(page).toContain(
    'aws lambda remove-permission --function-name orders --statement-id open --region eu-west-1',
  );
});
