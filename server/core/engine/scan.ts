// The only road from code to findings: live view, workspace scan, command line, deployed packages and the
// guard for Node all come through here. Pure: the text, the rules and the regions go in, findings come out.
import type { CodePlace, Finding } from '../finding/finding.ts';
import type { Regions } from '../syntax/regions.ts';
import { type LineIndex, lineIndex } from '../text/line-index.ts';
import type { Span } from '../text/span.ts';
import type { CompiledRegex, RegexMatch } from './regex-engine.ts';
import type { LanguageRules, ReadyRule, RuleGate, RuleSet } from './rule-set.ts';
import { type Allow, applyAllows, findAllows } from './suppress.ts';

export interface ScanInput {
  /** How findings name the file. */
  readonly file: string;
  readonly language: string;
  readonly text: string;
  readonly rules: RuleSet;
  /** Asked once at most, and only when a rule or an allow needs it. `undefined`: everything is code. */
  readonly regions: () => Regions | undefined;
  /** Keeps what is known of each line between scans of one changing text. */
  readonly memo?: LineMemo;
  readonly limits?: ScanLimits;
}

export interface ScanLimits {
  /** True when the time for this text is up: what is found by then is returned, and the rest is said to be left out. */
  readonly isOver?: () => boolean;
}

export interface ScanResult {
  /** In the order of the text. Suppressed ones carry `suppression`. */
  readonly findings: readonly Finding[];
  /** What was not looked at, in words; empty when all was. */
  readonly leftOut: readonly string[];
}

/** The rules that may hit a line, by the line's text; for one rule set and language. */
export interface LineMemo {
  owner?: LanguageRules;
  lines: Map<string, readonly number[]>;
}

export function createLineMemo(): LineMemo {
  return { lines: new Map() };
}

const maxHitsOfRuleOnLine = 100;
const maxFindings = 5000;

export function scan(input: ScanInput): ScanResult {
  const { text, language } = input;
  const rules = input.rules.forLanguage(language);
  const lines = lineIndex(text);
  const leftOut = new Set<string>();
  let asked: { readonly regions: Regions | undefined } | undefined;
  const regions = () => {
    asked ??= { regions: input.regions() };
    return asked.regions;
  };
  const search: Search = {
    text,
    lines,
    regions,
    leftOut,
    hits: [],
    isOver: input.limits?.isOver ?? (() => false),
  };

  searchLines(search, rules, input.memo);
  searchWhole(search, rules.file);

  search.hits.sort((a, b) => a.place.start - b.place.start || a.ready.rule.line - b.ready.rule.line);
  const live = search.hits.map((hit) => toFinding(hit, input.file, lines));
  const allows = findAllows(text, lines, regions);
  const { findings, leftOver } = applyAllows(live, allows);
  const remarks = leftOver.map(({ allow, at }) => remarkOn(allow, at, input, lines));
  return { findings: inTextOrder([...findings, ...remarks]), leftOut: [...leftOut] };
}

interface Hit {
  readonly ready: ReadyRule;
  readonly place: Span;
}

interface Search {
  readonly text: string;
  readonly lines: LineIndex;
  readonly regions: () => Regions | undefined;
  readonly leftOut: Set<string>;
  readonly hits: Hit[];
  readonly isOver: () => boolean;
}

function searchLines(search: Search, rules: LanguageRules, memo: LineMemo | undefined): void {
  if (rules.line.rules.length === 0) return;
  const byLine = memo ? candidatesFromMemo(search, rules, memo) : candidatesOfText(search, rules.line);
  for (const [line, candidates] of byLine) {
    const span = search.lines.lineSpan(line);
    // Behind the last line end there is no line more.
    if (span.start === search.text.length && line > 0) continue;
    const lineText = search.text.slice(span.start, span.end);
    for (const index of candidates) {
      const ready = rules.line.rules[index];
      if (!ready) continue;
      if (outOfTime(search, `lines from ${line + 1} on`)) return;
      findHits(search, ready, lineText, span);
    }
  }
}

function searchWhole(search: Search, gate: RuleGate): void {
  if (gate.rules.length === 0) return;
  for (const index of gate.candidates(search.text)) {
    const ready = gate.rules[index];
    if (!ready) continue;
    if (outOfTime(search, 'rules over the whole file')) return;
    findHits(search, ready, search.text, { start: 0, end: search.text.length });
  }
}

/** Adds every hit of one rule in one searched text, which begins at `within.start` of the file. */
function findHits(search: Search, ready: ReadyRule, searched: string, within: Span): void {
  const { where } = ready.rule;
  const wholeLines = new Set<number>();
  let count = 0;
  let from = 0;
  while (from <= searched.length) {
    const match = ready.regex.find(searched, from);
    if (!match) return;
    const place = placeOf(search, match, within, wholeLines);
    const past = match.end > match.start ? match.end : match.end + unitsAt(searched, match.end);
    const regions = where === 'any' ? undefined : search.regions();
    if (place === undefined) {
      from = past;
    } else if (where === 'any' || (regions?.kindAt(place.start) ?? 'code') === where) {
      if (++count > maxHitsOfRuleOnLine || search.hits.length >= maxFindings) {
        const { line } = search.lines.positionAt(place.start);
        search.leftOut.add(`more hits of ${ready.rule.id} on line ${line + 1}`);
        return;
      }
      search.hits.push({ ready, place });
      from = past;
    } else {
      if (outOfTime(search, `more of line ${search.lines.positionAt(place.start).line + 1}`)) return;
      const behind = (regions?.regionAt(place.start).end ?? within.end) - within.start;
      from = behind > match.start ? behind : past;
    }
  }
}

/** UTF-16 units of the character there: engines do not search from the middle of one. */
function unitsAt(text: string, offset: number): number {
  return (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
}

/** The reported place in the file; `undefined` for a second empty match on one line. */
function placeOf(search: Search, match: RegexMatch, within: Span, wholeLines: Set<number>): Span | undefined {
  const span = match.groups.find((group) => group !== undefined) ?? match;
  if (span.end > span.start) return { start: span.start + within.start, end: span.end + within.start };
  const { line } = search.lines.positionAt(span.start + within.start);
  if (wholeLines.has(line)) return undefined;
  wholeLines.add(line);
  return search.lines.lineSpan(line);
}

function outOfTime(search: Search, what: string): boolean {
  if (!search.isOver()) return false;
  search.leftOut.add(`${what}: the time for this file was up`);
  return true;
}

type LineCandidates = readonly (readonly [line: number, candidates: readonly number[]])[];

/** A first look at a text: the rules that hit it at all, then the lines that they may hit. */
function candidatesOfText(search: Search, gate: RuleGate): LineCandidates {
  const joined = search.text.includes('\r') ? joinLines(search.text) : undefined;
  const text = joined ?? search.text;
  const lines = joined === undefined ? search.lines : lineIndex(joined);
  const byLine = new Map<number, number[]>();
  for (const index of gate.candidates(text)) {
    if (outOfTime(search, 'some rules')) break;
    for (const line of linesOf(search, text, lines, gate.overLines(index))) {
      const known = byLine.get(line);
      if (known) known.push(index);
      else byLine.set(line, [index]);
    }
  }
  return [...byLine].sort(([a], [b]) => a - b);
}

/** Lines on which a match begins when all are searched together: every line with a hit of its own is among them. */
function* linesOf(
  search: Search,
  text: string,
  lines: LineIndex,
  regex: CompiledRegex | undefined,
): Generator<number> {
  if (!regex) {
    for (let line = 0; line < lines.lineCount; line++) yield line;
    return;
  }
  let from = 0;
  while (from <= text.length) {
    const match = regex.find(text, from);
    if (!match) return;
    const { line } = lines.positionAt(match.start);
    yield line;
    if (line + 1 >= lines.lineCount || outOfTime(search, `lines from ${line + 2} on`)) return;
    from = lines.lineSpan(line + 1).start;
  }
}

/** A text seen before: only lines that are new are looked at. */
function candidatesFromMemo(search: Search, rules: LanguageRules, memo: LineMemo): LineCandidates {
  if (memo.owner !== rules) {
    memo.owner = rules;
    memo.lines = new Map();
  }
  const { text, lines } = search;
  const now = new Map<string, readonly number[]>();
  const byLine: (readonly [number, readonly number[]])[] = [];
  const fresh: { readonly line: number; readonly text: string }[] = [];
  for (let line = 0; line < lines.lineCount; line++) {
    const span = lines.lineSpan(line);
    const lineText = text.slice(span.start, span.end);
    const known = now.get(lineText) ?? memo.lines.get(lineText);
    if (known === undefined) {
      fresh.push({ line, text: lineText });
      continue;
    }
    now.set(lineText, known);
    if (known.length > 0) byLine.push([line, known]);
  }
  if (fresh.length > 0) {
    const joined = fresh.map((line) => line.text).join('\n');
    const found = new Map(
      candidatesOfText({ ...search, text: joined, lines: lineIndex(joined) }, rules.line),
    );
    fresh.forEach(({ line, text: lineText }, at) => {
      const candidates = found.get(at) ?? none;
      if (search.leftOut.size === 0) now.set(lineText, candidates);
      if (candidates.length > 0) byLine.push([line, candidates]);
    });
    byLine.sort(([a], [b]) => a - b);
  }
  memo.lines = now;
  return byLine;
}

const none: readonly number[] = [];

function joinLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

function toFinding({ ready, place }: Hit, file: string, lines: LineIndex): Finding {
  const { rule } = ready;
  return {
    id: rule.id,
    severity: rule.severity,
    confidence: 'medium',
    title: rule.message,
    message: rule.message,
    cwe: rule.cwe,
    place: codePlace(file, place, lines),
    related: [{ place: ready.place, message: `forbidden by this rule: ${rule.pattern}` }],
    ...(rule.why === undefined ? {} : { why: rule.why }),
    ...(rule.todo === undefined ? {} : { todo: rule.todo }),
    ...(rule.ref === undefined ? {} : { ref: rule.ref }),
  };
}

function remarkOn(allow: Allow, at: number, input: ScanInput, lines: LineIndex): Finding {
  const id = allow.ids[at]?.id ?? '';
  const withoutReason = allow.reason === '';
  const title = withoutReason ? 'an allow without a reason' : 'an allow that suppresses nothing';
  return {
    id: withoutReason ? 'allow-without-reason' : 'unused-allow',
    severity: 'warning',
    confidence: 'high',
    title,
    message: withoutReason
      ? `this allow of ${id} gives no reason and suppresses nothing: write "-- " and why it is safe here`
      : `${id} has no finding here or on the next line: remove this allow`,
    cwe: [],
    place: codePlace(input.file, withoutReason ? allow.span : (allow.ids[at]?.span ?? allow.span), lines),
    data: { allow: id },
  };
}

function codePlace(file: string, span: Span, lines: LineIndex): CodePlace {
  return { kind: 'code', file, span, range: lines.rangeOf(span) };
}

function inTextOrder(findings: readonly Finding[]): readonly Finding[] {
  // Not toSorted: this also runs in Node.js 18, inside a function.
  return [...findings].sort((a, b) => startOf(a) - startOf(b));
}

function startOf({ place }: Finding): number {
  return place.kind === 'code' ? place.span.start : 0;
}
