import { expect, test } from 'vitest';
import { joinAcknowledgements, markOf, toAcknowledgement, withoutAcknowledged } from './acknowledge.ts';
import type { Observation } from './observation.ts';

const base: Observation = {
  id: 'metric-outlier',
  severity: 'warning',
  confidence: 'high',
  title: 'Invocations far above the expected',
  message: 'x',
  why: '',
  todo: '',
  attack: [],
  source: 'orders',
  account: '',
  region: '',
  arn: '',
  at: 0,
  columns: { Metric: 'Invocations', Outlier: 400 },
};

test('a larger amount than the acknowledged one is told again', () => {
  const known = [toAcknowledgement(base)];
  const of = (amount: number) => ({ ...base, at: 5, columns: { Metric: 'Invocations', Outlier: amount } });
  expect(withoutAcknowledged([of(450)], known)).toEqual([]);
  expect(withoutAcknowledged([of(900)], known)).toHaveLength(1);
  expect(withoutAcknowledged([{ ...of(300), source: 'billing' }], known)).toHaveLength(1);
});

test('peers are acknowledged one by one', () => {
  const of = (peers: string) => ({ ...base, columns: { Type: 'internal', 'New Connections': peers } });
  const one = toAcknowledgement(of('10.0.0.1'));
  expect(withoutAcknowledged([of('10.0.0.1')], [one])).toEqual([]);
  expect(withoutAcknowledged([of('10.0.0.1 10.0.0.2')], [one])).toHaveLength(1);
  const both = joinAcknowledgements(one, toAcknowledgement(of('10.0.0.2')));
  expect(withoutAcknowledged([of('10.0.0.1 10.0.0.2')], [both])).toEqual([]);
});

test('a message that differs in days and addresses only is the same', () => {
  const of = (message: string) => markOf({ ...base, message, columns: { Event: 'CreateUser' } });
  expect(of('first iam:CreateUser in 74 days from 192.0.2.1')).toBe(
    of('first iam:CreateUser in 75 days from 198.51.100.2'),
  );
  expect(of('first iam:CreateUser in 74 days')).not.toBe(of('first s3:ListBuckets in 74 days'));
});
