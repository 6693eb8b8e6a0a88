// Semantic tokens of a rule file. The grammar colours lines; this colours what is inside of patterns.
import type { ParsedRegex, RegexNode, SetItem } from '../regex/ast.ts';
import type { Span } from '../text/span.ts';
import { directiveNamed } from './directives.ts';
import type { RuleFile } from './parse.ts';

export const tokenTypes = [
  'comment',
  'decorator',
  'enumMember',
  'string',
  'regexp',
  'keyword',
  'operator',
  'number',
  'type',
  'property',
  'macro',
] as const;
export type TokenType = (typeof tokenTypes)[number];

export interface Token extends Span {
  readonly type: TokenType;
}

/** Ordered, without overlaps, none across lines. */
export function tokensOf(file: RuleFile, regexOf: (pattern: string) => ParsedRegex): readonly Token[] {
  const tokens: Token[] = [];
  const put = (type: TokenType, span: Span) => {
    if (span.end > span.start) tokens.push({ type, start: span.start, end: span.end });
  };
  for (const line of file.lines) {
    switch (line.kind) {
      case 'blank':
        break;
      case 'comment':
        put('comment', line.span);
        break;
      case 'directive': {
        put('decorator', { start: line.markerSpan.start, end: line.nameSpan.end });
        const words = directiveNamed(line.name)?.words ?? [];
        put(words.length > 0 ? 'enumMember' : 'string', line.valueSpan);
        break;
      }
      case 'example':
        put('keyword', line.markerSpan);
        put('string', line.textSpan);
        break;
      case 'pattern':
        for (const token of patternTokens(regexOf(line.pattern)))
          tokens.push({
            type: token.type,
            start: token.start + line.patternSpan.start,
            end: token.end + line.patternSpan.start,
          });
        break;
    }
  }
  return tokens;
}

/** Offsets count from the pattern's start. */
export function patternTokens(regex: ParsedRegex): readonly Token[] {
  const { pattern } = regex;
  const types: (TokenType | undefined)[] = new Array(pattern.length).fill(undefined);
  const paint = (type: TokenType, span: Span) => types.fill(type, span.start, span.end);

  function visit(node: RegexNode | SetItem): void {
    switch (node.type) {
      case 'char':
        paint(pattern[node.start] === '\\' ? 'macro' : 'regexp', node);
        return;
      case 'any':
      case 'class':
        paint('type', node);
        return;
      case 'range':
        paint(pattern[node.start] === '\\' ? 'macro' : 'string', node);
        return;
      case 'anchor':
        paint('keyword', node);
        return;
      case 'flags':
        paint('keyword', node);
        return;
      case 'set':
        paint('operator', node);
        for (const item of node.items) visit(item);
        return;
      case 'group':
        paint('operator', node.opening);
        if (node.closed) paint('operator', { start: node.end - 1, end: node.end });
        if (node.nameSpan) paint('property', node.nameSpan);
        visit(node.body);
        return;
      case 'repeat':
        visit(node.body);
        paint(pattern[node.operator.start] === '{' ? 'number' : 'operator', node.operator);
        return;
      case 'concat':
        for (const item of node.items) visit(item);
        return;
      case 'alternation':
        for (const [index, option] of node.options.entries()) {
          if (index > 0) paint('operator', { start: option.start - 1, end: option.start });
          visit(option);
        }
        return;
      case 'foreign':
        if (node.body) visit(node.body);
        paint('macro', node.token);
        return;
      case 'empty':
      case 'error':
        return;
    }
  }

  visit(regex.root);
  const tokens: Token[] = [];
  for (let at = 0; at < types.length; ) {
    const type = types[at] ?? 'regexp';
    let end = at + 1;
    while (end < types.length && (types[end] ?? 'regexp') === type) end++;
    tokens.push({ type, start: at, end });
    at = end;
  }
  return tokens;
}
