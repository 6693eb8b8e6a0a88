// Takes the outer `.*` off a pattern. A search finds the same texts without it, the match becomes the place that
// is meant, and an engine need not walk to the end of every line.
import { parseRegex } from './parse.ts';
import { isAnything } from './shape.ts';

/**
 * `over` says what one search sees: `line`, a text without line ends, where `^.*` and `.*$` go too; or `file`, any
 * text. Values of events are searched as `file`, since they may hold line feeds. A pattern with a `|` at the top,
 * or one that RE2 does not take, comes back as it is.
 */
export function stripOuter(pattern: string, over: 'line' | 'file'): string {
  if (!/^(?:\.\*|\^\.\*|\(\?[a-zA-Z-]+\))|\.\*\??\$?$/.test(pattern)) return pattern;
  if (pattern.includes('\\Q')) return pattern;
  const { root, faults } = parseRegex(pattern);
  if (faults.length > 0 || root.type === 'alternation') return pattern;
  const items = root.type === 'concat' ? root.items : [root];
  let first = 0;
  while (items[first]?.type === 'flags') first++;
  let last = items.length;
  const head = first;

  for (;;) {
    const item = items[first];
    const anchored = over === 'line' && item?.type === 'anchor' && item.form === '^';
    if (first < last && isAnything(item)) first++;
    else if (anchored && first + 1 < last && isAnything(items[first + 1])) first += 2;
    else break;
  }
  for (;;) {
    const item = items[last - 1];
    const anchored = over === 'line' && item?.type === 'anchor' && item.form === '$';
    if (first < last && isAnything(item)) last--;
    else if (anchored && first < last - 1 && isAnything(items[last - 2])) last -= 2;
    else break;
  }
  if (first === head && last === items.length) return pattern;
  const flags = pattern.slice(0, items[head]?.start ?? 0);
  const start = items[first]?.start ?? 0;
  return first >= last ? flags : flags + pattern.slice(start, items[last - 1]?.end);
}
