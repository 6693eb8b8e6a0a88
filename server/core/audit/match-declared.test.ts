import { expect, test } from 'vitest';
import { known } from '../model/known.ts';
import { declarationOf, mayBeDeployedAs } from './match-declared.ts';

const deployed = (name: string, tags: Readonly<Record<string, string>> = {}) => ({ name, tags: known(tags) });
const sam = (name: string) => ({ by: 'sam', name }) as const;
const serverless = (name: string) => ({ by: 'serverless', name }) as const;

test('the tag of CloudFormation is surer than any name', () => {
  const declared = [sam('Orders'), sam('Billing')];
  const tagged = deployed('shop-Billing-1A2B3C4D5E6F', { 'aws:cloudformation:logical-id': 'Orders' });
  expect(declarationOf(tagged, declared)?.name).toBe('Orders');
  expect(declarationOf(deployed('shop-Billing-1A2B3C4D5E6F'), declared)?.name).toBe('Billing');
});

test('the same name, and the name that Serverless Framework makes', () => {
  const terraform = { by: 'terraform', name: 'mailer' } as const;
  expect(declarationOf(deployed('mailer'), [terraform])).toBe(terraform);
  expect(declarationOf(deployed('shop-dev-mailer'), [terraform])).toBeUndefined();
  expect(declarationOf(deployed('shop-dev-mailer'), [serverless('mailer')])?.name).toBe('mailer');
});

test('a name that the configuration sets is the name, and what it leaves open fits anything', () => {
  const fixed = { by: 'sam', name: 'Orders', deployedName: 'shop-orders' } as const;
  const staged = { by: 'terraform', name: 'main', deployedName: '${var.stage}-billing-${local.no}' } as const;
  const bare = { by: 'terraform', name: 'other', deployedName: '${var.name}' } as const;
  const all = [fixed, staged, bare];
  expect(declarationOf(deployed('shop-orders'), all)).toBe(fixed);
  expect(declarationOf(deployed('live-billing-2'), all)).toBe(staged);
  for (const name of ['Orders', 'shop-Orders-1A2B3C4D5E6F', 'main', 'other', 'billing', 'live-billing'])
    expect(declarationOf(deployed(name), all)).toBeUndefined();
  expect(mayBeDeployedAs('shop-Orders-1A2B3C4D5E6F', sam('Orders'))).toBe(true);
  expect(mayBeDeployedAs('shop-Orders-1A2B3C4D5E6F', fixed)).toBe(false);
  expect(mayBeDeployedAs('shop-orders', fixed)).toBe(true);
});

test('of two that may be meant it is neither', () => {
  expect(declarationOf(deployed('mailer'), [sam('mailer'), serverless('mailer')])).toBeUndefined();
  expect(declarationOf(deployed('other'), [sam('mailer')])).toBeUndefined();
});
