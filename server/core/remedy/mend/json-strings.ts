// The strings of a JSON text with the path of names that leads to each. Reads as far as the text makes sense; comments
// and trailing commas do not stop it.
import type { Span } from '../../text/span.ts';

export interface JsonString {
  /** Names of members; an element of a list counts as `[]`. */
  readonly path: readonly string[];
  readonly value: string;
  /** Between the quotes. */
  readonly span: Span;
}

const token = /"((?:[^"\\\n]|\\.)*)"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[{}[\],:]/g;

export function jsonStrings(text: string): readonly JsonString[] {
  const found: JsonString[] = [];
  const names: { readonly isList: boolean; name: string | undefined }[] = [];
  let last: JsonString | undefined;
  for (const match of text.matchAll(token)) {
    const [whole, inner] = match;
    const here = names.at(-1);
    if (inner !== undefined) {
      const span = { start: match.index + 1, end: match.index + 1 + inner.length };
      last = { path: pathOf(names), value: unescaped(inner), span };
      found.push(last);
    } else if (whole === '{' || whole === '[') {
      names.push({ isList: whole === '[', name: undefined });
    } else if (whole === '}' || whole === ']') {
      names.pop();
    } else if (whole === ':' && here && !here.isList && last) {
      // What stood before a colon is a name and no value.
      here.name = last.value;
      found.pop();
    } else if (whole === ',' && here && !here.isList) here.name = undefined;
  }
  return found;
}

function pathOf(
  names: readonly { readonly isList: boolean; readonly name: string | undefined }[],
): readonly string[] {
  return names.map(({ isList, name }) => (isList ? '[]' : (name ?? '')));
}

function unescaped(inner: string): string {
  if (!inner.includes('\\')) return inner;
  try {
    const value: unknown = JSON.parse(`"${inner}"`);
    return typeof value === 'string' ? value : inner;
  } catch {
    return inner;
  }
}
