import { expect, test } from 'vitest';
import { exampleFunction, exampleRegion, exampleSnapshot } from '../audit/example-snapshot.ts';
import { diffSnapshots } from './diff-snapshots.ts';
import type { LambdaFunction } from './function.ts';
import { known, unknown } from './known.ts';

const one = exampleFunction('one');
const snapshotOf = (functions: readonly LambdaFunction[]) => exampleSnapshot([exampleRegion(functions)], []);
const diff = (before: readonly LambdaFunction[], after: readonly LambdaFunction[]) =>
  diffSnapshots(snapshotOf(before), snapshotOf(after));

test('new and removed functions', () => {
  const result = diff([one, exampleFunction('old')], [one, exampleFunction('new')]);
  expect(result.added.map((place) => place.name)).toEqual(['new']);
  expect(result.removed.map((place) => place.name)).toEqual(['old']);
  expect(result.changed).toEqual([]);
});

test('what is different, in words and without values of secrets', () => {
  const after: LambdaFunction = {
    ...one,
    configuration: {
      ...one.configuration,
      codeSha256: 'other',
      environment: known([
        { name: 'KEY', value: { kind: 'secret', secret: 'stripe-key', certain: true, length: 32 } },
      ]),
    },
    policies: [{ qualifier: 'live', document: known('{"Statement":[]}') }],
  };
  const [changed] = diff([one], [after]).changed;
  expect(changed?.changes).toEqual(
    expect.arrayContaining([
      { what: 'code', before: one.configuration.codeSha256, after: 'other' },
      { what: 'variable KEY', before: null, after: 'stripe-key, 32 characters' },
      { what: 'policy of live', before: null, after: '{"Statement":[]}' },
    ]),
  );
});

test('what was not known on one side is no change', () => {
  const gap = unknown({
    action: 'lambda:ListFunctionUrlConfigs',
    reason: 'denied',
    detail: 'AccessDeniedException',
  });
  expect(diff([one], [{ ...one, urls: gap, tags: gap }]).changed).toEqual([]);
});

test('a Region that was not read tells nothing about its functions', () => {
  const before = snapshotOf([one]);
  const after = snapshotOf([one]);
  const blind = {
    ...after,
    accounts: after.accounts.map((account) => ({
      ...account,
      regions: account.regions.map((region) => ({
        ...region,
        functions: unknown({ action: 'lambda:ListFunctions', reason: 'denied', detail: '' }),
      })),
    })),
  };
  expect(diffSnapshots(before, blind).removed).toEqual([]);
});
