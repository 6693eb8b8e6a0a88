// One more pattern at the end of a list of packaging patterns, in the list's own layout: a YAML block, or brackets.
import type { TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { insertion, lineEndOf } from './wrap.ts';

/** `undefined` where the span holds no list that could be read. `literal` is the pattern with its quotes. */
export function addToList(text: string, span: Span, literal: string): TextEdit | undefined {
  const list = text.slice(span.start, span.end).trimEnd();
  if (list.startsWith('['))
    return list.endsWith(']') ? addToBrackets(text, span.start, list, literal) : undefined;
  if (!list.startsWith('-')) return undefined;
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const indent = text.slice(lineStart, span.start);
  if (indent.trim() !== '') return undefined;
  return insertion(span.start + list.length, `${lineEndOf(text)}${indent}- ${literal}`);
}

function addToBrackets(text: string, start: number, list: string, literal: string): TextEdit {
  const inner = list.slice(1, -1).trimEnd();
  const at = start + 1 + inner.length;
  if (inner.trim() === '') return insertion(start + 1, literal);
  const comma = inner.endsWith(',') ? '' : ',';
  const line = /\r?\n([ \t]*)\S[^\n]*$/.exec(inner);
  const closing = inner.endsWith(',') ? ',' : '';
  return insertion(
    at,
    line === null ? `${comma} ${literal}` : `${comma}${lineEndOf(text)}${line[1] ?? ''}${literal}${closing}`,
  );
}
