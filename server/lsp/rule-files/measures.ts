// Measures what rules hit, off the path of keystrokes: the workspace's code and its events, in slices, with a time
// limit. Whatever did not come to its end in time is "timed out", never "no hits".
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Rule } from '../../core/rulelang/rule.ts';
import type { CodeHits, EventHits, Measured } from '../../core/rulelang/rule-facts.ts';
import { languageIdOf } from '../../core/syntax/language-of.ts';
import { lineIndex, type Range } from '../../core/text/line-index.ts';
import { checkEventText, eventRulesOf } from '../../platform/event-check.ts';
import { walkEventFiles } from '../../platform/event-files.ts';
import { ruleFileKindOf } from '../../platform/rule-files.ts';
import type { LoadedRules } from '../../platform/scanner.ts';
import { eventMatcherOf } from '../diagnosers/event-file.ts';
import type { Session } from '../session.ts';

export interface HitPlace {
  readonly path: string;
  readonly range: Range;
  /** The hit line of code; empty for events, whose content stays where it is. */
  readonly line: string;
}

export interface RuleMeasures {
  codeHits(file: string, rule: Rule): Measured<CodeHits> & { readonly places?: readonly HitPlace[] };
  eventHits(file: string, rule: Rule): Measured<EventHits> & { readonly places?: readonly HitPlace[] };
  /** Waits for a measurement that is under way; for a person's request. */
  settled(): Promise<void>;
}

interface Measurement {
  /** By what identifies a rule; every rule that was measured is in it. */
  readonly places: ReadonlyMap<string, readonly HitPlace[]>;
  /** Files of events or responses under the rule folders, by rule file. */
  readonly eventCounts: ReadonlyMap<string, number>;
  readonly codeIsWhole: boolean;
  readonly eventsAreWhole: boolean;
}

const REST_MS = 250;
const SLICE_MS = 6;
const CODE_LIMIT_MS = 8000;
const EVENT_LIMIT_MS = 4000;
/** One file at most holds up the editor so long. */
const FILE_LIMIT_MS = 300;
/** Events change on disk without a word where the client does not watch them. */
const EVENTS_KEPT_MS = 15_000;

const all = new WeakMap<Session, RuleMeasures>();

/** `onMeasured` is called when other answers than before can be had. */
export function measuresOf(session: Session, onMeasured: () => void): RuleMeasures {
  const known = all.get(session);
  if (known) return known;
  const made = createMeasures(session, onMeasured);
  all.set(session, made);
  return made;
}

function createMeasures(session: Session, onMeasured: () => void): RuleMeasures {
  let last: { readonly key: string; readonly time: number; readonly result: Measurement } | undefined;
  let running: { readonly key: string; readonly promise: Promise<void> } | undefined;

  let edits = 0;
  session.onDocument(() => edits++);

  function keyNow(): string {
    return `${session.generation}.${session.revision}.${edits}`;
  }

  /** The last measurement, which may be a moment old: a rule that it knows has not changed since. */
  function wanted(): Measurement | undefined {
    const key = keyNow();
    const isOld = last === undefined || last.key !== key || performance.now() - last.time > EVENTS_KEPT_MS;
    if (isOld && running?.key !== key) start(key);
    return last?.result;
  }

  function start(key: string): void {
    const promise = run(key).finally(() => {
      if (running?.key === key) running = undefined;
    });
    running = { key, promise };
  }

  async function run(key: string): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    // Overtaken by a change: whoever still waits for an answer gets that of now.
    if (keyNow() !== key) return start(keyNow());
    const result = await measure(session, () => keyNow() !== key).catch(() => undefined);
    if (keyNow() !== key) return start(keyNow());
    if (result === undefined) return;
    const isNew = last === undefined || !same(last.result, result);
    last = { key, time: performance.now(), result };
    if (isNew) onMeasured();
  }

  function placesOf(
    result: Measurement | undefined,
    file: string,
    rule: Rule,
  ): readonly HitPlace[] | undefined {
    return result?.places.get(identityOf(file, rule));
  }

  return {
    codeHits(file, rule) {
      const result = wanted();
      const places = placesOf(result, file, rule);
      if (!result || !places) return { state: 'pending' };
      if (!result.codeIsWhole) return { state: 'timed-out' };
      const files = new Set(places.map(({ path }) => path));
      const handlers = new Set(session.scope.lastHandlers.map((handler) => handler.file));
      return {
        state: 'known',
        value: {
          hits: places.length,
          files: files.size,
          handlers: [...files].filter((path) => handlers.has(path)).length,
        },
        places,
      };
    },
    eventHits(file, rule) {
      const result = wanted();
      const places = placesOf(result, file, rule);
      if (!result || !places) return { state: 'pending' };
      if (!result.eventsAreWhole) return { state: 'timed-out' };
      return {
        state: 'known',
        value: { hits: new Set(places.map(({ path }) => path)).size, of: result.eventCounts.get(file) ?? 0 },
        places,
      };
    },
    async settled() {
      for (let tries = 0; tries < 20; tries++) {
        wanted();
        if (!running) return;
        await running.promise;
      }
    },
  };
}

function same(a: Measurement, b: Measurement): boolean {
  const print = ({ places, eventCounts }: Measurement) => JSON.stringify([[...places], [...eventCounts]]);
  return print(a) === print(b);
}

/** Throws when it is no longer wanted. */
async function measure(session: Session, isStale: () => boolean): Promise<Measurement> {
  const places = new Map<string, HitPlace[]>();
  const slice = slicer(isStale);
  const add = (file: string, rule: Rule, place: HitPlace) => {
    const key = identityOf(file, rule);
    const list = places.get(key);
    if (list) list.push(place);
    else places.set(key, [place]);
  };
  const codeIsWhole = await measureCode(session, slice, add);
  const { counts, isWhole } = await measureEvents(session, slice, add);
  const scanner = await session.scanner();
  for (const { path } of session.documents.values())
    if (ruleFileKindOf(path) !== undefined) scanner.rulesFor(dirname(path));
  for (const { files } of scanner.loaded())
    for (const { path, parsed } of files)
      for (const rule of parsed.rules) {
        const key = identityOf(path, rule);
        if (!places.has(key)) places.set(key, []);
      }
  return { places, eventCounts: counts, codeIsWhole, eventsAreWhole: isWhole };
}

/** Two rules that look for the same in the same places count as one. */
function identityOf(file: string, rule: Rule): string {
  return JSON.stringify([
    file,
    rule.id,
    rule.pattern,
    rule.lang,
    rule.where,
    rule.over,
    rule.target,
    rule.mode,
  ]);
}

type Slice = () => Promise<void>;

function slicer(isStale: () => boolean): Slice {
  let end = performance.now() + SLICE_MS;
  return async () => {
    if (performance.now() < end) return;
    await new Promise((resolve) => setImmediate(resolve));
    if (isStale()) throw new Error('no longer wanted');
    end = performance.now() + SLICE_MS;
  };
}

async function measureCode(
  session: Session,
  slice: Slice,
  add: (file: string, rule: Rule, place: HitPlace) => void,
): Promise<boolean> {
  const scanner = await session.scanner();
  const { workspace } = await session.scope.index();
  const sources = new Set(await session.scope.sources());
  // A text that is open counts even where the workspace does not know it.
  for (const { path, language } of session.documents.values())
    if (languageIdOf(path) === language) sources.add(path);
  await scanner.parser.load([...new Set([...sources].map(languageIdOf).filter((id) => id !== undefined))]);
  const until = performance.now() + CODE_LIMIT_MS;
  for (const path of sources) {
    await slice();
    if (performance.now() > until) return false;
    const language = languageIdOf(path);
    const text = session.documentAt(path)?.text ?? workspace.read(path);
    if (language === undefined || text === undefined) continue;
    const { findings, leftOut } = scanner.scanText({
      path,
      language,
      text,
      timeLimitMs: FILE_LIMIT_MS,
    });
    if (leftOut.some((what) => what.includes('time'))) return false;
    const lines = text.split(/\r\n|\n|\r/);
    for (const { place, related, suppression } of findings) {
      const rule = related?.[0]?.place;
      if (place.kind !== 'code' || rule?.kind !== 'code' || suppression !== undefined) continue;
      const { range } = place;
      const found = ruleAt(scanner.rulesFor(dirname(path)), rule.file, rule.range.start.line);
      if (found) add(rule.file, found, { path, range, line: lines[range.start.line] ?? '' });
    }
  }
  return true;
}

async function measureEvents(
  session: Session,
  slice: Slice,
  add: (file: string, rule: Rule, place: HitPlace) => void,
): Promise<{ readonly counts: ReadonlyMap<string, number>; readonly isWhole: boolean }> {
  const scanner = await session.scanner();
  let isWhole = true;
  const counts = new Map<string, number>();
  const until = performance.now() + EVENT_LIMIT_MS;
  for (const file of walkEventFiles(session.roots, eventMatcherOf(session))) {
    await slice();
    if (performance.now() > until) return { counts, isWhole: false };
    if (file === undefined) continue;
    const { path, kind } = file;
    const loaded: LoadedRules = scanner.rulesFor(dirname(path));
    const home = loaded.files.find((file) => file.kind === kind);
    const text = session.documentAt(path)?.text ?? readOrNothing(path);
    if (!home || text === undefined) continue;
    counts.set(home.path, (counts.get(home.path) ?? 0) + 1);
    const rules = eventRulesOf(scanner, loaded, kind);
    const { hits, leftOut } = checkEventText(text, path, rules, FILE_LIMIT_MS);
    if (leftOut.some((what) => what.includes('time'))) isWhole = false;
    const lines = hits.length > 0 ? lineIndex(text) : undefined;
    for (const { rule, span } of hits)
      if (lines) add(home.path, rule, { path, range: lines.rangeOf(span), line: '' });
  }
  return { counts, isWhole };
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const byLine = new WeakMap<LoadedRules, Map<string, Rule>>();

/** The rule whose pattern stands on a zero-based line of a rule file. */
function ruleAt(loaded: LoadedRules, file: string, line: number): Rule | undefined {
  let known = byLine.get(loaded);
  if (!known) {
    known = new Map();
    for (const { path, parsed } of loaded.files)
      for (const rule of parsed.rules) known.set(`${path}:${rule.line}`, rule);
    byLine.set(loaded, known);
  }
  return known.get(`${file}:${line}`);
}
