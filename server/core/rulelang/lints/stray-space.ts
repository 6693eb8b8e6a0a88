// White space at the end of a line, which is part of nothing.
import { type FileLint, problem, replace } from '../lint.ts';
import type { RuleProblem } from '../rule.ts';

export const lint: FileLint = {
  of: 'file',
  id: 'stray-space',
  severity: 'info',
  title: 'White space that is part of nothing',
  why: 'It looks as if it belonged to the pattern, the value or the example, and it is cut off.',
  todo: 'Remove it, or write \\x20 where a space is meant.',
  examples: [
    { kind: 'in', text: 'union \n', marked: [' '], fixed: 'union\n' },
    { kind: 'in', text: '#@ mode: off\t\nx', marked: ['\t'], fixed: '#@ mode: off\nx' },
    { kind: 'in', text: 'a b\n \n# text ', marked: [] },
  ],
  find({ text, file }) {
    const found: RuleProblem[] = [];
    for (const line of file.lines) {
      if (line.kind === 'blank' || line.kind === 'comment') continue;
      const last = text.charCodeAt(line.span.end - 1);
      if (line.span.end === line.span.start || (last !== 32 && last !== 9 && last !== 11 && last !== 12))
        continue;
      const end = endOf(text, line.span.start, line.span.end);
      const span = { start: end, end: line.span.end };
      const fixes = [replace('Remove the white space', span, '')];
      if (line.kind === 'pattern')
        fixes.push({
          title: 'Make it part of the pattern: \\x20',
          edits: [{ span, newText: '\\x20' }],
          preferred: false,
        });
      found.push(
        problem(lint, span, `white space behind the ${nouns[line.kind]}: it is cut off`, {
          fixes,
          unnecessary: true,
        }),
      );
    }
    return found;
  },
};

const nouns = { pattern: 'pattern', directive: 'value', example: 'example' } as const;

function endOf(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && ' \t\v\f'.includes(text[at - 1] ?? 'x')) at--;
  return at;
}
