// A pattern in RE2's syntax to JavaScript's, with RE2's meaning, and the way back from places in the result. For
// analyses that know JavaScript's syntax only; nothing is ever matched with it.
import type { Span } from '../text/span.ts';
import type { ParsedRegex, RegexNode, SetItem, SetNode } from './ast.ts';

export interface JavaScriptRegex {
  readonly source: string;
  readonly flags: '' | 'u';
  /** The place in the pattern that a place in `source` came from. */
  spanOf(span: Span): Span;
}

interface Token {
  readonly start: number;
  readonly end: number;
  readonly node: Span;
}

/** `undefined` for what JavaScript cannot say without look-behind, and for patterns that RE2 does not take. */
export function toJavaScript(regex: ParsedRegex): JavaScriptRegex | undefined {
  if (regex.faults.length > 0) return undefined;
  const tokens: Token[] = [];
  let source = '';
  let isUnicode = false;

  function put(text: string, node: Span): true {
    tokens.push({
      start: source.length,
      end: source.length + text.length,
      node: { start: node.start, end: node.end },
    });
    source += text;
    return true;
  }

  if (!write(regex.root)) return undefined;
  return {
    source,
    flags: isUnicode ? 'u' : '',
    spanOf(span) {
      const hit = tokens.filter((token) => token.start < span.end && span.start < token.end);
      return {
        start: Math.min(...hit.map((token) => token.node.start), regex.pattern.length),
        end: Math.max(...hit.map((token) => token.node.end), 0),
      };
    },
  };

  function write(node: RegexNode): boolean {
    switch (node.type) {
      case 'empty':
      case 'flags':
        return true;
      case 'char':
        return put(charText(node.code, node.ignoreCase), node);
      case 'any':
        return put(node.dotAll ? '[^]' : '[^\\n]', node);
      case 'class':
        return put(
          node.negated && node.form !== 'property' ? `[^${classText(node)}]` : `[${classText(node)}]`,
          node,
        );
      case 'set': {
        const text = setText(node);
        return text !== undefined && put(text, node);
      }
      case 'anchor':
        if (node.multiline) return false;
        return put(node.form === '\\A' ? '^' : node.form === '\\z' ? '$' : node.form, node);
      case 'group':
        put(node.index === undefined ? '(?:' : '(', node.opening);
        return write(node.body) && put(')', { start: node.end - 1, end: node.end });
      case 'repeat': {
        const needsGroup =
          node.body.type === 'repeat' || node.body.type === 'anchor' || node.body.type === 'empty';
        if (needsGroup) put('(?:', node.body);
        if (!write(node.body)) return false;
        if (needsGroup) put(')', node.body);
        return put(quantifier(node.min, node.max) + (node.lazy ? '?' : ''), node.operator);
      }
      case 'concat':
        return node.items.every(write);
      case 'alternation':
        return node.options.every(
          (option, index) =>
            (index === 0 || put('|', { start: option.start, end: option.start })) && write(option),
        );
      case 'foreign':
      case 'error':
        return false;
    }
  }

  function charText(code: number, ignoreCase: boolean): string {
    if (code > 0xffff) isUnicode = true;
    const char = String.fromCodePoint(code);
    const lower = char.toLowerCase();
    const upper = char.toUpperCase();
    if (ignoreCase && lower !== upper && lower.length === 1 && upper.length === 1)
      return `[${member(lower)}${member(upper)}]`;
    return code < 128 && /[A-Za-z0-9_ ]/.test(char) ? char : escapeCode(code);
  }

  function setText(node: SetNode): string | undefined {
    const parts: string[] = [];
    for (const item of node.items) {
      const part = itemText(item, node.ignoreCase);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    return `[${node.negated ? '^' : ''}${parts.join('')}]`;
  }

  function itemText(item: SetItem, ignoreCase: boolean): string | undefined {
    switch (item.type) {
      case 'range': {
        if (item.to > 0xffff) isUnicode = true;
        let text = range(item.from, item.to);
        if (ignoreCase) {
          const small = overlap(item, 97, 122);
          const capital = overlap(item, 65, 90);
          if (small) text += range(small[0] - 32, small[1] - 32);
          if (capital) text += range(capital[0] + 32, capital[1] + 32);
        }
        return text;
      }
      case 'class':
        if (!item.negated || item.form === 'property') return classText(item);
        if (item.form === 'perl' && item.name !== 's') return `\\${item.name.toUpperCase()}`;
        if (item.form === 'perl') return '\\x00-\\x08\\x0b\\x0e-\\x1f\\x21-\\uffff';
        return undefined;
      case 'foreign':
      case 'error':
        return undefined;
    }
  }

  function classText(node: Extract<SetItem, { type: 'class' }>): string {
    if (node.form === 'perl') return node.name === 's' ? '\\t\\n\\f\\r\\x20' : `\\${node.name}`;
    if (node.form === 'posix') return posixSets[node.name] ?? '';
    isUnicode = true;
    const name = node.name.length <= 2 || node.name === 'Any' ? node.name : `Script=${node.name}`;
    return `\\${node.negated ? 'P' : 'p'}{${name}}`;
  }
}

/** Members of POSIX classes, as written inside a set in every engine. */
export const posixSets: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t-\\r ',
  upper: 'A-Z',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
};

function overlap(
  item: { from: number; to: number },
  low: number,
  high: number,
): [number, number] | undefined {
  const from = Math.max(item.from, low);
  const to = Math.min(item.to, high);
  return from <= to ? [from, to] : undefined;
}

function range(from: number, to: number): string {
  return from === to ? escapeCode(from) : `${escapeCode(from)}-${escapeCode(to)}`;
}

function member(char: string): string {
  return /[A-Za-z0-9]/.test(char) ? char : escapeCode(char.codePointAt(0) ?? 0);
}

function escapeCode(code: number): string {
  if (code > 0xffff) return `\\u{${code.toString(16)}}`;
  const char = String.fromCharCode(code);
  if (/[A-Za-z0-9_]/.test(char)) return char;
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}

function quantifier(min: number, max: number): string {
  if (min === 0 && max === 1) return '?';
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  return min === max ? `{${min}}` : `{${min},${max}}`;
}
