// What the Node.js guard adds: to a warm invocation, against middy with a compiled ajv schema and against matching the
// same 50 rules one by one with native RE2; and to a cold start. Event and response are inspected with all 50 rules.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import middy from '@middy/core';
import { Ajv } from 'ajv';
import type * as Guard from '../../guard/node/index.d.ts';
import { loadEngine } from '../../server/platform/regex/load-engine.ts';
import { createRe2jsEngine } from '../../server/platform/regex/re2js-engine.ts';
import type { Bench, Figure } from '../../tools/bench.ts';
import { buildGuard } from '../../tools/build-guard.ts';
import {
  cleanEvent,
  cleanResponse,
  eventSchema,
  eventSchemaWithBody,
  patterns,
  responseSchema,
} from './support/guard-input.ts';

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

const sizes = [
  { name: '1 KB', bytes: 1024, rounds: 9, calls: 4000 },
  { name: '10 KB', bytes: 10 * 1024, rounds: 7, calls: 500 },
  { name: '1 MB', bytes: 1024 * 1024, rounds: 5, calls: 6 },
] as const;

async function run(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-guard-'));
  try {
    for (const kind of ['in', 'out'])
      writeFileSync(join(folder, `${kind}_protect.txt`), `${patterns.join('\n')}\n`);
    await buildGuard(join(folder, 'guard'));
    return [...(await warm(folder)), ...cold(folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function warm(folder: string): Promise<readonly Figure[]> {
  const guard: typeof Guard = await import(pathToFileURL(join(folder, 'guard', 'index.mjs')).href);
  const bare: Handler = async () => cleanResponse;
  const guarded = guard.protectLambda(bare, { rules: folder });
  const handlers = {
    bare,
    guarded,
    middy: validated(bare, true),
    outer: validated(bare, false),
    re2: oneByOne(bare),
  };
  const figures: Figure[] = [];
  for (const { name, bytes, rounds, calls } of sizes) {
    const event = cleanEvent(bytes);
    if ((await guarded(event, {})) !== cleanResponse) throw new Error('the event of the bench is not clean');
    const best = await measure(handlers, event, rounds, calls);
    const added = {
      guarded: best.guarded - best.bare,
      middy: best.middy - best.bare,
      re2: best.re2 - best.bare,
    };
    figures.push({ name: `added to an invocation, ${name}`, value: added.guarded * 1000, unit: 'µs' });
    const ofRe2 = added.guarded / added.re2;
    figures.push({
      name: `of matching 50 rules one by one with re2, ${name}`,
      value: ofRe2,
      unit: '',
      must: 'at most 0.15',
      holds: ofRe2 <= 0.15,
    });
    if (bytes > 1024) continue;
    const ofMiddy = added.guarded / added.middy;
    figures.push({
      name: `middy and ajv add, JSON body read and described too, ${name}`,
      value: added.middy * 1000,
      unit: 'µs',
    });
    figures.push({
      name: `times that, ${name}`,
      value: ofMiddy,
      unit: '',
      must: 'at most 2',
      holds: ofMiddy <= 2,
    });
    const outer = best.outer - best.bare;
    figures.push({ name: `middy and ajv add, body left as text, ${name}`, value: outer * 1000, unit: 'µs' });
    figures.push({ name: `times that, ${name}`, value: added.guarded / outer, unit: '' });
  }
  return figures;
}

/** Milliseconds of one call for each handler, the best round of each; rounds alternate, so that all see the same machine. */
async function measure<N extends string>(
  handlers: Readonly<Record<N, Handler>>,
  event: unknown,
  rounds: number,
  calls: number,
) {
  const names = Object.keys(handlers) as N[];
  const best = Object.fromEntries(names.map((name) => [name, Number.POSITIVE_INFINITY])) as Record<N, number>;
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const handler = handlers[name];
      const started = performance.now();
      for (let call = 0; call < calls; call++) await handler(event, {});
      const each = (performance.now() - started) / calls;
      if (round >= 0) best[name] = Math.min(best[name], each);
    }
  }
  return best;
}

/**
 * What a team would otherwise put there: every member of event and response described, lengths and characters bounded. To
 * describe the body, it must be parsed first, as middy's own body parser does.
 */
function validated(bare: Handler, withBody: boolean): Handler {
  const ajv = new Ajv();
  const isEvent = ajv.compile(withBody ? eventSchemaWithBody : eventSchema);
  const isResponse = ajv.compile(responseSchema);
  const chain = middy(bare as never);
  if (withBody)
    chain.use({
      before: (request: { event: { body: string; headers: Readonly<Record<string, string>> } }) => {
        const { headers, body } = request.event;
        if (/^application\/(?:.+\+)?json(?:;|$)/.test(headers['content-type'] ?? ''))
          request.event = { ...request.event, body: JSON.parse(body) };
      },
    } as never);
  chain.use({
    before: (request: { event: unknown }) => {
      if (!isEvent(request.event)) throw new Error(`not valid: ${ajv.errorsText(isEvent.errors)}`);
    },
    after: (request: { response: unknown }) => {
      if (!isResponse(request.response)) throw new Error('the response of the bench is not valid');
    },
  } as never);
  return chain as unknown as Handler;
}

function oneByOne(bare: Handler): Handler {
  const { engine } = loadEngine('re2', import.meta.dirname);
  if (engine.name !== 're2') throw new Error('native re2 is not built here: npm run prepare');
  const regexes = patterns.map((pattern) => {
    const compiled = engine.compile(pattern);
    if (!compiled.ok || !createRe2jsEngine().compile(pattern).ok)
      throw new Error(`not a pattern: ${pattern}`);
    return compiled.regex;
  });
  const search = (value: unknown) => {
    const text = JSON.stringify(value);
    for (const regex of regexes)
      if (regex.test(text)) throw new Error(`the bench is not clean: ${regex.pattern}`);
  };
  return async (event, context) => {
    search(event);
    const response = await bare(event, context);
    search(response);
    return response;
  };
}

function cold(folder: string): readonly Figure[] {
  const lines = Array.from(
    { length: 300 },
    (_, i) => `  const value${i} = compute(event, ${i}, \`text \${event.a}\`); // ${i}`,
  );
  writeFileSync(join(folder, 'app.mjs'), `export async function handler(event) {\n${lines.join('\n')}\n}\n`);
  const rules = join(folder, 'cold');
  const share = { code: codeRules(20), in: patterns.slice(0, 20), out: patterns.slice(20, 30) };
  execFileSync(process.execPath, ['-e', `require('fs').mkdirSync(${JSON.stringify(rules)})`]);
  for (const [kind, list] of Object.entries(share))
    writeFileSync(join(rules, `${kind}_protect.txt`), `${list.join('\n')}\n`);
  const script = `
    const started = performance.now();
    const { protectLambda } = await import(${JSON.stringify(pathToFileURL(join(folder, 'guard', 'index.mjs')).href)});
    const handler = protectLambda(async () => ({ ok: true }), { rules: ${JSON.stringify(rules)}, file: ${JSON.stringify(join(folder, 'app.mjs'))} });
    await handler(${JSON.stringify(cleanEvent(1024))}, {});
    console.log(performance.now() - started);`;
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 15; i++) {
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    best = Math.min(best, Number(told.trim()));
  }
  return [
    {
      name: 'added to a cold start, 300 lines and 50 rules',
      value: best,
      unit: 'ms',
      must: 'under 30',
      holds: best < 30,
    },
  ];
}

function codeRules(count: number): readonly string[] {
  const names = 'eval exec execSync spawn spawnSync fork system popen Function runInNewContext'.split(' ');
  return Array.from({ length: count }, (_, i) => `\\b(${names[i % names.length]}|forbidden${i})\\w*\\s*\\(`);
}

export const bench: Bench = { name: 'guard-node', run };
