import fc from 'fast-check';
import { expect, test } from 'vitest';
import { librariesIn, libraryChanges, tellsLibraries, uniqueLibraries } from './libraries.ts';

const names = (path: string, text?: string) =>
  librariesIn(path, text).map(({ name, version, kind }) => `${kind} ${name} ${version}`);

test.each([
  ['node_modules/tiny/package.json', '{"version":"1.2.3"}', ['npm tiny 1.2.3']],
  ['nodejs/node_modules/@org/tiny/package.json', '{"version":"1.2.3"}', ['npm @org/tiny 1.2.3']],
  ['node_modules/tiny/package.json', '{broken', ['npm tiny ']],
  [
    'tiny-1.0.dist-info/METADATA',
    'Metadata-Version: 2.1\r\nName: tiny\r\nVersion: 1.0\r\n\r\nName: x',
    ['python tiny 1.0'],
  ],
  ['python/tiny.egg-info/PKG-INFO', 'Name: tiny\nVersion: 0.1\n', ['python tiny 0.1']],
  ['META-INF/maven/org.example/tiny/pom.properties', 'version=2.0\nartifactId=tiny\n', ['java tiny 2.0']],
  ['java/lib/tiny-lib-1.4.2.jar', undefined, ['java tiny-lib 1.4.2']],
  ['ruby/gems/3.3.0/specifications/tiny-1.4.gemspec', undefined, ['ruby tiny 1.4']],
  [
    'app.deps.json',
    '{"libraries":{"Tiny/3.0.1":{"type":"package"},"App/1.0.0":{"type":"project"}}}',
    ['dotnet Tiny 3.0.1'],
  ],
  [
    'index.js',
    '// node_modules/tiny/index.js\nvar x;\n// ../node_modules/@org/b/b.js\n// node_modules/tiny/more.js\n',
    ['npm tiny ', 'npm @org/b '],
  ],
  ['app.py', 'Name: no library', []],
] as const)('%s', (path, text, expected) => {
  expect(names(path, text)).toEqual(expected);
});

test('texts are read only of files that tell', () => {
  expect(tellsLibraries('node_modules/a/package.json')).toBe(true);
  expect(tellsLibraries('node_modules/a/lib/package.json')).toBe(false);
  expect(tellsLibraries('node_modules/a/index.js')).toBe(false);
  expect(tellsLibraries('index.mjs')).toBe(true);
});

test('changes name what came, what went, and what is another version', () => {
  const one = (name: string, version: string) => ({ name, version, kind: 'npm' as const, path: name });
  expect(
    libraryChanges(
      [one('a', '1'), one('b', '1'), one('c', '1')],
      [one('a', '1'), one('b', '2'), one('d', '')],
    ),
  ).toEqual([
    { name: 'b', before: '1', after: '2' },
    { name: 'c', before: '1', after: '' },
    { name: 'd', before: '', after: 'some version' },
  ]);
  expect(uniqueLibraries([one('a', '1'), one('a', '1'), one('a', '2')])).toHaveLength(2);
});

test('whatever a package holds, telling its libraries never fails and takes no time', () => {
  const paths = fc.oneof(
    fc.constantFrom('node_modules/a/package.json', 'a.dist-info/METADATA', 'x.deps.json', 'index.js'),
    fc.string(),
  );
  fc.assert(
    fc.property(paths, fc.string({ unit: 'binary' }), (path, text) => Array.isArray(librariesIn(path, text))),
    { numRuns: 200 },
  );
  const started = performance.now();
  librariesIn('index.js', `// ${'../'.repeat(2_000_000)}`);
  librariesIn('index.js', '// a\n'.repeat(500_000));
  librariesIn(`${'a-1'.repeat(20_000)}.jar`, undefined);
  expect(performance.now() - started).toBeLessThan(5_000);
});
