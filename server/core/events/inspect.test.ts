import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRe2jsEngine } from '../../platform/regex/re2js-engine.ts';
import { parseRuleFile } from '../rulelang/parse.ts';
import { buildEventRules } from './event-rules.ts';
import { type InspectOptions, inspectEvent } from './inspect.ts';

const engine = createRe2jsEngine();

/** Each hit as `id path layers`, `key` added where it is in a key. */
function check(rules: string, value: unknown, expected: readonly string[], options?: InspectOptions) {
  const found = inspectEvent(value, buildEventRules(engine, parseRuleFile(rules, 'in').rules), options);
  const told = found.hits.map((hit) =>
    [hit.rule.id, hit.path, hit.layers.join('>'), hit.isKey ? 'key' : '']
      .filter((part) => part !== '')
      .join(' '),
  );
  expect(told).toEqual(expected);
  return found;
}

const rm = '#@ id: rm\n(?i)rm\\s+-rf';

test('a string is found at its place', () => check(rm, { a: [{ b: 'rm -rf /' }] }, ['rm $.a[0].b']));
test('a clean event has no hit', () => check(rm, { a: [{ b: 'hello' }], n: 1 }, []));
test('percent-encoding', () => check(rm, { q: 'x=rm%20-rf' }, ['rm $.q percent']));
test('percent-encoding twice', () => check(rm, { q: 'rm%2520-rf' }, ['rm $.q percent>percent']));
test('a plus is a space', () => check(rm, { key: 'rm+-rf' }, ['rm $.key percent']));
test('HTML references', () => check(rm, { q: '&#114;m &#x2d;rf' }, ['rm $.q html']));
test('unicode escapes', () => check(rm, { q: '\\u0072m \\x2drf' }, ['rm $.q unicode']));
test('JSON in a string: the path goes on', () =>
  check(rm, { body: '{ "cmd": "rm -rf" }' }, ['rm $.body.cmd json']));
test('JSON in JSON in a string, escaped in each', () => {
  const message = JSON.stringify({ Message: JSON.stringify({ a: 'rm\t-rf' }) });
  check(rm, { Records: [{ body: message }] }, ['rm $.Records[0].body.Message.a json>json']);
});
test('compact JSON of nested JSON is a text too', () =>
  check('"isAdmin":true', { body: '{"isAdmin" :\n true}' }, ['line-1 $.body json']));
test('the whole compact JSON', () => check('"isAdmin":true', { isAdmin: true }, ['line-1 $']));
test('base64 body', () => check(rm, { isBase64Encoded: true, body: btoa('rm -rf') }, ['rm $.body base64']));
test('a body that is not said to be base64', () =>
  check(rm, { isBase64Encoded: false, body: btoa('rm -rf') }, []));
test('Kinesis data', () =>
  check(rm, { Records: [{ kinesis: { data: btoa('{"a":"rm -rf"}') } }] }, [
    'rm $.Records[0].kinesis.data.a base64>json',
  ]));
test('Kafka headers are bytes', () => {
  const record = {
    topic: 't',
    partition: 0,
    offset: 1,
    value: btoa('x'),
    headers: [{ h: [...'rm -rf'].map((c) => c.charCodeAt(0)) }],
  };
  check(rm, { records: { 't-0': [record] } }, ['rm $.records.t-0[0].headers[0].h bytes']);
});
test('DynamoDB binary', () => check(rm, { x: { B: btoa('rm -rf') } }, ['rm $.x.B base64']));
test('a hit in a key does not tell the key', () => check(rm, { 'rm -rf': 1 }, ['rm $[#0] key']));
test('packed bytes come through a port', () => {
  const event = { awslogs: { data: 'H4sIAAAA' } };
  const inflate = () => ({ kind: 'bytes', bytes: new TextEncoder().encode('{"m":"rm -rf"}') }) as const;
  check(rm, event, ['rm $.awslogs.data.m base64>gzip>json'], { ports: { inflate } });
  expect(check(rm, event, []).leftOut).toEqual([{ path: '$.awslogs.data', reason: 'encoding' }]);
});

test('targets', () => {
  const event = { headers: { 'X-Evil': 'evil', evil: 'ok' }, body: '{"evil":"evil"}' };
  check('#@ target: key\nevil', event, ['line-2 $.headers[#1] key', 'line-2 $.body[#0] json key']);
  check('#@ target: value\nevil', event, ['line-2 $.headers.X-Evil', 'line-2 $.body.evil json']);
  check('#@ target: $.headers.*\nevil', event, ['line-2 $.headers.X-Evil']);
  check('#@ target: $.headers.x-evil\nevil', event, ['line-2 $.headers.X-Evil']);
  check('#@ target: $.body\nevil', event, ['line-2 $.body.evil json']);
});

test('JSON seven times over is told as left out', () => {
  let text = '{"a":"x"}';
  for (let i = 0; i < 7; i++) text = JSON.stringify({ n: text });
  expect(check(rm, { body: text }, []).leftOut[0]?.reason).toBe('depth');
});

test('cycles, getters that throw, big integers and ten thousand levels end in a verdict', () => {
  const cycle: Record<string, unknown> = { a: 'rm -rf' };
  cycle['self'] = cycle;
  expect(check(rm, cycle, ['rm $.a']).leftOut).toEqual([{ path: '$.self', reason: 'cycle' }]);
  const thrower = Object.defineProperty({ a: 'rm -rf', n: 1n }, 'b', {
    enumerable: true,
    get: () => {
      throw new Error('no');
    },
  });
  expect(check(rm, thrower, ['rm $.a']).leftOut).toEqual([{ path: '$.b', reason: 'unreadable' }]);
  let deep: unknown = 'rm -rf';
  for (let i = 0; i < 10_000; i++) deep = { d: [deep] };
  expect(inspectEvent(deep, buildEventRules(engine, parseRuleFile(rm, 'in').rules)).hits).toHaveLength(1);
});

test('prototype tricks change nothing', () => {
  check(rm, JSON.parse('{"__proto__":{"x":"rm -rf"},"constructor":{"prototype":1}}'), ['rm $.__proto__.x']);
  check(rm, Object.create(null, { a: { value: 'rm -rf', enumerable: true } }), ['rm $.a']);
  check(rm, { toJSON: () => ({ a: 'rm -rf' }) }, ['rm $.a']);
});

test('when the time is up, it says so', () => {
  const event = { a: Array.from({ length: 2000 }, (_, i) => `x${i}%41`) };
  const found = check('x1999A', event, [], { isOver: () => true });
  expect(found.leftOut).toEqual([{ path: expect.stringContaining('$'), reason: 'budget' }]);
});

test('bombs of nested encodings stay in bounds', () => {
  let text = 'a+%41&#65;\\u0041';
  for (let i = 0; i < 6; i++) text = encodeURIComponent(text) + `&amp;${text}`;
  expect(check('zzz', { text }, []).leftOut.length).toBeGreaterThan(0);
});

test('the quick way and the walk agree', () => {
  const words = fc.constantFrom(
    'rm',
    ' ',
    '-rf',
    '+',
    '%20',
    '&#32;',
    '\\u0020',
    '\\',
    '"',
    '\n',
    '{',
    '"x":',
    '}',
    'é',
    '\u212a',
  );
  const text = fc.array(words, { maxLength: 8 }).map((parts) => parts.join(''));
  const leaf = fc.oneof(text, fc.integer(), fc.boolean());
  const node = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(text, tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  const nested = node.map((value) => ({
    body: JSON.stringify(value),
    data: JSON.stringify({ m: JSON.stringify(value) }, null, 1),
  }));
  const rules = buildEventRules(engine, parseRuleFile(`${rm}\n"x":1\nk\\s`, 'in').rules);
  // Without literals no rule is ever spared, so this is the walk alone.
  const bare = { ...rules, always: rules.rules.map((_, index) => index) };
  fc.assert(
    fc.property(fc.oneof(node, nested), (value) => {
      const tell = (found: ReturnType<typeof inspectEvent>) => [
        found.hits.map((hit) => [hit.rule.id, hit.path, hit.layers]),
        found.leftOut,
      ];
      expect(tell(inspectEvent(value, rules))).toEqual(tell(inspectEvent(value, bare)));
    }),
    { numRuns: 300 },
  );
});
