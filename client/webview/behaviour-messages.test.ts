import { expect, test } from 'vitest';
import { parseFromBehaviourPage } from './behaviour-messages.ts';

test('a page leads to documentation only, and what it may not say is dropped', () => {
  const url = 'https://attack.mitre.org/techniques/T1098/';
  expect(parseFromBehaviourPage({ type: 'open', url, more: 1 })).toEqual({ type: 'open', url });
  expect(parseFromBehaviourPage({ type: 'acknowledge', key: 'x' })).toEqual({ type: 'acknowledge' });
  for (const given of [
    null,
    'ready',
    {},
    { type: 'open', url: 'https://example.com/' },
    { type: 'open', url: 'command:lambdaProtect.forgetBehaviour' },
    { type: 'open' },
    { type: 'png' },
    { type: 'run' },
  ])
    expect(parseFromBehaviourPage(given)).toBeUndefined();
});
