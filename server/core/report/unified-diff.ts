// Edits of one text as a unified diff, made from the edits themselves: nothing is compared.
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { lineStarts } from '../text/line-index.ts';

const contextLines = 3;

/** `before` is `undefined` for a file that is created. Empty when there is no edit. */
export function unifiedDiff(path: string, before: string | undefined, edits: readonly TextEdit[]): string {
  if (edits.length === 0) return '';
  const text = before ?? '';
  const head = `--- ${before === undefined ? '/dev/null' : `a/${path}`}\n+++ b/${path}\n`;
  const starts = lineStarts(text);
  // A line end ends a line, and begins none.
  if (text === '' || text.endsWith('\n')) starts.pop();
  const lineAt = (offset: number) => {
    let line = starts.findLastIndex((start) => start <= offset);
    // Behind the last line end: the place after the last line.
    if (text.length === 0) line = 0;
    else if (offset === text.length && text.endsWith('\n')) line = starts.length;
    return Math.max(line, 0);
  };
  const ranges = [...edits]
    .sort((a, b) => a.span.start - b.span.start)
    .map((edit) => ({ edit, ...linesOf(edit, text, lineAt) }));

  const hunks: {
    first: number;
    end: number;
    edits: TextEdit[];
    changed: { first: number; end: number; edits: TextEdit[] }[];
  }[] = [];
  for (const { edit, first, end } of ranges) {
    const last = hunks.at(-1);
    if (last === undefined || first - last.end > 2 * contextLines) {
      hunks.push({ first, end, edits: [edit], changed: [{ first, end, edits: [edit] }] });
      continue;
    }
    const block = last.changed.at(-1);
    if (block !== undefined && first <= block.end) {
      block.end = Math.max(block.end, end);
      block.edits.push(edit);
    } else last.changed.push({ first, end, edits: [edit] });
    last.end = Math.max(last.end, end);
    last.edits.push(edit);
  }

  const offsetOf = (line: number) => (line < starts.length ? (starts[line] ?? text.length) : text.length);
  const linesBetween = (first: number, end: number) => splitLines(text.slice(offsetOf(first), offsetOf(end)));
  let shift = 0;
  const bodies = hunks.map((hunk) => {
    const from = Math.max(0, hunk.first - contextLines);
    const to = Math.min(starts.length, hunk.end + contextLines);
    const out: string[] = [];
    let added = 0;
    let at = from;
    for (const block of hunk.changed) {
      for (const line of linesBetween(at, block.first)) out.push(` ${line}`);
      const base = offsetOf(block.first);
      const old = text.slice(base, offsetOf(block.end));
      const moved = block.edits.map(({ span, newText }) => ({
        span: { start: span.start - base, end: span.end - base },
        newText,
      }));
      const removed = splitLines(old);
      const inserted = splitLines(applyEdits(old, moved));
      for (const line of removed) out.push(`-${line}`);
      for (const line of inserted) out.push(`+${line}`);
      added += inserted.length - removed.length;
      at = block.end;
    }
    for (const line of linesBetween(at, to)) out.push(` ${line}`);
    const oldCount = to - from;
    const newCount = oldCount + added;
    const place = (start: number, count: number) => `${count === 0 ? start : start + 1},${count}`;
    const header = `@@ -${place(from, oldCount)} +${place(from + shift, newCount)} @@\n`;
    shift += added;
    return header + out.map((line) => `${line}\n`).join('');
  });
  return head + bodies.join('');
}

/** Lines that the edit touches; a whole-line insertion touches none and stands before `first`. */
function linesOf({ span, newText }: TextEdit, text: string, lineAt: (offset: number) => number) {
  const first = lineAt(span.start);
  const startsLine = span.start === 0 || text[span.start - 1] === '\n';
  const isWholeLines = startsLine && (newText === '' || newText.endsWith('\n'));
  if (span.start === span.end) return { first, end: isWholeLines ? first : Math.max(first + 1, 1) };
  const endsLine = text[span.end - 1] === '\n' && (isWholeLines || newText.endsWith('\n'));
  // Without its line end a line runs into the next one.
  return { first, end: endsLine ? lineAt(span.end) : lineAt(span.end) + 1 };
}

function splitLines(text: string): readonly string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => line.replace(/\r$/, ''));
}
