// The strings of a TOML text with the table and the keys that lead to each. Reads as far as the text makes sense.
// https://toml.io/en/v1.0.0
import type { Span } from '../../text/span.ts';

export interface TomlString {
  /** Table, then keys; an element of a list counts as `[]`. */
  readonly path: readonly string[];
  readonly value: string;
  /** Between the quotes. */
  readonly span: Span;
}

const token =
  /#[^\n]*|"""[\s\S]*?"""|'''[\s\S]*?'''|"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|[[\]{}=,.\n]|[^\s[\]{}=,.#"']+/g;

export function tomlStrings(text: string): readonly TomlString[] {
  const found: TomlString[] = [];
  let table: readonly string[] = [];
  /** Lists and inline tables that are open, each with the keys that lead into it. */
  const open: { readonly isList: boolean; keys: readonly string[] }[] = [];
  let keys: string[] = [];
  let isValue = false;
  let header: string[] | undefined;
  const startEntry = () => {
    keys = [];
    isValue = open.at(-1)?.isList ?? false;
  };
  for (const match of text.matchAll(token)) {
    const [whole, double, single] = match;
    if (whole.startsWith('#')) continue;
    if (header !== undefined) {
      if (whole === ']' || whole === '\n') {
        table = header;
        if (whole === '\n') header = undefined;
      } else if (whole !== '[' && whole !== '.') header.push(double ?? single ?? whole);
      continue;
    }
    if (whole === '\n') {
      if (open.length === 0) startEntry();
    } else if (whole === '[' && !isValue && open.length === 0 && keys.length === 0) header = [];
    else if (whole === '[' || whole === '{') {
      open.push({ isList: whole === '[', keys });
      startEntry();
    } else if (whole === ']' || whole === '}') {
      open.pop();
      startEntry();
      isValue = true;
    } else if (whole === ',') startEntry();
    else if (whole === '=') isValue = true;
    else if (whole === '.') continue;
    else if (!isValue) keys.push(double ?? single ?? whole);
    else {
      const value = double ?? single;
      if (value === undefined) continue;
      const start = match.index + 1;
      const inside = open.flatMap((one) => (one.isList ? [...one.keys, '[]'] : one.keys));
      found.push({ path: [...table, ...inside, ...keys], value, span: { start, end: start + value.length } });
    }
  }
  return found;
}
