import { expect, test } from 'vitest';
import { known } from '../model/known.ts';
import { declarationOf } from './match-declared.ts';

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

test('of two that may be meant it is neither', () => {
  expect(declarationOf(deployed('mailer'), [sam('mailer'), serverless('mailer')])).toBeUndefined();
  expect(declarationOf(deployed('other'), [sam('mailer')])).toBeUndefined();
});
