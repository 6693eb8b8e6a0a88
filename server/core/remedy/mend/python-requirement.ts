// One requirement of a Python package as PEP 508 writes it: name, extras, versions, and a marker behind a semicolon.
// https://packaging.python.org/en/latest/specifications/dependency-specifiers/
import type { Declaration } from './manifest.ts';

/** Names are the same in any case and with any of `-`, `_` and `.` between words. */
export const pythonKey = (name: string) => name.toLowerCase().replace(/[-_.]+/g, '-');

/** `text` stands at `offset`. Undefined where it is no requirement. */
export function requirementOf(text: string, offset: number): Declaration | undefined {
  const head = /^(\s*)([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(\s*\[[^\]]*\])?/.exec(text);
  if (!head) return undefined;
  const name = head[2] ?? '';
  const rest = text.slice(head[0].length);
  const at = offset + head[0].length;
  if (/^\s*@/.test(rest))
    return {
      name,
      range: rest.trim(),
      span: { start: at, end: at + rest.trimEnd().length },
      style: 'pep440',
      obstacle: 'it is fetched from an address, not from an index: change the address',
    };
  const versions = /^(\s*\(?\s*)((?:(?:===|==|~=|!=|<=|>=|<|>)\s*[\w.*+!-]+\s*,?\s*)*)/.exec(rest);
  const before = versions?.[1] ?? '';
  const range = (versions?.[2] ?? '').trimEnd();
  const tail = rest.slice(before.length + range.length);
  if (!/^\s*\)?\s*(?:;|$)/.test(tail)) return undefined;
  if (range === '')
    return { name, range, span: { start: at, end: at }, style: 'pep440', insert: (wanted) => wanted };
  return {
    name,
    range,
    span: { start: at + before.length, end: at + before.length + range.length },
    style: 'pep440',
  };
}
