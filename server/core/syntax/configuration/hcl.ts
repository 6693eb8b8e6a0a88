// Enough of HCL to find blocks, their labels and the attributes that stand as literals. Whatever is an expression
// is kept as tagged text and never evaluated. Broken text gives what could be read.
// https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
import type { DocumentNode, MapEntry, MapNode } from './document.ts';

export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly labelSpan: { readonly start: number; readonly end: number };
  /** Attributes, and nested blocks as maps under their type. */
  readonly body: MapNode;
}

/** Deeper nesting is cut off. */
const maxDepth = 60;

export function parseHcl(text: string): readonly HclBlock[] {
  let at = 0;
  const blocks: HclBlock[] = [];
  for (;;) {
    skipBlank();
    if (at >= text.length) return blocks;
    const start = at;
    const name = identifier();
    if (name === undefined) {
      at = Math.max(lineEnd(), start + 1);
      continue;
    }
    const block = blockAfter(name, start, 0);
    if (block !== undefined) blocks.push(block);
    else at = Math.max(at, lineEnd());
  }

  /** From the labels on; `undefined` (and no step) where no `{` follows. */
  function blockAfter(type: string, start: number, depth: number): HclBlock | undefined {
    const before = at;
    const labels: string[] = [];
    let labelSpan = { start, end: at };
    for (;;) {
      skipSpaces();
      const labelStart = at;
      if (text[at] === '"') labels.push(quoted().value);
      else {
        const word = identifier();
        if (word === undefined) break;
        labels.push(word);
      }
      labelSpan = { start: labelStart, end: at };
    }
    if (text[at] !== '{') {
      at = before;
      return undefined;
    }
    const body = mapBody(depth + 1);
    return { type, labels, start, end: at, labelSpan, body };
  }

  /** From `{` to behind `}`: a block's body or an object. */
  function mapBody(depth: number): MapNode {
    const start = at++;
    const entries: MapEntry[] = [];
    while (at < text.length) {
      skipBlank();
      if (text[at] === ',') at++;
      else if (text[at] === '}') {
        at++;
        break;
      } else {
        const keyStart = at;
        const key = text[at] === '"' ? quoted().value : identifier();
        if (key === undefined) {
          expression(depth);
          if (at === keyStart) at++;
          continue;
        }
        const keySpan = { start: keyStart, end: at };
        skipSpaces();
        if ((text[at] === '=' && text[at + 1] !== '=') || text[at] === ':') {
          at++;
          skipSpaces();
          entries.push({ key, keySpan, value: expression(depth) });
        } else {
          const nested = depth < maxDepth ? blockAfter(key, keyStart, depth) : undefined;
          if (nested !== undefined) entries.push({ key, keySpan, value: nested.body });
          else expression(depth);
        }
      }
    }
    return { kind: 'map', entries, start, end: at };
  }

  function expression(depth: number): DocumentNode {
    const start = at;
    if (depth < maxDepth) {
      if (text[at] === '"') {
        const { value, isPlain } = quoted();
        if (endsHere())
          return { kind: 'scalar', value, start, end: at, ...(isPlain ? {} : { tag: '!Code' }) };
        at = start;
      } else if (text[at] === '[' && !/^\[\s*for\b/.test(text.slice(at, at + 20))) {
        const items: DocumentNode[] = [];
        at++;
        for (;;) {
          skipBlank();
          if (text[at] === ',') at++;
          else if (at >= text.length || text[at] === ']') break;
          else {
            const before = at;
            items.push(expression(depth + 1));
            if (at === before) at++;
          }
        }
        at++;
        if (endsHere()) return { kind: 'list', items, start, end: at };
        at = start;
      } else if (text[at] === '{' && !/^\{\s*for\b/.test(text.slice(at, at + 20))) {
        const map = mapBody(depth + 1);
        if (endsHere()) return map;
        at = start;
      }
    }
    rawExpression();
    const raw = text.slice(start, at).trim();
    if (raw === 'true' || raw === 'false') return { kind: 'scalar', value: raw === 'true', start, end: at };
    if (/^-?\d+(\.\d+)?$/.test(raw)) return { kind: 'scalar', value: Number(raw), start, end: at };
    return { kind: 'scalar', value: raw, tag: '!Code', start, end: start + raw.length };
  }

  /** Over an expression as it is: to the line's end, a comma or a closing bracket outside of brackets and strings. */
  function rawExpression(): void {
    let open = 0;
    while (at < text.length) {
      const unit = text[at];
      if (unit === '"') quoted();
      else if (text.startsWith('<<', at) && /^<<-?\w/.test(text.slice(at, at + 4))) heredoc();
      else if (unit === '#' || text.startsWith('//', at) || text.startsWith('/*', at)) {
        if (open === 0) return;
        skipBlank();
      } else if (unit === '(' || unit === '[' || unit === '{') {
        open++;
        at++;
      } else if (unit === ')' || unit === ']' || unit === '}') {
        if (open === 0) return;
        open--;
        at++;
      } else if (open === 0 && (unit === '\n' || unit === ',')) return;
      else at++;
    }
  }

  function heredoc(): void {
    const word = /^<<-?(\w+)/.exec(text.slice(at, at + 80))?.[1] ?? '';
    const close = new RegExp(`^[ \\t]*${word}[ \\t]*\\r?$`, 'm');
    const from = lineEnd();
    const end = close.exec(text.slice(from));
    at = end === null ? text.length : from + end.index + end[0].length;
  }

  /** From the opening quote to behind the closing one; templates inside may hold quotes themselves. */
  function quoted(): { readonly value: string; readonly isPlain: boolean } {
    const start = ++at;
    let isPlain = true;
    while (at < text.length && text[at] !== '"' && text[at] !== '\n') {
      if (text[at] === '\\') at += 2;
      else if ((text[at] === '$' || text[at] === '%') && text[at + 1] === '{') {
        isPlain = false;
        at += 2;
        for (let open = 1; at < text.length && open > 0 && text[at] !== '\n'; ) {
          if (text[at] === '"') quoted();
          else {
            if (text[at] === '{') open++;
            else if (text[at] === '}') open--;
            at++;
          }
        }
      } else at++;
    }
    const value = text.slice(start, Math.min(at, text.length)).replace(/\\(["\\])/g, '$1');
    if (text[at] === '"') at++;
    return { value, isPlain };
  }

  function identifier(): string | undefined {
    const word = /^[A-Za-z_][\w-]*/.exec(text.slice(at, at + 200))?.[0];
    if (word !== undefined) at += word.length;
    return word;
  }

  function endsHere(): boolean {
    const rest = /^[ \t\r]*(.?)/.exec(text.slice(at, at + 100))?.[1] ?? '';
    return rest === '' || '\n,]})#/'.includes(rest);
  }

  function skipSpaces(): void {
    while (text[at] === ' ' || text[at] === '\t') at++;
  }

  function skipBlank(): void {
    for (;;) {
      const unit = text[at];
      if (unit === ' ' || unit === '\t' || unit === '\n' || unit === '\r' || unit === '\uFEFF') at++;
      else if (unit === '#' || text.startsWith('//', at)) at = lineEnd();
      else if (text.startsWith('/*', at)) {
        const end = text.indexOf('*/', at + 2);
        at = end === -1 ? text.length : end + 2;
      } else return;
    }
  }

  function lineEnd(): number {
    const end = text.indexOf('\n', at);
    return end === -1 ? text.length : end;
  }
}
