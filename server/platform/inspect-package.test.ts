import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { configuration } from '../core/audit/examples.ts';
import type { FunctionConfiguration } from '../core/model/function.ts';
import { inspectPackage } from './inspect-package.ts';
import { installFolder, shippedRules } from './install-folder.ts';
import { loadEngine } from './regex/load-engine.ts';
import { createRuleFolders } from './rule-files.ts';
import { createScanner } from './scanner.ts';
import { createTreeParser } from './tree-sitter.ts';

const scanner = createScanner({
  engine: loadEngine('re2js', installFolder).engine,
  parser: await createTreeParser(),
  folders: createRuleFolders(shippedRules),
});

const files = (entries: Record<string, string>) =>
  zipSync(Object.fromEntries(Object.entries(entries).map(([path, text]) => [path, strToU8(text)])));

function inspect(
  entries: Record<string, string>,
  changes: Partial<FunctionConfiguration>,
  layers: Record<string, string>[] = [],
) {
  const archives = [
    { source: files(entries) },
    ...layers.map((layer) => ({
      source: files(layer),
      layerArn: 'arn:aws:lambda:eu-west-1:111122223333:layer:guard:1',
    })),
  ];
  return inspectPackage(archives, 'sha', {
    configuration: configuration(changes),
    scanner,
    rulesFolder: '/nowhere',
  });
}

const python = { runtime: 'python3.13', handler: 'app.handler' };
const bad =
  'import subprocess\n\ndef handler(event, context):\n    return subprocess.check_output(event["cmd"], shell=True)\n';

test('hits, secrets and the missing guard of a Python package', async () => {
  const code = await inspect(
    {
      'app.py': bad,
      'settings.py': `STRIPE = "sk_live_${'EXAMPLE0'.repeat(3)}"\n`,
      'requests/node_modules/x.js': 'eval(x)',
      'boto3-1.0.dist-info/x.py': bad,
    },
    python,
  );
  expect(
    code.findings.map(({ place }) =>
      place.kind === 'code' ? `${place.file}:${place.range.start.line + 1}` : '',
    ),
  ).toContain('app.py:4');
  expect(code.findings.filter(({ place }) => place.kind === 'code' && place.file.includes('/'))).toEqual([]);
  expect(code.secrets).toEqual([{ path: 'settings.py', line: 1, kind: 'stripe-key', length: 32 }]);
  expect(code.guard).toMatchObject({
    files: [],
    wrapsHandler: 'no',
    evidence: 'app.py exports handler without the guard',
  });
});

test('the guard in the package, with its rule files', async () => {
  const guarded =
    'from protect_lambda import protect_lambda\n\n@protect_lambda\ndef handler(event, context):\n    return 1\n';
  const code = await inspect(
    { 'app.py': guarded, 'protect_lambda.py': '# guard', 'in_protect.txt': 'x' },
    python,
  );
  expect(code.guard).toMatchObject({ files: ['protect_lambda.py'], wrapsHandler: 'yes' });
  expect(code.ruleFiles).toEqual([
    {
      kind: 'in',
      path: 'in_protect.txt',
      sha256: '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
    },
  ]);
});

test('the guard in a layer, and a layer that brings an extension', async () => {
  const environment = {
    known: true,
    value: [
      {
        name: 'AWS_LAMBDA_EXEC_WRAPPER',
        value: { kind: 'plain', form: 'kept', text: '/opt/protect-lambda/wrap' },
      },
    ],
  } as const;
  const code = await inspect({ 'app.py': bad }, { ...python, environment }, [
    { 'python/protect_lambda.py': '#', 'extensions/agent': '#!/bin/sh', 'code_protect.txt': 'x' },
  ]);
  expect(code.guard).toMatchObject({ files: ['/opt/python/protect_lambda.py'], wrapsHandler: 'yes' });
  expect(code.extensions).toEqual([
    { name: 'agent', layerArn: 'arn:aws:lambda:eu-west-1:111122223333:layer:guard:1' },
  ]);
  expect(code.ruleFiles).toMatchObject([{ kind: 'code', path: '/opt/code_protect.txt' }]);
});

test('hits in a bundle are led back to their source; those of dependencies are left out', async () => {
  // Line 1 comes from src/app.ts line 3, line 2 from a dependency.
  const map = {
    version: 3,
    sources: ['../src/app.ts', '../node_modules/dep/index.js'],
    names: [],
    mappings: 'AAEA;ACAA',
  };
  const bundle = 'eval(event.body);\neval(other);\n//# sourceMappingURL=app.js.map\n';
  const code = await inspect(
    { 'dist/app.js': bundle, 'dist/app.js.map': JSON.stringify(map) },
    { runtime: 'nodejs22.x', handler: 'dist/app.handler' },
  );
  const places = code.findings.map(({ place }) =>
    place.kind === 'code' ? `${place.file}:${place.range.start.line + 1}` : '',
  );
  expect(new Set(places)).toEqual(new Set(['src/app.ts:3']));
});

test('a package that is no archive is said', async () => {
  await expect(
    inspectPackage([{ source: strToU8('hello') }], 'sha', {
      configuration: configuration(python),
      scanner,
      rulesFolder: '/nowhere',
    }),
  ).rejects.toThrow(/no zip archive/);
});
