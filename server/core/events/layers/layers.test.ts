import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64Text, decodeBase64 } from './base64.ts';
import { html } from './html.ts';
import { percent } from './percent.ts';
import { unicode } from './unicode.ts';
import { decodeUtf8 } from './utf8.ts';

test('UTF-8 as Node decodes it, with all its mistakes', () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(decodeUtf8(bytes)).toBe(Buffer.from(bytes).toString('utf8'));
    }),
    { numRuns: 500 },
  ));

test('base64 as Node decodes it, in both alphabets', () =>
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      fc.constantFrom('base64', 'base64url'),
      (bytes, form) => {
        const text = Buffer.from(bytes).toString(form === 'base64' ? 'base64' : 'base64url');
        expect(decodeBase64(base64Text(text) ?? '')).toEqual(bytes);
      },
    ),
  ));

test.each(['', 'a', 'ab cd!', 'Zm9v=YmFy', '====', 'Zm9vY'])('%j is not base64', (text) =>
  expect(base64Text(text)).toBeUndefined(),
);
test('white space in base64 is passed over', () => expect(base64Text(' Zm9v\nYmFy ')).toBe('Zm9vYmFy'));

test.each([
  ['a%20b', 'a b'],
  ['a+b', 'a b'],
  ['%2B', '+'],
  ['%C3%A9', 'é'],
  ['%ff%41', '\ufffdA'],
  ['100%', undefined],
  ['%zz', undefined],
])('percent %j', (text, expected) => expect(percent.decode(text)).toBe(expected));

test.each([
  ['&lt;a&gt;', '<a>'],
  ['&#60&#x3C;', '<<'],
  ['&amp;lt;', '&lt;'],
  ['&#0;&#xD800;&#x110000;', '\ufffd\ufffd\ufffd'],
  ['a&b=c&lt', undefined],
])('html %j', (text, expected) => expect(html.decode(text)).toBe(expected));

test.each([
  ['\\u0041\\x42\\u{43}', 'ABC'],
  ['\\ud83d\\ude00', '😀'],
  ['\\u{110000}\\u12', undefined],
])('unicode %j', (text, expected) => expect(unicode.decode(text)).toBe(expected));
