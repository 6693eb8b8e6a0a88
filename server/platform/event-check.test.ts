import { expect, test } from 'vitest';
import { buildEventRules } from '../core/events/event-rules.ts';
import { parseRuleFile } from '../core/rulelang/parse.ts';
import { checkEventText, hitMessage } from './event-check.ts';
import { createEventMatcher } from './event-files.ts';
import { createRe2jsEngine } from './regex/re2js-engine.ts';

const engine = createRe2jsEngine();

/** Each hit as `id path layers|underlined text`. */
function checkHits(rules: string, text: string, expected: readonly string[], name = 'a.event.json'): void {
  const ready = buildEventRules(engine, parseRuleFile(rules, 'in').rules);
  const { hits } = checkEventText(text, name, ready);
  expect(
    hits.map(
      ({ rule, path, layers, span }) =>
        `${rule.id} ${path} ${layers.join('+')}|${text.slice(span.start, span.end)}`,
    ),
  ).toEqual(expected);
}

test('the very characters, escapes counted', () => {
  checkHits('#@ id: up\n\\.\\./', '{ "path": "a\\n\\u0041/../b" }', ['up $.path |../']);
});

test('a key, a number in a list, a nested member', () => {
  checkHits('#@ id: k\n#@ target: key\n__proto__', '{"a":[{"__proto__":1}]}', ['k $.a[0][#0] |__proto__']);
});

test('what decoding revealed underlines the whole string', () => {
  const body = Buffer.from('cmd=%3Bcat').toString('base64');
  checkHits('#@ id: cat\n;cat', `{"isBase64Encoded": true, "body": "${body}"}`, [
    `cat $.body base64+percent|"${body}"`,
  ]);
});

test('JSON inside of a string', () => {
  checkHits('#@ id: x\n#@ target: value\nevil', '{"Records":[{"body":"{\\"cmd\\":\\"evil\\"}"}]}', [
    'x $.Records[0].body.cmd json|"{\\"cmd\\":\\"evil\\"}"',
  ]);
});

test('a hit that spans members is found in the spaced text', () => {
  checkHits('#@ id: admin\n"role":"admin"', '{ "user": 1,\n  "role" : "admin" }', [
    'admin $ |"role" : "admin"',
  ]);
});

test('events in launch configurations', () => {
  const text =
    '{ // sam\n"configurations":[{"type":"aws-sam","lambda":{"payload":{"json":{"q":"evil"}}}},{"name":"evil"}]}';
  checkHits(
    '#@ id: x\nevil',
    text,
    ['x $.configurations[0].lambda.payload.json.q |evil'],
    '/w/.vscode/launch.json',
  );
});

test('half-typed JSON is told and still searched', () => {
  const ready = buildEventRules(engine, parseRuleFile('evil', 'in').rules);
  const { hits, mistakes } = checkEventText('{"a":"evil", "b":', 'a.event.json', ready);
  expect(hits).toHaveLength(1);
  expect(mistakes.length).toBeGreaterThan(0);
});

test('a message names the rule, the place and the decoding, and nothing of the event', () => {
  const rule = parseRuleFile('#@ id: cat\n#@ message: a shell\n;cat', 'in').rules[0];
  if (!rule) throw new Error('no rule');
  expect(hitMessage({ rule, path: '$.body', layers: ['base64', 'percent'] })).toBe(
    'the event would be blocked by cat: a shell ($.body, revealed by base64, then percent-encoding)',
  );
});

test('which files are events', () => {
  const matcher = createEventMatcher({
    events: ['**/events/**/*.json', '**/*.event.json', '**/.vscode/*event*.json'],
    responses: ['**/*.response.json'],
  });
  const kind = (path: string) => matcher.kindOf(path, ['/w']);
  expect(kind('/w/events/a.json')).toBe('in');
  expect(kind('/w/x/y.event.json')).toBe('in');
  expect(kind('/w/.vscode/my-event.json')).toBe('in');
  expect(kind('/w/.vscode/launch.json')).toBe('in');
  expect(kind('/w/events/a.response.json')).toBe('out');
  expect(kind('/w/package.json')).toBeUndefined();
});
