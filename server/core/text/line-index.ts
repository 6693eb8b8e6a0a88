// Offsets to lines and back. A line ends with LF, CR LF or CR, as in the Language Server Protocol, so that a
// finding's line is the one that every editor shows.
import type { Span } from './span.ts';

/** Zero-based line and UTF-16 column. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface LineIndex {
  readonly lineCount: number;
  /** The line without its line end. Lines past the end are empty at the end of the text. */
  lineSpan(line: number): Span;
  positionAt(offset: number): Position;
  /** Clamped into the text. */
  offsetAt(position: Position): number;
  rangeOf(span: Span): Range;
  spanOf(range: Range): Span;
}

const LF = 10;
const CR = 13;

/** Start offset of every line; always at least `[0]`. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === LF || (unit === CR && text.charCodeAt(i + 1) !== LF)) starts.push(i + 1);
  }
  return starts;
}

export function lineIndex(text: string): LineIndex {
  const starts = lineStarts(text);

  function lineSpan(line: number): Span {
    const start = starts[line] ?? text.length;
    let end = starts[line + 1] ?? text.length;
    if (line + 1 < starts.length) {
      end--;
      if (end > start && text.charCodeAt(end) === LF && text.charCodeAt(end - 1) === CR) end--;
    }
    return { start, end };
  }

  function lineAt(offset: number): number {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function positionAt(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, text.length));
    const line = lineAt(clamped);
    return { line, character: clamped - (starts[line] ?? 0) };
  }

  function offsetAt(position: Position): number {
    if (position.line < 0) return 0;
    const span = lineSpan(position.line);
    return Math.min(span.start + Math.max(0, position.character), span.end);
  }

  return {
    lineCount: starts.length,
    lineSpan,
    positionAt,
    offsetAt,
    rangeOf: (span) => ({ start: positionAt(span.start), end: positionAt(span.end) }),
    spanOf: (range) => ({ start: offsetAt(range.start), end: offsetAt(range.end) }),
  };
}
