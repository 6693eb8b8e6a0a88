// Runs shared cases with the built guard under the Node that runs this file: `node node-cases.mjs GUARD CASES.json`.
// Prints one JSON line per case that differs, and last a line with the count. Plain JavaScript, for Node.js 18 on.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

const [, , guardFile, casesFile] = process.argv;
const guard = guardFile.endsWith('.cjs')
  ? createRequire(import.meta.url)(guardFile)
  : await import(guardFile);
const { protectLambda, SecurityViolation } = guard;
const cases = JSON.parse(readFileSync(casesFile, 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'guard-cases-'));
const context = { awsRequestId: '00000000-0000-4000-8000-000000000001' };

let number = 0;

/** Wraps a handler, invokes it once, and tells what came of it. */
async function invoke(rules, options, event, returns, env = {}) {
  const place = join(folder, String(number++));
  mkdirSync(place, { recursive: true });
  for (const [kind, text] of Object.entries(rules)) writeFileSync(join(place, `${kind}_protect.txt`), text);
  Object.assign(process.env, env, { PROTECT_LAMBDA_RULES: place });
  const seen = [];
  const lines = [];
  const write = process.stdout.write;
  process.stdout.write = (text) => {
    lines.push(
      ...String(text)
        .split('\n')
        .filter((line) => line !== ''),
    );
    return true;
  };
  const result = {};
  try {
    const handler = protectLambda(async (given) => {
      seen.push(given);
      return returns;
    }, options);
    result.answer = await handler(event, context);
  } catch (error) {
    if (!(error instanceof SecurityViolation)) throw error;
    result.raises = true;
  } finally {
    process.stdout.write = write;
    for (const name of Object.keys(process.env))
      if (name.startsWith('PROTECT_LAMBDA_')) delete process.env[name];
  }
  result.handlerEvent = seen.length === 0 ? null : seen[0];
  result.records = lines.filter((line) => line.includes('Violation')).map((line) => JSON.parse(line));
  result.isIncomplete = lines.some((line) => line.includes('"unchecked"'));
  return result;
}

function pick(object, names) {
  return Object.fromEntries(names.filter((name) => name in object).map((name) => [name, object[name]]));
}

async function runEvent(one) {
  const value = 'eventText' in one ? JSON.parse(one.eventText) : one.kind === 'in' ? one.event : one.response;
  const isIn = one.kind === 'in';
  const found = await invoke(one.rules, {}, isIn ? value : {}, isIn ? 'ok' : value);
  const verdict = found.records.map(({ rule, path, mode }) => ({
    rule,
    path,
    ...(mode === 'monitor' ? { mode } : {}),
  }));
  const expected = one.verdict.map((entry) => pick(entry, ['rule', 'path', 'mode']));
  const stopped = isIn ? found.handlerEvent === null : !isDeepStrictEqual(found.answer, value);
  return [
    { verdict, incomplete: found.isIncomplete, stopped },
    {
      verdict: expected,
      incomplete: one.incomplete === true,
      stopped: one.blocked || one.incomplete === true,
    },
  ];
}

async function runCode(one) {
  const file = join(folder, `code-${number}`, one.file);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, one.text);
  const found = await invoke(one.rules, { file, root: dirname(file) }, {}, 'ok');
  const verdict = found.records.map(({ rule, line, mode }) => ({
    rule,
    line,
    ...(mode === 'monitor' ? { mode } : {}),
  }));
  const inTextOrder = [...one.verdict].sort((a, b) => a.line - b.line || a.column - b.column);
  const sorted = (list) => list.map((entry) => JSON.stringify(entry)).sort();
  return [
    { verdict: sorted(verdict), blocked: found.handlerEvent === null },
    {
      verdict: sorted(inTextOrder.map((entry) => pick(entry, ['rule', 'line', 'mode']))),
      blocked: one.blocked,
    },
  ];
}

async function runInvoke(one) {
  const returns = 'returns' in one ? one.returns : 'ok';
  const found = await invoke(one.rules, {}, one.event, returns, one.env);
  const names = ['handlerEvent', 'answer', 'raises'];
  const actual = pick(
    found,
    names.filter((name) => name in one || name === 'raises'),
  );
  const expected = pick(one, names);
  if (one.records !== undefined) {
    expected.records = one.records;
    actual.records = found.records.map((record, i) => pick(record, Object.keys(one.records[i] ?? record)));
  }
  return [JSON.parse(JSON.stringify(actual)), JSON.parse(JSON.stringify(expected))];
}

const isBatch = (one) =>
  /"eventSource":"aws:(sqs|kinesis|dynamodb)"/.test(JSON.stringify(one.event ?? one.eventText ?? ''));
const speaks = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'python'];

let passed = 0;
let skipped = 0;
for (const one of cases) {
  // A batch is inspected record by record, which its `invoke` cases tell; other languages have no lexer here.
  const run =
    one.kind === 'invoke'
      ? runInvoke
      : one.kind === 'code' && (!one.regions || speaks.includes(one.language))
        ? runCode
        : (one.kind === 'in' || one.kind === 'out') && !isBatch(one)
          ? runEvent
          : undefined;
  if (run === undefined) {
    skipped++;
    continue;
  }
  try {
    const [actual, expected] = await run(one);
    if (isDeepStrictEqual(actual, expected)) passed++;
    else console.log(JSON.stringify({ name: one.name, actual, expected }));
  } catch (error) {
    console.log(JSON.stringify({ name: one.name, actual: String(error?.stack ?? error) }));
  }
}
rmSync(folder, { recursive: true, force: true });
console.log(JSON.stringify({ passed, skipped }));
