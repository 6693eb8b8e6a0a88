// What to write in RE2 instead of what other engines have. A rewrite is proposed only where the rule then finds
// the same texts; what it changes beside that is said in its title.
import type { ForeignNode, GroupNode, ParsedRegex, RegexNode, SetNode } from '../regex/ast.ts';
import { edgeKind, itemsOf, minLength } from '../regex/shape.ts';
import type { RuleFix } from './fix.ts';
import { replace } from './lint.ts';

export function rewritesOf(regex: ParsedRegex, node: ForeignNode): readonly RuleFix[] {
  const written = regex.pattern.slice(node.start, node.end);
  switch (node.construct) {
    case 'escape':
      return escapeRewrite(node, written);
    case 'possessive':
      return [replace('Drop the +: RE2 does not backtrack', node.token, '')];
    case 'atomic-group':
      return [replace('Make it a plain group: RE2 does not backtrack', node.token, '(?:')];
    case 'branch-reset':
      return [replace('Make it a plain group', node.token, '(?:')];
    case 'comment-group':
      return [replace('Remove the comment', node, '')];
    case 'flag': {
      const group = regex.pattern.slice(node.start - 2, node.end + 1);
      if (!/^\(\?[au]\)$/.test(group)) return [];
      return [
        replace(`Remove ${group}: RE2 has one way only`, { start: node.start - 2, end: node.end + 1 }, ''),
      ];
    }
    case 'group': {
      const name = /^\(\?'([^']+)'/.exec(written);
      if (!name) return [];
      return [
        replace(
          'Name the group as RE2 does',
          { start: node.start, end: node.start + name[0].length },
          `(?P<${name[1]}>`,
        ),
      ];
    }
    case 'look-ahead':
    case 'negative-look-ahead':
      return lookAhead(regex, node);
    case 'look-behind':
    case 'negative-look-behind':
      return lookBehind(regex, node);
    case 'back-reference':
      return backReference(regex, node, written);
    case 'conditional':
    case 'recursion':
      return [];
  }
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\\Z', '$'],
  ['\\h', '[ \\t]'],
  ['\\H', '[^ \\t]'],
  ['\\R', '(?:\\r\\n|[\\n\\r\\x0b\\x0c])'],
  ['\\N', '[^\\n]'],
  ['\\V', '[^\\n-\\r]'],
  ['\\e', '\\x1b'],
]);

function escapeRewrite(node: ForeignNode, written: string): readonly RuleFix[] {
  const known = escapes.get(written);
  if (known !== undefined) return [replace(`Write ${known}`, node, known)];
  const hex = /^\\u\{?([0-9A-Fa-f]+)\}?$/.exec(written)?.[1];
  if (hex !== undefined) {
    const code = Number.parseInt(hex, 16);
    const text = code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\x{${hex}}`;
    return [replace(`Write ${text}`, node, text)];
  }
  const control = /^\\c([A-Za-z])$/.exec(written)?.[1];
  if (control !== undefined) {
    const text = `\\x${(control.toUpperCase().charCodeAt(0) % 32).toString(16).padStart(2, '0')}`;
    return [replace(`Write ${text}`, node, text)];
  }
  const script = /^\\([pP])\{(?:Script|sc|General_Category|gc)=(\w+)\}$/.exec(written);
  if (script) return [replace(`Write \\${script[1]}{${script[2]}}`, node, `\\${script[1]}{${script[2]}}`)];
  return [];
}

/** `X(?=Y)` at the end is found where `XY` is; a group keeps the reported place. */
function lookAhead(regex: ParsedRegex, node: ForeignNode): readonly RuleFix[] {
  const items = itemsOf(regex.root);
  if (items.at(-1) !== node || !node.body || regex.faults.length > 1) return [];
  const before = items.slice(0, -1);
  const front = before.findIndex((item) => item.type !== 'flags');
  const from = before[front]?.start;
  if (from === undefined) return [];
  const head = regex.pattern.slice(from, node.start);
  const kept = regex.groups.length === 0 && before.some((item) => minLength(item) > 0) ? `(${head})` : head;
  const body = regex.pattern.slice(node.body.start, node.body.end);
  const span = { start: from, end: node.end };
  if (node.construct === 'look-ahead') {
    if (regex.groups.length > 0 && hasGroup(node.body)) return [];
    const tail = node.body.type === 'alternation' ? `(?:${body})` : body;
    return [replace('Make what follows part of the match', span, kept + tail)];
  }
  if (isWordClass(node.body) && lastKind(before) === 'word') return [replace('Write \\b', node, '\\b')];
  const other = complement(regex.pattern, node.body);
  if (other === undefined) return [];
  return [replace('Match another character or the end', span, `${kept}(?:${other}|$)`)];
}

/** `(?<=X)Y` at the beginning is found where `XY` is. */
function lookBehind(regex: ParsedRegex, node: ForeignNode): readonly RuleFix[] {
  const items = itemsOf(regex.root);
  const at = items.findIndex((item) => item.type !== 'flags');
  if (items[at] !== node || !node.body || regex.faults.length > 1 || at === items.length - 1) return [];
  const rest = regex.pattern.slice(node.end, items.at(-1)?.end);
  const kept = regex.groups.length === 0 ? `(${rest})` : rest;
  const body = regex.pattern.slice(node.body.start, node.body.end);
  const span = { start: node.start, end: regex.pattern.length };
  if (node.construct === 'look-behind') {
    if (hasGroup(node.body)) return [];
    const head = node.body.type === 'alternation' ? `(?:${body})` : body;
    return [replace('Make what comes before part of the match', span, head + kept)];
  }
  const next = items[at + 1];
  if (isWordClass(node.body) && next && edgeKind(next, 'first') === 'word')
    return [replace('Write \\b', node, '\\b')];
  const other = complement(regex.pattern, node.body);
  if (other === undefined) return [];
  return [replace('Match another character or the start', span, `(?:^|${other})${kept}`)];
}

/** A quote that must close as it opened: one alternative for each quote. */
function backReference(regex: ParsedRegex, node: ForeignNode, written: string): readonly RuleFix[] {
  const group = regex.groups[0];
  if (written !== '\\1' || regex.groups.length !== 1 || regex.faults.length > 1 || group?.body.type !== 'set')
    return [];
  const chars = charsOf(group.body);
  if (!chars || chars.length > 4) return [];
  const items = itemsOf(regex.root);
  const first = items.indexOf(group);
  const last = items.indexOf(node);
  if (first === -1 || last === -1 || last < first) return [];
  const middle = regex.pattern.slice(group.end, node.start);
  const text = `(?:${chars.map((char) => escapeChar(char) + middle + escapeChar(char)).join('|')})`;
  return [replace('Write one alternative for each character', { start: group.start, end: node.end }, text)];
}

function charsOf(set: SetNode): readonly string[] | undefined {
  if (set.negated || set.ignoreCase) return undefined;
  const chars: string[] = [];
  for (const item of set.items) {
    if (item.type !== 'range' || item.to !== item.from) return undefined;
    chars.push(String.fromCodePoint(item.from));
  }
  return chars;
}

function escapeChar(char: string): string {
  return /[\\^$.|?*+()[\]{}]/.test(char) ? `\\${char}` : char;
}

/** A set that holds every character which the node, one character wide, does not. */
function complement(pattern: string, node: RegexNode): string | undefined {
  const written = pattern.slice(node.start, node.end);
  if (node.type === 'set') return node.negated ? `[${written.slice(2)}` : `[^${written.slice(1)}`;
  if (node.type === 'char') return /^[\]^\\-]$/.test(written) ? `[^\\${written}]` : `[^${written}]`;
  if (node.type === 'class' && node.form === 'perl')
    return `\\${node.negated ? node.name : node.name.toUpperCase()}`;
  return undefined;
}

function isWordClass(node: RegexNode): boolean {
  return node.type === 'class' && node.form === 'perl' && node.name === 'w' && !node.negated;
}

function lastKind(items: readonly RegexNode[]): string {
  const last = items.at(-1);
  return last === undefined ? 'either' : edgeKind(last, 'last');
}

function hasGroup(node: RegexNode | GroupNode): boolean {
  switch (node.type) {
    case 'group':
      return node.index !== undefined || hasGroup(node.body);
    case 'repeat':
      return hasGroup(node.body);
    case 'concat':
      return node.items.some(hasGroup);
    case 'alternation':
      return node.options.some(hasGroup);
    case 'foreign':
      return true;
    default:
      return false;
  }
}
