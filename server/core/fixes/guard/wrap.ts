// What wrapping and unwrapping share: the request, the answer, and the way to the text's entry points.
import type { EntryPoint } from '../../syntax/shapes/entry-point.ts';
import type { SyntaxTree } from '../../syntax/syntax-tree.ts';
import type { TextEdit } from '../../text/edit.ts';

export interface WrapRequest {
  /** Of the text; the caller parsed it and disposes it. */
  readonly tree: SyntaxTree;
  /** Names as in handler strings. */
  readonly exportNames: readonly string[];
  /** For a JavaScript file whose own statements do not say it: what package.json's `type` says. */
  readonly moduleKind?: 'module' | 'commonjs';
}

export interface WrapResult {
  /** Disjoint; empty when nothing is to be done. */
  readonly edits: readonly TextEdit[];
  /** Names that the edits cover. */
  readonly done: readonly string[];
  /** Names that they do not, each with the reason in words. */
  readonly left: readonly { readonly exportName: string; readonly reason: string }[];
  /** What a person should know before taking the edits. */
  readonly warnings: readonly string[];
}

/** One handler's edits, before those of several are put together. */
export type WrapOne =
  | { readonly ok: true; readonly edits: readonly TextEdit[]; readonly warning?: string }
  | { readonly ok: false; readonly reason: string };

export function wrapEach(
  request: WrapRequest,
  entries: readonly EntryPoint[],
  each: (entry: EntryPoint) => WrapOne,
): WrapResult {
  const edits: TextEdit[] = [];
  const done: string[] = [];
  const left: { exportName: string; reason: string }[] = [];
  const warnings: string[] = [];
  for (const exportName of request.exportNames) {
    const candidates = entries.filter((candidate) => candidate.exportName === exportName);
    const results = candidates.map(each);
    const taken = results.filter((one) => one.ok);
    if (taken.length === 0) {
      const refused = results.find((one) => !one.ok);
      left.push({ exportName, reason: refused?.ok === false ? refused.reason : 'it is not in this file' });
      continue;
    }
    done.push(exportName);
    for (const one of taken) {
      if (one.warning !== undefined) warnings.push(one.warning);
      // Two names of one value, and the import, want the same edit.
      for (const edit of one.edits) {
        if (!edits.some((other) => isSame(other, edit))) edits.push(edit);
      }
    }
  }
  return { edits, done, left, warnings: [...new Set(warnings)] };
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.newText === b.newText && a.span.start === b.span.start && a.span.end === b.span.end;
}

export function insertion(at: number, newText: string): TextEdit {
  return { span: { start: at, end: at }, newText };
}

export function lineEndOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** White space before the first character of the offset's line. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** Behind the line end of the offset's line; the text's end on its last line. */
export function nextLineStart(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}
