import { expect, test } from 'vitest';
import type { Finding } from '../finding/finding.ts';
import { diffFindings } from './diff-findings.ts';

const finding = (id: string, resource: string, changes: Partial<Finding> = {}): Finding => ({
  id,
  severity: 'warning',
  confidence: 'high',
  title: id,
  message: id,
  cwe: [],
  place: {
    kind: 'aws',
    account: '111122223333',
    region: 'eu-west-1',
    arn: 'arn:aws:lambda:eu-west-1:111122223333:function:f',
    function: 'f',
    resource,
  },
  ...changes,
});
const ids = (list: readonly Finding[]) =>
  list.map((one) => `${one.id} ${one.place.kind === 'aws' ? one.place.resource : ''}`);

test('new, solved and staying findings', () => {
  const diff = diffFindings(
    [finding('a', 'x'), finding('a', 'y'), finding('b', 'x')],
    [
      finding('a', 'x', { message: 'worded anew' }),
      finding('b', 'z'),
      finding('c', 'x', { severity: 'error' }),
    ],
  );
  expect(ids(diff.added)).toEqual(['c x', 'b z']);
  expect(ids(diff.solved)).toEqual(['a y', 'b x']);
  expect(ids(diff.staying)).toEqual(['a x']);
});

test('the second of two alike is a finding of its own', () => {
  expect(diffFindings([finding('a', 'x')], [finding('a', 'x'), finding('a', 'x')]).added).toHaveLength(1);
});

test('an exception solves, its end is new', () => {
  const allowed = finding('a', 'x', { suppression: { justification: 'r', kind: 'external' } });
  expect(diffFindings([finding('a', 'x')], [allowed]).solved).toHaveLength(1);
  expect(diffFindings([allowed], [finding('a', 'x')]).added).toHaveLength(1);
});
