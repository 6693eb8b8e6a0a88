// A rule file of 2,000 rules under the hands of its author, and the price of looking for backtracking.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkBacktracking } from '../../server/core/rulelang/deep-lints.ts';
import { createRuleLinter } from '../../server/core/rulelang/linter.ts';
import { parseRuleFile } from '../../server/core/rulelang/parse.ts';
import { createBacktrackChecker } from '../../server/platform/deep/recheck.ts';
import { installFolder, shippedRules } from '../../server/platform/install-folder.ts';
import { loadEngine } from '../../server/platform/regex/load-engine.ts';
import { createRe2jsEngine } from '../../server/platform/regex/re2js-engine.ts';
import { readRuleFiles } from '../../server/platform/rule-files.ts';
import type { Bench, Figure } from '../../tools/bench.ts';
import { median, quantile, startPeer } from './support/lsp-peer.ts';

const root = join(import.meta.dirname, '..', '..');
const rules = 2000;
const rounds = 60;

/** Rules as people write them, each with directives and two examples. */
function largeFile(): string {
  return Array.from(
    { length: rules },
    (_, n) =>
      `#@ id: rule-${n}\n#@ severity: warning\n#@ message: number ${n} calls something\n#@ cwe: CWE-78\n#+ forbidden_${n}(x)\n#- allowed_${n}(x)\n\\b(forbidden_${n}|never_${n})\\s*\\(\n`,
  ).join('\n');
}

/** Each round types one more character into another pattern, as an author does. */
function lintOnly(text: string): readonly number[] {
  const { engine } = loadEngine('auto', installFolder);
  const linter = createRuleLinter(engine);
  linter.lint(text, 'code');
  const times: number[] = [];
  let now = text;
  for (let round = 0; round < rounds; round++) {
    now = now.replace(`never_${round * 30})`, `never_${round * 30}x)`);
    const before = performance.now();
    linter.lint(now, 'code');
    times.push(performance.now() - before);
  }
  return times;
}

async function overStdio(text: string): Promise<readonly number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lambda-protect-rules-'));
  const path = join(folder, 'code_protect.txt');
  writeFileSync(path, text);
  const peer = await startPeer({
    command: process.execPath,
    args: [join(root, 'dist', 'server.mjs'), '--stdio'],
    cwd: folder,
    pull: true,
  });
  try {
    const uri = `file://${path}`;
    await peer.open(uri, 'lambda-protect-rules', text);
    const lines = text.split('\n');
    const patterns = lines.flatMap((line, at) => (line.startsWith('\\b') ? [at] : []));
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const line = patterns[(round * 31) % patterns.length] ?? 0;
      const took = await peer.change(uri, line, 3, 'x');
      if (round >= 10) times.push(took);
    }
    return times;
  } finally {
    peer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Patterns that are known to take too long where an engine backtracks; from the literature on the subject. */
const vulnerable = [
  ...[
    '(a+)+$',
    '(a|a)*b',
    '(a|aa)+$',
    '(.*)*x',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '\\s+$',
    '(x+x+)+y',
    '([a-zA-Z]+)*$',
  ],
  ...[
    '(.*a){12}$',
    '^(\\w+\\s?)*$',
    '<!--.*-->',
    '\\d+\\d+x',
    '([^,]*,)*[^,]*;',
    '(?:\\w+\\.)+@',
    '(a*b*)*c',
  ],
];

export const bench: Bench = {
  name: 'Rule files',
  async run() {
    const text = largeFile();
    const parse: number[] = [];
    for (let round = 0; round < 30; round++) {
      const before = performance.now();
      parseRuleFile(text, 'code');
      parse.push(performance.now() - before);
    }
    const lint = lintOnly(text);
    const stdio = await overStdio(text);
    const figures: Figure[] = [
      { name: `${rules} rules: parse, median`, value: median(parse), unit: 'ms' },
      {
        name: `${rules} rules: parse and quick lints after a keystroke, median`,
        value: median(lint),
        unit: 'ms',
      },
      {
        name: `${rules} rules: keystroke to diagnostics over stdio, median`,
        value: median(stdio),
        unit: 'ms',
        must: 'under 100 ms',
        holds: median(stdio) < 100,
      },
      { name: `${rules} rules: the same, 95th percentile`, value: quantile(stdio, 0.95), unit: 'ms' },
    ];
    const engine = createRe2jsEngine();
    const check = createBacktrackChecker(1500);
    const shipped = readRuleFiles(shippedRules).files.flatMap(({ path, kind }) =>
      parseRuleFile(readFileSync(path, 'utf8'), kind).rules.map(({ pattern }) => pattern),
    );
    const times: number[] = [];
    const counts = { safe: 0, vulnerable: 0, undecided: 0 };
    checkBacktracking('(a+)+$', engine, check);
    for (const pattern of [...shipped, ...vulnerable]) {
      const before = performance.now();
      const { kind } = checkBacktracking(pattern, engine, check);
      times.push(performance.now() - before);
      counts[kind]++;
    }
    const missed = vulnerable.filter(
      (pattern) => checkBacktracking(pattern, engine, check).kind === 'safe',
    ).length;
    figures.push(
      {
        name: `backtracking, ${times.length} patterns: median`,
        value: median(times),
        unit: 'ms',
        must: 'at most 150 ms',
        holds: median(times) <= 150,
      },
      { name: 'backtracking: 95th percentile', value: quantile(times, 0.95), unit: 'ms' },
      { name: 'backtracking: proved safe', value: counts.safe, unit: 'patterns' },
      { name: 'backtracking: vulnerable, with an attack string', value: counts.vulnerable, unit: 'patterns' },
      { name: 'backtracking: undecided', value: counts.undecided, unit: 'patterns' },
      {
        name: 'backtracking: vulnerable ones called safe',
        value: missed,
        unit: 'patterns',
        must: 'none',
        holds: missed === 0,
      },
    );
    return figures;
  },
};
