import { expect, test } from 'vitest';
import { deployedUri, parseDeployedUri } from './deployed-code.ts';

const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:one';

test.each([
  { arn, path: 'app.py' },
  { arn, path: 'src/a b/ü.js', qualifier: 'live' },
  { arn, path: '/opt/python/lib.py', qualifier: '3' },
])('%o comes back from its URI, encoded once, twice or not', (place) => {
  const uri = deployedUri(place);
  expect(parseDeployedUri(uri)).toEqual(place);
  expect(parseDeployedUri(decodeURIComponent(uri))).toEqual(place);
  expect(uri.split('?')[0]?.endsWith(encodeURIComponent(place.path.split('/').at(-1) ?? ''))).toBe(true);
});

test('other pages are none', () => {
  expect(parseDeployedUri('lambda-protect:/function/one.md?x')).toBeUndefined();
  expect(parseDeployedUri('lambda-protect:/deployed/a.py?{')).toBeUndefined();
});
