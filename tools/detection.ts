// `npm run detection [--misses CLASS] [--hits] [--behaviour] [--write]`: measures the shipped in and out rules on the attack
// strings and the benign events of test/detection/. One attack in three is held out: those figures are printed,
// their strings never, so that nobody writes rules for them. `attacks-second/` holds only such strings, by a second
// author. With `--write` the figures go into docs/detection.md.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildEventRules, type EventRules } from '../server/core/events/event-rules.ts';
import { type EventHit, inspectEvent } from '../server/core/events/inspect.ts';
import { parseRuleFile } from '../server/core/rulelang/parse.ts';
import type { RuleFileKind } from '../server/core/rulelang/rule.ts';
import { loadEngine } from '../server/platform/regex/load-engine.ts';
import { measureBehaviour, writeBehaviour } from './detection-monitor.ts';

const root = join(import.meta.dirname, '..');
const corpus = join(root, 'test', 'detection');
const { engine } = loadEngine('auto', root);

export interface Recall {
  readonly name: string;
  readonly tuned: Share;
  readonly heldOut: Share;
}

export interface Share {
  readonly caught: number;
  readonly total: number;
}

export function shippedRules(kind: RuleFileKind): EventRules {
  const text = readFileSync(join(root, 'rules', `${kind}_protect.txt`), 'utf8');
  return buildEventRules(engine, parseRuleFile(text, kind).rules);
}

/** Where an attack arrives: none of these events is flagged by itself. */
export const carriers: readonly ((attack: string) => unknown)[] = [
  (attack) => ({ httpMethod: 'GET', path: '/search', queryStringParameters: { q: attack } }),
  (attack) => ({ httpMethod: 'POST', path: '/', headers: { 'content-type': 'text/plain' }, body: attack }),
  (attack) => ({ version: '2.0', body: JSON.stringify({ name: attack, age: 3 }) }),
];

export function hitsOf(rules: EventRules, event: unknown): readonly EventHit[] {
  return inspectEvent(event, rules).hits;
}

export function attacksOf(name: string, folder = 'attacks'): readonly string[] {
  return readFileSync(join(corpus, folder, `${name}.txt`), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

export function classesIn(folder: string): readonly string[] {
  return readdirSync(join(corpus, folder))
    .filter((file) => file.endsWith('.txt'))
    .map((file) => basename(file, '.txt'))
    .sort();
}

/** By content, so that a string keeps its side when lists change. */
export function isHeldOut(attack: string): boolean {
  return (createHash('sha256').update(attack).digest()[0] ?? 0) % 3 === 0;
}

/** The carrier goes by content too: each attack is sent in one of them. */
function isCaught(rules: EventRules, attack: string): boolean {
  const at = (createHash('sha256').update(attack).digest()[1] ?? 0) % carriers.length;
  return hitsOf(rules, carriers[at]?.(attack)).length > 0;
}

export function measureRecall(rules: EventRules, name: string, folder = 'attacks'): Recall {
  const share = (attacks: readonly string[]): Share => ({
    caught: attacks.filter((attack) => isCaught(rules, attack)).length,
    total: attacks.length,
  });
  const attacks = attacksOf(name, folder);
  return {
    name,
    tuned: share(attacks.filter((attack) => !isHeldOut(attack))),
    heldOut: share(attacks.filter(isHeldOut)),
  };
}

/** Benign events: every element of every file below test/detection/benign. */
export function benignEvents(
  folder = 'benign',
): readonly { readonly name: string; readonly event: unknown }[] {
  return readdirSync(join(corpus, folder))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => {
      const events: unknown = JSON.parse(readFileSync(join(corpus, folder, file), 'utf8'));
      if (!Array.isArray(events)) throw new Error(`not a list of events: ${file}`);
      return events.map((event: unknown, at) => ({ name: `${file}[${at}]`, event }));
    });
}

/** The second author's strings are held out as a whole. */
function secondAuthorReport(): string[] {
  const rules = shippedRules('in');
  return [
    '| class of attack | strings | caught |',
    '| --- | ---: | ---: |',
    ...classesIn('attacks-second').map((name) => {
      const { tuned, heldOut } = measureRecall(rules, name, 'attacks-second');
      const all = { caught: tuned.caught + heldOut.caught, total: tuned.total + heldOut.total };
      return `| ${name} | ${all.total} | ${percent(all)} |`;
    }),
  ];
}

function percent({ caught, total }: Share): string {
  return total === 0 ? '-' : `${((100 * caught) / total).toFixed(1)} %`;
}

function report(kind: 'in' | 'out', attackFolder: string, benignFolder: string): string[] {
  const rules = shippedRules(kind);
  const rows = classesIn(attackFolder).map((name) => measureRecall(rules, name, attackFolder));
  const benign = benignEvents(benignFolder);
  const flagged = benign.filter(({ event }) => hitsOf(rules, event).length > 0);
  const what = kind === 'in' ? ['class of attack', 'strings'] : ['class of leak', 'texts'];
  return [
    `| ${what[0]} | ${what[1]} | caught | held out | caught |`,
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows.map(
      ({ name, tuned, heldOut }) =>
        `| ${name} | ${tuned.total} | ${percent(tuned)} | ${heldOut.total} | ${percent(heldOut)} |`,
    ),
    '',
    `Benign ${kind === 'in' ? 'events' : 'responses'} flagged: ${flagged.length} of ${benign.length} (rules in \`block\` and in \`monitor\` together).`,
  ];
}

const startMark = '<!-- shipped rules: start -->';
const endMark = '<!-- shipped rules: end -->';

function writeFigures(lines: readonly string[]): void {
  const path = join(root, 'docs', 'detection.md');
  const text = readFileSync(path, 'utf8');
  const start = text.indexOf(startMark);
  const end = text.indexOf(endMark);
  if (start === -1 || end < start) throw new Error(`no place for figures in ${path}`);
  writeFileSync(path, `${text.slice(0, start + startMark.length)}\n${lines.join('\n')}\n${text.slice(end)}`);
}

/** Developers' view: attacks of a class that pass, held-out ones excepted. */
function printMisses(name: string): void {
  const folder = classesIn('attacks').includes(name) ? 'attacks' : 'leaks';
  const rules = shippedRules(folder === 'attacks' ? 'in' : 'out');
  for (const attack of attacksOf(name, folder))
    if (!isHeldOut(attack) && !isCaught(rules, attack)) console.log(attack);
}

function printHits(): void {
  for (const [kind, folder] of [
    ['in', 'benign'],
    ['out', 'benign-responses'],
  ] as const) {
    const rules = shippedRules(kind);
    for (const { name, event } of benignEvents(folder))
      for (const hit of hitsOf(rules, event))
        console.log(
          `${name} ${hit.rule.id} ${hit.path} ${JSON.stringify(hit.text.slice(hit.span.start, hit.span.end + 20))}`,
        );
  }
}

if (import.meta.main) {
  const args = process.argv.slice(2);
  const misses = args.indexOf('--misses');
  if (misses !== -1) printMisses(args[misses + 1] ?? '');
  else if (args.includes('--hits')) printHits();
  else if (args.includes('--behaviour')) {
    const lines = measureBehaviour();
    console.log(lines.join('\n'));
    if (args.includes('--write')) writeBehaviour(lines);
  } else {
    const lines = [
      `Measured on ${new Date().toISOString().slice(0, 10)} with \`npm run detection\`.`,
      '',
      '### Events coming in',
      '',
      ...report('in', 'attacks', 'benign'),
      '',
      '### Events coming in, second author',
      '',
      ...secondAuthorReport(),
      '',
      '### Responses going out',
      '',
      ...report('out', 'leaks', 'benign-responses'),
    ];
    console.log(lines.join('\n'));
    if (args.includes('--write')) writeFigures(lines);
  }
}
