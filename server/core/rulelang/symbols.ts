// The outline of a rule file, what can be folded in it, and which brackets and groups belong together.
import type { ParsedRegex } from '../regex/ast.ts';
import { walk } from '../regex/ast.ts';
import type { Span } from '../text/span.ts';
import { headerOf, lineAt, ruleOfLine } from './at-offset.ts';
import type { RuleFile } from './parse.ts';
import type { Rule } from './rule.ts';

export interface RuleSymbol {
  readonly rule: Rule;
  readonly name: string;
  readonly detail: string;
  /** From the first directive to the pattern. */
  readonly span: Span;
  readonly nameSpan: Span;
}

export function symbolsOf(file: RuleFile): readonly RuleSymbol[] {
  const starts = new Map<number, number>();
  const names = new Map<number, Span>();
  for (const line of file.lines) {
    if (line.kind !== 'directive' && line.kind !== 'example') continue;
    if (!starts.has(line.rule)) starts.set(line.rule, line.span.start);
    if (line.kind === 'directive' && line.name === 'id') names.set(line.rule, line.valueSpan);
  }
  return file.rules.map((rule, index) => {
    const span = { start: starts.get(index) ?? rule.patternSpan.start, end: rule.patternSpan.end };
    const name = names.get(index);
    return {
      rule,
      name: rule.id,
      detail: rule.message,
      span,
      nameSpan: name && name.end > name.start && name.start >= span.start ? name : rule.patternSpan,
    };
  });
}

/** Zero-based lines, both included. */
export interface Fold {
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: 'comment' | 'region';
}

export function foldsOf(file: RuleFile): readonly Fold[] {
  const folds: Fold[] = [];
  const first = new Map<number, number>();
  let comment: { start: number; end: number } | undefined;
  for (const line of file.lines) {
    if (line.kind === 'comment') {
      if (comment) comment.end = line.line;
      else comment = { start: line.line, end: line.line };
      continue;
    }
    if (comment && comment.end > comment.start)
      folds.push({ startLine: comment.start, endLine: comment.end, kind: 'comment' });
    comment = undefined;
    if ((line.kind === 'directive' || line.kind === 'example') && !first.has(line.rule))
      first.set(line.rule, line.line);
    if (line.kind === 'pattern') {
      const start = first.get(line.rule);
      if (start !== undefined && start < line.line)
        folds.push({ startLine: start, endLine: line.line, kind: 'region' });
    }
  }
  if (comment && comment.end > comment.start)
    folds.push({ startLine: comment.start, endLine: comment.end, kind: 'comment' });
  return folds.sort((a, b) => a.startLine - b.startLine);
}

/** The brackets of the group or set at a place; elsewhere in a rule's header, what belongs to one rule. */
export function highlightsAt(
  file: RuleFile,
  offset: number,
  regexOf: (pattern: string) => ParsedRegex,
): readonly Span[] {
  const line = lineAt(file, offset);
  if (!line) return [];
  if (line.kind === 'pattern') {
    const by = line.patternSpan.start;
    const at = offset - by;
    let best: readonly Span[] = [];
    walk(regexOf(line.pattern).root, (node) => {
      let pair: readonly Span[] | undefined;
      if (node.type === 'group' && node.closed) pair = [node.opening, { start: node.end - 1, end: node.end }];
      else if (node.type === 'set')
        pair = [
          { start: node.start, end: node.start + (node.negated ? 2 : 1) },
          { start: node.end - 1, end: node.end },
        ];
      else if (node.type === 'foreign' && node.body)
        pair = [node.token, { start: node.end - 1, end: node.end }];
      else if (node.type === 'alternation' && node.options.some((option) => option.start - 1 === at))
        pair = node.options.slice(1).map((option) => ({ start: option.start - 1, end: option.start }));
      if (pair?.some((span) => span.start <= at && at <= span.end)) best = pair;
    });
    return best.map((span) => ({ start: span.start + by, end: span.end + by }));
  }
  const rule = ruleOfLine(file, line);
  if (line.kind !== 'directive' || line.name !== 'id' || !rule) return [];
  return [
    line.valueSpan,
    rule.patternSpan,
    ...headerOf(file, line.rule)
      .filter((one) => one.kind === 'example')
      .map((one) => one.span),
  ];
}
