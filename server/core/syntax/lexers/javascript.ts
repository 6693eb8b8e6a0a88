// JavaScript's and TypeScript's strings and comments without a parser: templates with code inside, regex literals told
// from divisions by what stands before them, and JSX, whose text is neither.
import type { Region } from '../regions.ts';

type Open =
  | { readonly kind: 'brace'; readonly isBlock: boolean }
  | { readonly kind: 'paren'; readonly isHead: boolean }
  | { readonly kind: 'bracket' }
  | { readonly kind: 'template' }
  /** `{…}` inside JSX. */
  | { readonly kind: 'jsx-braces' }
  | { readonly kind: 'jsx-tag'; readonly isClosing: boolean }
  | { readonly kind: 'jsx-children' };

/** Words behind which a value begins, so that `/` begins a regex literal. */
const beforeValue = new Set(
  'return typeof case do else in instanceof new void delete throw yield await of default extends'.split(' '),
);
const heads = new Set(['if', 'while', 'for', 'with']);
const blockOpeners = new Set(['else', 'do', 'try', 'finally', 'static']);
const wordStart = /[A-Za-z_$\u0080-\uffff]/;
const word = /[\w$\u0080-\uffff]*/y;
const number = /(?:0[xXbBoO][\da-fA-F_]+|(?:\d[\d_]*)?\.?[\d_]*(?:[eE][+-]?[\d_]+)?)n?/y;

export interface JavaScriptOptions {
  /** Plain TypeScript has none: `<T>value` is an assertion there. */
  readonly hasJsx: boolean;
}

export function lexJavaScript(text: string, options: JavaScriptOptions): Region[] {
  const regions: Region[] = [];
  const open: Open[] = [];
  let at = 0;
  /** The last token: whether a value ended there, its word if it was one, and whether a dot stood before it. */
  let endsValue = false;
  let lastWord = '';
  let lastSign = '';
  let beforeParen = '';

  function add(kind: Region['kind'], start: number, end: number): void {
    if (end > start) regions.push({ kind, start, end });
  }

  function sign(text: string, isValueEnd: boolean): void {
    lastSign = text;
    lastWord = '';
    endsValue = isValueEnd;
  }

  function lineEnd(from: number): number {
    let end = from;
    while (end < text.length && !isLineEnd(text[end])) end++;
    return end;
  }

  function comment(end: number): void {
    add('comment', at, end);
    at = end;
  }

  function quoted(hasEscapes: boolean): void {
    const quote = text[at];
    let end = at + 1;
    while (end < text.length && text[end] !== quote) {
      if (hasEscapes && text[end] === '\\') end += text.startsWith('\r\n', end + 1) ? 2 : 1;
      else if (hasEscapes && (text[end] === '\n' || text[end] === '\r')) break;
      end++;
    }
    if (text[end] === quote) end++;
    add('string', at, Math.min(end, text.length));
    at = Math.min(end, text.length);
    sign('"', true);
  }

  /** `start` is the backtick, or the place behind a substitution. */
  function template(start: number, from: number): void {
    let end = from;
    while (end < text.length && text[end] !== '`') {
      if (text.startsWith('${', end)) {
        add('string', start, end);
        open.push({ kind: 'template' });
        at = end + 2;
        sign('{', false);
        return;
      }
      end += text[end] === '\\' ? 2 : 1;
    }
    end = Math.min(end + 1, text.length);
    add('string', start, end);
    at = end;
    sign('"', true);
  }

  /** False where the slash begins no regex literal that ends on its line. */
  function regex(): boolean {
    let isSet = false;
    for (let end = at + 1; end < text.length && !isLineEnd(text[end]); end++) {
      const unit = text[end];
      if (unit === '\\') end++;
      else if (unit === '[') isSet = true;
      else if (unit === ']') isSet = false;
      else if (unit === '/' && !isSet) {
        word.lastIndex = end + 1;
        const flags = word.exec(text)?.[0] ?? '';
        add('string', at, end + 1 + flags.length);
        at = end + 1 + flags.length;
        sign('"', true);
        return true;
      }
    }
    return false;
  }

  function isBlockBrace(): boolean {
    if (lastWord !== '') return blockOpeners.has(lastWord) || !beforeValue.has(lastWord);
    return endsValue || [';', '{', '}', '=>', ''].includes(lastSign);
  }

  function close(): void {
    const unit = text[at];
    const top = open.pop();
    at++;
    if (top?.kind === 'template') template(at, at);
    else if (top?.kind === 'jsx-braces') sign('}', false);
    else if (top?.kind === 'paren') sign(')', !top.isHead);
    else if (top?.kind === 'brace') sign('}', !top.isBlock);
    else sign(unit ?? '', true);
  }

  function startsJsx(): boolean {
    if (!options.hasJsx || endsValue || !/[A-Za-z_$>]/.test(text[at + 1] ?? '')) return false;
    // `<T,>(x) => …` and `<T extends U>(x) => …` are generic functions.
    return !/^<\s*\w+\s*(?:,|extends\s)/.test(text.slice(at, at + 200));
  }

  function openTag(): void {
    const isClosing = text[at + 1] === '/';
    open.push({ kind: 'jsx-tag', isClosing });
    at += isClosing ? 2 : 1;
  }

  function jsxTag(isClosing: boolean): void {
    const unit = text[at];
    if (unit === '"' || unit === "'") quoted(false);
    else if (text.startsWith('/*', at)) comment(endOf('*/', at + 2));
    else if (text.startsWith('//', at)) comment(lineEnd(at));
    else if (unit === '{') {
      open.push({ kind: 'jsx-braces' });
      at++;
      sign('{', false);
    } else if (unit === '<') openTag();
    else if (unit === '>') {
      open.pop();
      at++;
      if (isClosing) {
        if (open.at(-1)?.kind === 'jsx-children') open.pop();
        sign('>', true);
      } else open.push({ kind: 'jsx-children' });
    } else if (text.startsWith('/>', at)) {
      open.pop();
      at += 2;
      sign('>', true);
    } else at++;
  }

  function endOf(closer: string, from: number): number {
    const found = text.indexOf(closer, from);
    return found === -1 ? text.length : found + closer.length;
  }

  function slash(): void {
    if (text.startsWith('//', at)) comment(lineEnd(at));
    else if (text.startsWith('/*', at)) comment(endOf('*/', at + 2));
    else if (endsValue || !regex()) {
      at++;
      sign('/', false);
    }
  }

  function readWord(): void {
    word.lastIndex = at;
    const found = word.exec(text)?.[0] ?? '';
    const isMember = lastSign === '.' && lastWord === '';
    at += Math.max(1, found.length);
    lastWord = isMember ? '.' : found;
    lastSign = '';
    endsValue = isMember || !(beforeValue.has(found) || heads.has(found));
  }

  if (text.startsWith('#!')) comment(lineEnd(0));
  while (at < text.length) {
    const unit = text[at] ?? '';
    const top = open.at(-1);
    if (top?.kind === 'jsx-tag') {
      jsxTag(top.isClosing);
      continue;
    }
    if (top?.kind === 'jsx-children') {
      if (unit === '<') openTag();
      else if (unit === '{') {
        open.push({ kind: 'jsx-braces' });
        at++;
        sign('{', false);
      } else at++;
      continue;
    }
    if (unit === '/') slash();
    else if (unit === '"' || unit === "'") quoted(true);
    else if (unit === '`') template(at, at + 1);
    else if (wordStart.test(unit)) readWord();
    else if (unit >= '0' && unit <= '9') {
      number.lastIndex = at;
      at += Math.max(1, number.exec(text)?.[0].length ?? 1);
      sign('0', true);
    } else if (unit === '(') {
      beforeParen = lastWord;
      open.push({ kind: 'paren', isHead: heads.has(beforeParen) });
      at++;
      sign('(', false);
    } else if (unit === '[') {
      open.push({ kind: 'bracket' });
      at++;
      sign('[', false);
    } else if (unit === '{') {
      open.push({ kind: 'brace', isBlock: isBlockBrace() });
      at++;
      sign('{', false);
    } else if (unit === ')' || unit === ']' || unit === '}') close();
    else if (unit === '<' && startsJsx()) openTag();
    else if (text.startsWith('<!--', at)) comment(lineEnd(at));
    else if (text.startsWith('=>', at)) {
      at += 2;
      sign('=>', false);
    } else if (text.startsWith('++', at) || text.startsWith('--', at)) {
      // Behind a value it ends that value, before one it begins it.
      at += 2;
      sign('++', endsValue);
    } else {
      at++;
      if (!/\s/.test(unit)) sign(unit, false);
    }
  }
  return regions;
}

function isLineEnd(unit: string | undefined): boolean {
  return unit === '\n' || unit === '\r' || unit === '\u2028' || unit === '\u2029';
}
