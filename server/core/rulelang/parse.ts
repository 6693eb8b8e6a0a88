// A rule file's text to lines and rules. It never throws and gives up on nothing: what cannot be read is a problem
// at its place, and the rest of the file still stands. Patterns are not compiled here; that is an engine's work.
import { lineStarts } from '../text/line-index.ts';
import type { Span } from '../text/span.ts';
import { applyDirective, emptyHeader, type Header } from './header.ts';
import type { Rule, RuleFileKind, RuleProblem } from './rule.ts';

interface LineBase {
  /** Zero-based. */
  readonly line: number;
  /** The line without its line end (and without a byte-order mark). */
  readonly span: Span;
}

/** Directives and examples carry the index of the rule that they belong to: the next one, which may not exist. */
export type RuleLine =
  | (LineBase & { readonly kind: 'blank' })
  | (LineBase & { readonly kind: 'comment'; readonly markerSpan: Span; readonly textSpan: Span })
  | (LineBase & {
      readonly kind: 'directive';
      readonly markerSpan: Span;
      readonly name: string;
      readonly nameSpan: Span;
      /** Missing while somebody still types the name. */
      readonly colonSpan: Span | undefined;
      readonly value: string;
      readonly valueSpan: Span;
      readonly rule: number;
    })
  | (LineBase & {
      readonly kind: 'example';
      readonly markerSpan: Span;
      readonly mustMatch: boolean;
      readonly text: string;
      readonly textSpan: Span;
      readonly rule: number;
    })
  | (LineBase & {
      readonly kind: 'pattern';
      readonly pattern: string;
      readonly patternSpan: Span;
      readonly rule: number;
    });

export type DirectiveLine = Extract<RuleLine, { kind: 'directive' }>;
export type ExampleLine = Extract<RuleLine, { kind: 'example' }>;
export type PatternLine = Extract<RuleLine, { kind: 'pattern' }>;

export interface RuleFile {
  readonly kind: RuleFileKind;
  readonly lines: readonly RuleLine[];
  readonly rules: readonly Rule[];
  readonly problems: readonly RuleProblem[];
}

const BOM = 0xfeff;
const HASH = 35;

export function parseRuleFile(text: string, kind: RuleFileKind): RuleFile {
  const lines: RuleLine[] = [];
  const rules: Rule[] = [];
  const problems: RuleProblem[] = [];
  let pending = emptyHeader();

  const starts = lineStarts(text);
  for (let line = 0; line < starts.length; line++) {
    const span = lineSpan(text, starts, line);
    if (text.charCodeAt(span.start) === HASH) {
      const read = readHashLine(text, line, span, rules.length);
      lines.push(read);
      if (read.kind === 'directive') applyDirective(read, kind, pending, problems);
      if (read.kind === 'example')
        pending.examples.push({ mustMatch: read.mustMatch, text: read.text, span: read.textSpan });
      continue;
    }
    const patternSpan = trimmed(text, span);
    if (patternSpan.start === patternSpan.end) {
      lines.push({ kind: 'blank', line, span });
      continue;
    }
    const pattern = text.slice(patternSpan.start, patternSpan.end);
    lines.push({ kind: 'pattern', line, span, pattern, patternSpan, rule: rules.length });
    rules.push(toRule(kind, line, pattern, patternSpan, pending));
    pending = emptyHeader();
  }
  reportStray(lines, rules.length, problems);
  return { kind, lines, rules, problems };
}

function toRule(kind: RuleFileKind, line: number, pattern: string, patternSpan: Span, header: Header): Rule {
  return {
    kind,
    id: `line-${line + 1}`,
    pattern,
    patternSpan,
    line,
    severity: 'error',
    message: pattern,
    cwe: [],
    owasp: [],
    lang: [],
    where: 'any',
    over: 'line',
    target: 'any',
    mode: 'block',
    examples: header.examples,
    ...header.fields,
  };
}

/** The name and the value keep their spans even where they are empty, so that completion knows where it stands. */
function readHashLine(text: string, line: number, span: Span, rule: number): RuleLine {
  const mark = span.end > span.start + 1 ? text[span.start + 1] : '';
  if (mark === '@') {
    const markerSpan = { start: span.start, end: span.start + 2 };
    const colon = text.indexOf(':', markerSpan.end);
    const hasColon = colon !== -1 && colon < span.end;
    const nameSpan = trimmed(text, { start: markerSpan.end, end: hasColon ? colon : span.end });
    const valueSpan = trimmed(text, { start: hasColon ? colon + 1 : span.end, end: span.end });
    return {
      kind: 'directive',
      line,
      span,
      markerSpan,
      name: text.slice(nameSpan.start, nameSpan.end),
      nameSpan,
      colonSpan: hasColon ? { start: colon, end: colon + 1 } : undefined,
      value: text.slice(valueSpan.start, valueSpan.end),
      valueSpan,
      rule,
    };
  }
  if (mark === '+' || mark === '-') {
    const markerSpan = { start: span.start, end: span.start + 2 };
    const start =
      isBlank(text, markerSpan.end) && markerSpan.end < span.end ? markerSpan.end + 1 : markerSpan.end;
    const textSpan = { start, end: Math.max(start, trimmed(text, { start, end: span.end }).end) };
    const example = text.slice(textSpan.start, textSpan.end);
    return {
      kind: 'example',
      line,
      span,
      markerSpan,
      mustMatch: mark === '+',
      text: example,
      textSpan,
      rule,
    };
  }
  const markerSpan = { start: span.start, end: span.start + 1 };
  return {
    kind: 'comment',
    line,
    span,
    markerSpan,
    textSpan: trimmed(text, { start: markerSpan.end, end: span.end }),
  };
}

/** Directives and examples behind the last rule belong to nothing. */
function reportStray(lines: readonly RuleLine[], ruleCount: number, problems: RuleProblem[]): void {
  for (const line of lines) {
    if ((line.kind !== 'directive' && line.kind !== 'example') || line.rule < ruleCount) continue;
    const what = line.kind === 'directive' ? `directive ${line.name}` : 'example';
    problems.push({
      code: 'stray-directive',
      severity: 'warning',
      message: `${what} without a rule: no pattern follows it`,
      span: { start: line.span.start, end: trimmedEnd(line) },
    });
  }
}

function trimmedEnd(line: DirectiveLine | ExampleLine): number {
  if (line.kind === 'example') return Math.max(line.textSpan.end, line.markerSpan.end);
  return Math.max(
    line.valueSpan.start === line.valueSpan.end ? line.nameSpan.end : line.valueSpan.end,
    line.markerSpan.end,
  );
}

function lineSpan(text: string, starts: readonly number[], line: number): Span {
  let start = starts[line] ?? text.length;
  let end = text.length;
  const next = starts[line + 1];
  if (next !== undefined) {
    end = next - 1;
    if (end > start && text.charCodeAt(end) === 10 && text.charCodeAt(end - 1) === 13) end--;
  }
  if (line === 0 && text.charCodeAt(0) === BOM) start = Math.min(1, end);
  return { start, end };
}

/** White space around a pattern or a value: space, tab, vertical tab and form feed, the same in every guard. */
function isBlank(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit === 32 || unit === 9 || unit === 11 || unit === 12;
}

function trimmed(text: string, span: Span): Span {
  let { start, end } = span;
  while (start < end && isBlank(text, start)) start++;
  while (end > start && isBlank(text, end - 1)) end--;
  return { start, end };
}
