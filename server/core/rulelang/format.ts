// Formatting of a rule file: one way to write directives and examples, no stray white space, no runs of blank
// lines. Patterns and comments are never touched beyond the white space around them.
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { RuleFile, RuleLine } from './parse.ts';

export function formatEdits(text: string, file: RuleFile): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let blanks = 0;
  for (const [index, line] of file.lines.entries()) {
    const isLast = index === file.lines.length - 1;
    if (line.kind === 'blank') {
      blanks++;
      const end = file.lines[index + 1]?.span.start;
      // A second blank line goes, with its line end.
      if (blanks > 1 && end !== undefined && !isLast)
        edits.push({ span: { start: line.span.start, end }, newText: '' });
      else if (line.span.end > line.span.start) edits.push({ span: line.span, newText: '' });
      continue;
    }
    blanks = 0;
    const wanted = formatted(text, line);
    if (wanted !== text.slice(line.span.start, line.span.end))
      edits.push({ span: line.span, newText: wanted });
  }
  return edits;
}

function formatted(text: string, line: Exclude<RuleLine, { kind: 'blank' }>): string {
  const cut = (span: Span) => text.slice(span.start, span.end);
  switch (line.kind) {
    case 'comment':
      return cut(line.span).replace(/[ \t\v\f]+$/, '');
    case 'directive':
      if (line.colonSpan === undefined) return `#@ ${line.name}`.trimEnd();
      return `#@ ${line.name}: ${line.kind === 'directive' && isList(line.name) ? tidyList(line.value) : line.value}`.trimEnd();
    case 'example':
      return `${cut(line.markerSpan)} ${line.text}`.trimEnd();
    case 'pattern':
      // A pattern that begins with # would become a comment at the line's start.
      return line.pattern.startsWith('#') ? ` ${line.pattern}` : line.pattern;
  }
}

function isList(name: string): boolean {
  return name === 'lang' || name === 'cwe' || name === 'owasp';
}

function tidyList(value: string): string {
  return value
    .split(',')
    .map((word) => word.trim())
    .join(', ');
}
