// Checks the text of an event or response file against in or out rules, with the place of each hit in the text.
// What it says holds no content of the event.
import { buildEventRules, type EventRules } from '../core/events/event-rules.ts';
import { inspectEvent } from '../core/events/inspect.ts';
import type { LayerName } from '../core/events/layers/layer.ts';
import type { Step } from '../core/events/path.ts';
import type { Rule, RuleFileKind } from '../core/rulelang/rule.ts';
import type { Span } from '../core/text/span.ts';
import { bytePorts, writeAscii } from './byte-ports.ts';
import { readJson } from './json-places.ts';
import type { LoadedRules, Scanner } from './scanner.ts';

export interface PlacedHit {
  readonly rule: Rule;
  readonly span: Span;
  /** Such as `$.body.cmd`. */
  readonly path: string;
  readonly layers: readonly LayerName[];
}

export interface EventCheck {
  readonly hits: readonly PlacedHit[];
  /** What is not JSON. */
  readonly mistakes: readonly { readonly message: string; readonly span: Span }[];
  /** What was not searched, in words. */
  readonly leftOut: readonly string[];
}

const prepared = new WeakMap<LoadedRules, Map<RuleFileKind, EventRules>>();

/** The in or out rules of a folder, made ready once. */
export function eventRulesOf(scanner: Scanner, loaded: LoadedRules, kind: 'in' | 'out'): EventRules {
  const known = prepared.get(loaded) ?? new Map<RuleFileKind, EventRules>();
  prepared.set(loaded, known);
  const ready = known.get(kind);
  if (ready) return ready;
  const rules = loaded.files.filter((file) => file.kind === kind).flatMap((file) => file.parsed.rules);
  const made = buildEventRules(scanner.engine, rules, writeAscii);
  known.set(kind, made);
  return made;
}

/** `name` tells files that hold events in a part of them: `launch.json` of VS Code with requests for SAM. */
export function checkEventText(
  text: string,
  name: string,
  rules: EventRules,
  timeLimitMs = 2000,
): EventCheck {
  const json = readJson(text);
  const until = performance.now() + timeLimitMs;
  const hits: PlacedHit[] = [];
  const leftOut: string[] = [];
  if (json.value === undefined) return { hits, mistakes: json.mistakes, leftOut };
  for (const within of eventsIn(json.value, name)) {
    const found = inspectEvent(json.at(within), rules, {
      ports: bytePorts,
      within,
      isOver: () => performance.now() > until,
    });
    for (const hit of found.hits)
      hits.push({ rule: hit.rule, span: json.spanOf(hit), path: hit.path, layers: hit.layers });
    for (const { path, reason } of found.leftOut) leftOut.push(`${path}: ${reasonWords[reason]}`);
  }
  return { hits, mistakes: json.mistakes, leftOut };
}

/** Places of events in a file; for most files the whole. */
function eventsIn(value: unknown, name: string): readonly (readonly Step[])[] {
  if (!/(^|[\\/])launch\.json$/.test(name)) return [[]];
  const configurations = member(value, 'configurations');
  if (!Array.isArray(configurations)) return [];
  return configurations.flatMap((one: unknown, index): readonly (readonly Step[])[] => {
    if (member(member(member(one, 'lambda'), 'payload'), 'json') === undefined) return [];
    const steps = ['lambda', 'payload', 'json'].map((key): Step => ({ kind: 'member', name: key, index: 0 }));
    return [[{ kind: 'member', name: 'configurations', index: 0 }, { kind: 'element', index }, ...steps]];
  });
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

const reasonWords = {
  budget: 'the time was up',
  cycle: 'it holds itself',
  depth: 'it is nested too deeply',
  encoding: 'its encoding is not known',
  hits: 'there are more hits than are told',
  nodes: 'it has too many parts',
  size: 'it is too large when decoded',
  texts: 'it is encoded in too many layers',
  unreadable: 'it cannot be read',
} as const;

const layerWords: Readonly<Record<LayerName, string>> = {
  base64: 'base64',
  gzip: 'gzip',
  deflate: 'deflate',
  br: 'Brotli',
  bytes: 'an array of bytes',
  json: 'JSON inside the string',
  percent: 'percent-encoding',
  html: 'HTML entities',
  unicode: '\\u escapes',
};

/** `base64, then percent-encoding`; empty where nothing was decoded. */
export function layersInWords(layers: readonly LayerName[]): string {
  return layers.map((layer) => layerWords[layer]).join(', then ');
}

/** What a hit means, without a word of the event. */
export function hitMessage({ rule, path, layers }: Pick<PlacedHit, 'rule' | 'path' | 'layers'>): string {
  const verb = rule.mode === 'monitor' ? 'would be recorded' : 'would be blocked';
  const subject = rule.kind === 'out' ? 'response' : 'event';
  const revealed = layers.length === 0 ? '' : `, revealed by ${layersInWords(layers)}`;
  const why = rule.message === rule.pattern ? '' : `: ${rule.message}`;
  return `the ${subject} ${verb} by ${rule.id}${why} (${path}${revealed})`;
}
