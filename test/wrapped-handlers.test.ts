// Handlers that were wrapped by our edits run: with the real guards, in the real languages.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { built, runCli } from './run-cli.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-wrapped-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const root = join(import.meta.dirname, '..');
const fixtures = join(root, 'test/fixtures');

/** Runs a script that prints JSON as its last line. */
function run(program: string, args: readonly string[], cwd: string): unknown {
  const out = execFileSync(program, [...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, TABLE: 'orders' },
  });
  return JSON.parse(out.trim().split('\n').at(-1) ?? 'null');
}

const seedRule = '.*(call|check_output|system|popen|run|local|spawn).*\\(.*\n';

test('Python: a wrapped SAM project answers as before, and refuses by the rules', async () => {
  cpSync(join(fixtures, 'projects/sam-python'), folder, { recursive: true });
  const call = (event: unknown) =>
    run(
      'python3',
      [
        '-c',
        'import json, sys, app; print(json.dumps(app.lambda_handler(json.loads(sys.argv[1]), None)))',
        JSON.stringify(event),
      ],
      join(folder, 'orders'),
    );
  const event = { body: '{"id": 7}' };
  const before = call(event);
  expect((await runCli(['guard', 'add'], folder)).code).toBe(0);
  expect(call(event)).toEqual(before);
  writeFileSync(
    join(folder, 'orders/app.py'),
    `${readFileSync(join(folder, 'orders/app.py'), 'utf8')}\n\ndef unused(command):\n    import subprocess\n    return subprocess.check_output(command, shell=True)\n`,
  );
  writeFileSync(join(folder, 'orders/rules/code_protect.txt'), seedRule);
  expect(call({ ...event, plain: true })).toBe('Security Violation...');
});

test('TypeScript: a wrapped project answers as before, and refuses by the rules', async () => {
  await built('cli.mjs');
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(
    join(folder, 'app.ts'),
    'export async function handler(event: { n: number }, context: unknown): Promise<{ n: number }> {\n  return { n: event.n + 1 };\n}\n',
  );
  const call = (event: unknown) =>
    run(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { handler } = await import('./app.ts'); console.log(JSON.stringify(await handler(${JSON.stringify(event)}, {})));`,
      ],
      folder,
    );
  expect(call({ n: 1 })).toEqual({ n: 2 });
  expect((await runCli(['guard', 'add'], folder)).code).toBe(0);
  installGuard();
  expect(call({ n: 1 })).toEqual({ n: 2 });
  writeFileSync(join(folder, 'rules/in_protect.txt'), 'drop\\s+table\n');
  expect(call({ n: 1, text: 'x; drop table y' })).toBe('Security Violation...');
});

/** What `npm install` makes of the dependency that the plan wrote. */
function installGuard(): void {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(join(root, 'guard/node'), join(folder, 'node_modules/protect-lambda'));
}

const runnable = [
  'cjs-callback',
  'cjs-chained',
  'cjs-module-exports-object',
  'esm-default-arrow',
  'esm-default-function',
  'esm-default-used-elsewhere',
  'esm-function',
  'esm-hoisted',
  'esm-specifiers',
  'ts-generic-function',
  'ts-overloads',
];

test.each(runnable)('%s: what was exported is exported and runs', async (name) => {
  await built('cli.mjs');
  const after = readdirSync(join(fixtures, 'wrap', name)).find((file) => file.startsWith('after.')) ?? '';
  installGuard();
  mkdirSync(join(folder, 'rules'));
  writeFileSync(join(folder, 'rules/in_protect.txt'), 'never-there\n');
  for (const [path, text] of [
    ['helper.js', 'module.exports = (event) => event;'],
    ['run.mjs', 'export const run = async (event) => event;'],
    ['node_modules/x/index.js', 'module.exports = (event) => event;'],
  ] as const) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const before = after.replace('after', 'before');
  for (const file of [before, after]) cpSync(join(fixtures, 'wrap', name, file), join(folder, file));
  const loaded = (file: string) =>
    /\.c?js$/.test(file) ? `require('./${file}')` : `await import('./${file}')`;
  const script = `
const exported = { ...(${loaded(after)}) };
const names = (of) => Object.keys(of).filter((key) => typeof of[key] === 'function' && key !== 'module.exports').sort();
if (String(names(exported)) !== String(names({ ...(${loaded(before)}) }))) throw new Error('other exports');
const found = [];
for (const [key, value] of Object.entries(exported)) {
  if (typeof value !== 'function' || key === 'module.exports') continue;
  await new Promise((resolve, reject) => {
    const answer = value({ a: 1 }, { awsRequestId: 'r' }, (error) => (error ? reject(error) : resolve()));
    if (typeof answer?.then === 'function') answer.then(resolve, reject);
  });
  found.push(key);
}
console.log(JSON.stringify(found.sort()));`;
  const isCommon = /\.c?js$/.test(after);
  const body = isCommon ? `(async () => {${script}})()` : script;
  const found = run(
    process.execPath,
    [isCommon ? '--input-type=commonjs' : '--input-type=module', '-e', body],
    folder,
  );
  expect(found).not.toEqual([]);
});
