// The endpoint's reading of filter patterns against the sentences of the service's documentation.
import { expect, test } from 'vitest';
import { parseFilterPattern } from './filter-pattern.ts';

function matching(pattern: string, lines: readonly string[]): readonly string[] | undefined {
  const parsed = parseFilterPattern(pattern);
  return parsed && lines.filter(parsed);
}

const words = ['[ERROR 400] BAD', '[ERROR 401] UNAUTHORIZED', '[INFO] fine'];
test.each([
  ['ERROR', [0, 1]],
  ['error', []],
  ['ERROR BAD', [0]],
  ['?BAD ?fine', [0, 2]],
  ['ERROR -BAD', [1]],
  ['"ERROR 401"', [1]],
  ['%4\\d1%', [1]],
  ['', [0, 1, 2]],
])('terms: %s', (pattern, hits) => {
  expect(matching(pattern, words)).toEqual(hits.map((index) => words[index]));
});

const event = {
  name: 'UpdateTrail',
  ip: '123.123.1.1',
  count: 20,
  rate: 0.5,
  ok: true,
  no: false,
  nothing: null,
  list: ['a', 'b'],
  people: [{ id: 1, mail: 'john@example.com' }],
  message: { rule: 'x', 'with.dot': 'y' },
  empty: '',
};
test.each([
  ['{ $.name = "UpdateTrail" }', true],
  ['{ $.name = Update* }', true],
  ['{ $.name = "*Trail" }', true],
  ['{ $.name = "*date*" }', true],
  ['{ $.name != "Update" }', true],
  ['{ $.ip != 123.123.* }', false],
  ['{ $.count = 20 }', true],
  ['{ $.count >= 21 }', false],
  ['{ $.rate < 1 && $.count > 1e1 }', true],
  ['{ $.list[1] = "b" }', true],
  ['{ $.list[2] = "*" }', false],
  ['{ $.people[0].mail = %@example% }', true],
  ['{ $.message.rule = "*" }', true],
  ['{ $.message.rule.deeper = "*" }', false],
  ['{ $.message = "*" }', false],
  ['{ $.message.["with.dot"] = "y" }', true],
  ['{ $.nothing IS NULL }', true],
  ['{ $.absent IS NULL }', false],
  ['{ $.nothing = "*" }', false],
  ['{ $.ok IS TRUE && $.no IS FALSE }', true],
  ['{ $.absent NOT EXISTS }', true],
  ['{ $.name NOT EXISTS }', false],
  ['{ $.empty = "*" }', true],
  ['{ $.absent = "*" || ($.count = 20 && $.name = "*") }', true],
  ['{ ($.absent = "*" || $.count = 20) && $.name = "x" }', false],
])('JSON: %s', (pattern, matches) => {
  expect(matching(pattern, [JSON.stringify(event), 'no JSON', '7'])).toHaveLength(matches ? 1 : 0);
});

const access = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';
test.each([
  ['[ip, user, username, timestamp, request, status_code = 4*, bytes]', true],
  ['[ip, user, username, timestamp, request, status_code = 4*, bytes > 2000]', false],
  ['[ip, ..., status_code = 404, bytes]', true],
  ['[..., request = *html*, status_code = 4* && status_code != 403, bytes > 1000]', true],
  ['[ip, user]', false],
])('fields: %s', (pattern, matches) => {
  expect(matching(pattern, [access])).toHaveLength(matches ? 1 : 0);
});

test.each([
  '{ $.a = }',
  '{ $.a EXISTS }',
  '{ a = "b" }',
  '{ $.a = "b"',
  '{ $.a = two words }',
  '{ $.a > "b" }',
  '%(a|b)%',
  '%a!%',
  '{ $.a = %x% || $.b = %y% || $.c = %z% }',
  '[a, ..., b, ...]',
])('what the service would not take: %s', (pattern) => {
  expect(parseFilterPattern(pattern)).toBeUndefined();
});
