// Completion in a rule file: directives and their values, whole rules by threat, and constructs inside of patterns.
import type { Span } from '../text/span.ts';
import { headerOf, lineAt } from './at-offset.ts';
import { directiveNamed, directivesOf } from './directives.ts';
import { directiveMarkdown } from './hover.ts';
import type { DirectiveLine, PatternLine, RuleFile } from './parse.ts';
import { ruleSnippets } from './snippets.ts';

export interface RuleCompletion {
  readonly label: string;
  readonly kind: 'directive' | 'value' | 'rule' | 'construct' | 'class' | 'example';
  readonly detail: string;
  /** Markdown. */
  readonly documentation?: string;
  /** What the text replaces. */
  readonly span: Span;
  readonly insert: string;
  /** The text holds tab stops `$1` and escapes `$`, `}` and `\`. */
  readonly isSnippet: boolean;
}

export function completionsAt(text: string, file: RuleFile, offset: number): readonly RuleCompletion[] {
  const line = lineAt(file, offset);
  if (!line) return [];
  switch (line.kind) {
    case 'directive':
      if (offset < line.markerSpan.end) return [];
      return line.colonSpan && offset >= line.colonSpan.end ? values(line, file, offset) : names(line, file);
    case 'comment':
      return offset <= line.markerSpan.end && line.textSpan.start === line.textSpan.end
        ? lineStarts(line.span, file)
        : [];
    case 'blank':
      return [
        ...lineStarts(line.span, file),
        ...snippets(line.span, file),
        ...constructs(text, line.span.start, offset, true),
      ];
    case 'pattern':
      return [
        ...constructs(text, line.patternSpan.start, offset, offset === line.patternSpan.start),
        ...(offset === line.patternSpan.end ? snippetsByName(line, file) : []),
      ];
    case 'example':
      return [];
  }
}

function names(line: DirectiveLine, file: RuleFile): readonly RuleCompletion[] {
  const used = new Set(
    headerOf(file, line.rule)
      .filter((one) => one.kind === 'directive' && one.line !== line.line)
      .map((one) => (one.kind === 'directive' ? one.name : '')),
  );
  const span = { start: line.markerSpan.end, end: line.colonSpan?.end ?? line.nameSpan.end };
  return directivesOf(file.kind)
    .filter((directive) => !used.has(directive.name))
    .map((directive) => ({
      label: directive.name,
      kind: 'directive',
      detail: directive.form,
      documentation: directiveMarkdown(directive),
      span,
      insert: ` ${directive.name}:${line.colonSpan ? '' : ' '}`,
      isSnippet: false,
    }));
}

function values(line: DirectiveLine, file: RuleFile, offset: number): readonly RuleCompletion[] {
  const directive = directiveNamed(line.name);
  if (!directive?.kinds.includes(file.kind)) return [];
  let span: Span = {
    start: Math.min(line.valueSpan.start, offset),
    end: Math.max(line.valueSpan.end, offset),
  };
  if (line.valueSpan.start === line.valueSpan.end) span = { start: offset, end: offset };
  const taken = new Set<string>();
  if (directive.list) {
    for (const match of line.value.matchAll(/[^\s,]+/g)) {
      const start = line.valueSpan.start + match.index;
      const end = start + match[0].length;
      if (start <= offset && offset <= end) span = { start, end };
      else taken.add(match[0]);
    }
    if (
      !(span.start <= offset && offset <= span.end) ||
      /[,\s]/.test(line.value.slice(span.start - line.valueSpan.start, span.end - line.valueSpan.start))
    )
      span = { start: offset, end: offset };
  }
  return directive.words
    .filter(({ word }) => !taken.has(word))
    .map(({ word, documentation }) => ({
      label: word,
      kind: 'value',
      detail: documentation,
      span,
      insert: word,
      isSnippet: false,
    }));
}

function lineStarts(span: Span, file: RuleFile): readonly RuleCompletion[] {
  const entries: readonly (readonly [string, string])[] = [
    ['#+ ', 'an example that must match'],
    ['#- ', 'an example that must not match'],
  ];
  const examples = entries.map(
    ([insert, detail]): RuleCompletion => ({
      label: insert.trim(),
      kind: 'example',
      detail,
      span,
      insert,
      isSnippet: false,
    }),
  );
  const directives = directivesOf(file.kind).map(
    (directive): RuleCompletion => ({
      label: `#@ ${directive.name}`,
      kind: 'directive',
      detail: directive.form,
      documentation: directiveMarkdown(directive),
      span,
      insert: `#@ ${directive.name}: `,
      isSnippet: false,
    }),
  );
  return [...directives, ...examples];
}

function snippets(span: Span, file: RuleFile): readonly RuleCompletion[] {
  return ruleSnippets
    .filter((snippet) => snippet.kinds.includes(file.kind))
    .map((snippet) => ({
      label: `rule: ${snippet.name}`,
      kind: 'rule',
      detail: snippet.threat,
      documentation: `\`\`\`lambda-protect-rules\n${snippet.text}\n\`\`\``,
      span,
      insert: snippet.text,
      isSnippet: false,
    }));
}

/** A word alone on its line may be the beginning of a snippet's name. */
function snippetsByName(line: PatternLine, file: RuleFile): readonly RuleCompletion[] {
  return /^[a-z][a-z:\s-]*$/.test(line.pattern) ? snippets(line.patternSpan, file) : [];
}

interface Construct {
  readonly label: string;
  readonly detail: string;
  /** A snippet; the label where it says the same. */
  readonly insert?: string;
  readonly kind?: 'class';
}

const escapes: readonly Construct[] = [
  { label: '\\b', detail: 'a word boundary' },
  { label: '\\d', detail: 'a digit' },
  { label: '\\w', detail: 'a letter, digit or _' },
  { label: '\\s', detail: 'white space: tab, line feed, form feed, carriage return, space' },
  { label: '\\D', detail: 'anything but a digit' },
  { label: '\\W', detail: 'anything but a letter, digit or _' },
  { label: '\\S', detail: 'anything but white space' },
  { label: '\\B', detail: 'no word boundary' },
  { label: '\\n', detail: 'a line feed' },
  { label: '\\r', detail: 'a carriage return' },
  { label: '\\t', detail: 'a tab' },
  { label: '\\.', detail: 'a full stop' },
  { label: '\\(', detail: 'an opening bracket' },
  { label: '\\x..', detail: 'a character by two hexadecimal digits', insert: '\\\\x${1:7f}' },
  { label: '\\pL', detail: 'a letter of any script' },
];

const groups: readonly Construct[] = [
  { label: '(?:…)', detail: 'a group that captures nothing', insert: '(?:$1)' },
  { label: '(?i)', detail: 'from here on capitals do not count' },
  { label: '(?s)', detail: 'from here on . takes line ends' },
  { label: '(?m)', detail: 'from here on ^ and $ see line ends' },
  { label: '(?i:…)', detail: 'a group in which capitals do not count', insert: '(?i:$1)' },
  { label: '(?P<name>…)', detail: 'a named group', insert: '(?P<${1:name}>$2)' },
];

const others: readonly Construct[] = [
  { label: '(…)', detail: 'a group: the first one is the reported place', insert: '($1)' },
  { label: '(a|b)', detail: 'one of several', insert: '(${1:a}|${2:b})' },
  { label: '[…]', detail: 'one of these characters', insert: '[$1]' },
  { label: '[^…]', detail: 'any character but these', insert: '[^$1]' },
  { label: '{n,m}', detail: 'n to m times', insert: '{${1:1},${2:3}}' },
  { label: '.*?', detail: 'any text, as little as possible' },
];

const posix: readonly Construct[] = [
  ['alnum', 'letters and digits'],
  ['alpha', 'letters'],
  ['digit', 'digits'],
  ['lower', 'small letters'],
  ['upper', 'capitals'],
  ['punct', 'punctuation'],
  ['space', 'white space'],
  ['word', 'letters, digits and _'],
  ['xdigit', 'hexadecimal digits'],
].map(([name, words]) => ({ label: `[:${name}:]`, detail: `${words} of ASCII; RE2 only`, kind: 'class' }));

function constructs(
  text: string,
  start: number,
  offset: number,
  isAtStart: boolean,
): readonly RuleCompletion[] {
  const before = text.slice(start, offset);
  const opened = /\(\?[imsU:P<]*$/.exec(before)?.[0];
  const backslash = /(?:^|[^\\])(?:\\\\)*(\\)$/.exec(before)?.[1];
  const inSet = /\[[^\]]*$/.test(before);
  const named = inSet ? /\[:?\w*$/.exec(before)?.[0] : undefined;
  if (opened !== undefined) return groups.map((one) => toCompletion(one, offset - opened.length, offset));
  if (backslash !== undefined) return escapes.map((one) => toCompletion(one, offset - 1, offset));
  if (named !== undefined && before.endsWith(`[${named}`))
    return posix.map((one) => toCompletion(one, offset - named.length, offset));
  if (inSet) return [...escapes, ...posix].map((one) => toCompletion(one, offset, offset));
  const all = isAtStart ? [...groups, ...others, ...escapes] : [...others, ...escapes, ...groups];
  return all.map((one) => toCompletion(one, offset, offset));
}

function toCompletion(one: Construct, start: number, end: number): RuleCompletion {
  return {
    label: one.label,
    kind: one.kind ?? 'construct',
    detail: one.detail,
    span: { start, end },
    insert: one.insert ?? one.label,
    isSnippet: one.insert !== undefined,
  };
}
