// Plays a changed rule file against the committed one: which lines of code and which events would newly be blocked,
// and which would newly pass. Rules in mode monitor block nothing.
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { languageIdOf } from '../core/syntax/language-of.ts';
import { lineIndex, type Range } from '../core/text/line-index.ts';
import { checkEventText, eventRulesOf } from './event-check.ts';
import { type EventFile, type EventKind, type EventMatcher, findEventFiles } from './event-files.ts';
import { ruleFileKindOf } from './rule-files.ts';
import type { LoadedRules, Scanner } from './scanner.ts';

/** A line of code or an event that one version blocks and the other does not. */
export interface ReplayChange {
  readonly what: 'line' | 'event' | 'response';
  readonly path: string;
  readonly range: Range;
  /** Ids of the rules that make the difference. */
  readonly rules: readonly string[];
}

export interface Replay {
  readonly newlyBlocked: readonly ReplayChange[];
  readonly newlyPassing: readonly ReplayChange[];
  /** How much was looked at. */
  readonly files: number;
  readonly events: number;
  /** What was not, in words. */
  readonly leftOut: readonly string[];
}

export interface ReplayInput {
  readonly ruleFile: string;
  /** Reads rule files as they were, and as they are now. */
  readonly before: Scanner;
  readonly after: Scanner;
  readonly sources: readonly string[];
  readonly roots: readonly string[];
  readonly matcher: EventMatcher;
  read?(path: string): string | undefined;
  isCancelled?(): boolean;
}

type Blocked = ReadonlyMap<string, { readonly range: Range; readonly rules: ReadonlySet<string> }>;

export async function replay(input: ReplayInput): Promise<Replay> {
  const kind = ruleFileKindOf(input.ruleFile) ?? 'code';
  const read = input.read ?? readOrNothing;
  const leftOut: string[] = [];
  const blocked: ReplayChange[] = [];
  const passing: ReplayChange[] = [];
  let files = 0;
  let events = 0;

  function compare(what: ReplayChange['what'], path: string, was: Blocked, now: Blocked): void {
    for (const [key, { range, rules }] of now)
      if (!was.has(key)) blocked.push({ what, path, range, rules: [...rules] });
    for (const [key, { range, rules }] of was)
      if (!now.has(key)) passing.push({ what, path, range, rules: [...rules] });
  }

  if (kind === 'code') {
    const languages = new Set(input.sources.map(languageIdOf).filter((id) => id !== undefined));
    await Promise.all([input.before.parser.load([...languages]), input.after.parser.load([...languages])]);
    for (const path of input.sources) {
      if (input.isCancelled?.()) break;
      if (files % 20 === 19) await breathe();
      const text = uses(input, path) ? read(path) : undefined;
      if (text === undefined) continue;
      files++;
      compare(
        'line',
        path,
        linesOf(input.before, input.ruleFile, path, text, leftOut),
        linesOf(input.after, input.ruleFile, path, text, leftOut),
      );
    }
  } else {
    for (const file of findEventFiles(input.roots, input.matcher)) {
      if (input.isCancelled?.()) break;
      if (events % 20 === 19) await breathe();
      const text = file.kind === kind && uses(input, file.path) ? read(file.path) : undefined;
      if (text === undefined) continue;
      events++;
      const what = kind === 'in' ? 'event' : 'response';
      compare(
        what,
        file.path,
        eventOf(input.before, file, kind, text, leftOut),
        eventOf(input.after, file, kind, text, leftOut),
      );
    }
  }
  return { newlyBlocked: blocked, newlyPassing: passing, files, events, leftOut: [...new Set(leftOut)] };
}

/** Does the rule file apply to the file? */
function uses({ after, ruleFile }: ReplayInput, path: string): boolean {
  return dirname(ruleFile) === after.rulesFor(dirname(path)).folder.path;
}

function linesOf(scanner: Scanner, ruleFile: string, path: string, text: string, leftOut: string[]): Blocked {
  const language = languageIdOf(path);
  const lines = new Map<string, { range: Range; rules: Set<string> }>();
  if (language === undefined) return lines;
  const blocking = blockingRules(scanner.rulesFor(dirname(path)), ruleFile);
  const result = scanner.scanText({ path, language, text });
  leftOut.push(...result.leftOut.map((what) => `${path}: ${what}`));
  for (const { id, place, suppression } of result.findings) {
    if (place.kind !== 'code' || suppression !== undefined || !blocking.has(id)) continue;
    const key = String(place.range.start.line);
    const known = lines.get(key);
    if (known) known.rules.add(id);
    else lines.set(key, { range: place.range, rules: new Set([id]) });
  }
  return lines;
}

function eventOf(
  scanner: Scanner,
  file: EventFile,
  kind: EventKind,
  text: string,
  leftOut: string[],
): Blocked {
  const loaded = scanner.rulesFor(dirname(file.path));
  const checked = checkEventText(text, file.path, eventRulesOf(scanner, loaded, kind), 10_000);
  leftOut.push(...checked.leftOut.map((what) => `${file.path}: ${what}`));
  const hits = checked.hits.filter(({ rule }) => rule.mode === 'block');
  const [first] = hits;
  if (!first) return new Map();
  return new Map([
    ['', { range: lineIndex(text).rangeOf(first.span), rules: new Set(hits.map(({ rule }) => rule.id)) }],
  ]);
}

/** Ids by which a line counts as blocked: those of the file that is played. */
function blockingRules(loaded: LoadedRules, ruleFile: string): ReadonlySet<string> {
  const rules = loaded.files.filter(({ path }) => path === ruleFile).flatMap(({ parsed }) => parsed.rules);
  return new Set(rules.filter(({ mode }) => mode === 'block').map(({ id }) => id));
}

function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
