import { expect, test } from 'vitest';
import { entriesOf, textOf, textsOf, valueAt } from '../core/syntax/configuration/document.ts';
import { documentParsers } from './documents.ts';

const { parseYaml, parseJson } = documentParsers;

test('places of values; tags are no text', () => {
  const text = 'a: !Sub "x"\nb: { c: "d" }\ne: [f, !Ref g]\n';
  const root = parseYaml(text);
  expect(textOf(valueAt(root, 'a'))).toBeUndefined();
  const d = valueAt(root, 'b', 'c');
  expect(textOf(d)).toBe('d');
  expect(text.slice(d?.start, d?.end)).toBe('"d"');
  expect(textsOf(valueAt(root, 'e'))).toEqual(['f']);
});

test('merged keys stand behind the own ones; aliases of aliases stay small', () => {
  const root = parseYaml('base: &b { x: "1", y: "2" }\nuse: { <<: *b, x: "3" }\n');
  expect(entriesOf(valueAt(root, 'use')).map(({ key }) => key)).toEqual(['x', 'x', 'y']);
  expect(textOf(valueAt(root, 'use', 'x'))).toBe('3');
  const bomb = ['a: &a [x, x, x, x]'];
  for (let i = 0; i < 24; i++) {
    const [name, before] = [`a${i + 1}`, i === 0 ? 'a' : `a${i}`];
    bomb.push(`${name}: &${name} [*${before}, *${before}, *${before}, *${before}]`);
  }
  expect(entriesOf(parseYaml(bomb.join('\n')))).toHaveLength(25);
});

test.each([
  'a: [1, 2',
  '\t\tx: y',
  'a: "unclosed',
  '- - - {',
  '&a *a',
  '%YAML 9\n---\nx',
  '? complex\n: key\nb: c',
  '\u0000',
])('broken YAML gives what it gives: %j', (text) => {
  expect(() => parseYaml(text)).not.toThrow();
});

test('deep nesting ends', () => {
  expect(() => parseYaml(`${'['.repeat(3000)}`)).not.toThrow();
  expect(() => parseJson('['.repeat(3000))).not.toThrow();
});

test('JSON with comments, a trailing comma and a byte-order mark', () => {
  const text = '\uFEFF{ // c\n "a": "b", }';
  const b = valueAt(parseJson(text), 'a');
  expect(text.slice(b?.start, b?.end)).toBe('"b"');
});
