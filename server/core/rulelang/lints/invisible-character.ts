// Characters that nobody sees: zero-width and direction marks, odd spaces, control characters.
import { type FileLint, problem, replace } from '../lint.ts';
import type { RuleProblem } from '../rule.ts';

export const lint: FileLint = {
  of: 'file',
  id: 'invisible-character',
  severity: 'warning',
  title: 'A character that nobody sees',
  why: 'The pattern looks right and matches something else, or nothing. Direction marks even show it in another order.',
  todo: 'Remove the character, or write it as an escape.',
  examples: [
    { kind: 'in', text: 'uni\u200bon', marked: ['\u200b'], fixed: 'union' },
    { kind: 'in', text: 'a\u00a0b', marked: ['\u00a0'], fixed: 'a b' },
    { kind: 'in', text: '#+ a\u00a0b\na', marked: [] },
    { kind: 'in', text: 'a\tb', marked: [] },
  ],
  find({ text, file }) {
    if (!invisible.test(text)) return [];
    const found: RuleProblem[] = [];
    for (const line of file.lines) {
      if (line.kind !== 'pattern' && line.kind !== 'directive') continue;
      for (const match of text.slice(line.span.start, line.span.end).matchAll(invisibleAll)) {
        const char = match[0];
        const start = line.span.start + match.index;
        const span = { start, end: start + char.length };
        const hex = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
        const isSpace = spaces.test(char);
        const fixes = [
          isSpace ? replace('Change to a plain space', span, ' ') : replace('Remove the character', span, ''),
        ];
        if (line.kind === 'pattern')
          fixes.push({
            title: `Write it as \\x{${hex}}`,
            edits: [{ span, newText: `\\x{${hex}}` }],
            preferred: false,
          });
        found.push(
          problem(lint, span, `U+${hex} cannot be seen here${isSpace ? ': it is not a plain space' : ''}`, {
            fixes,
          }),
        );
      }
    }
    return found;
  },
};

const spaces = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/;
const invisible =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00a0\u00ad\u061c\u115f\u1160\u1680\u17b4\u17b5\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufeff\uffa0\ufff9-\ufffb]|\u034f|[\ufe00-\ufe0f]|[\u{e0000}-\u{e01ef}]/u;
const invisibleAll = new RegExp(invisible.source, 'gu');
