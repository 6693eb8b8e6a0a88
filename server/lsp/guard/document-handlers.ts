// The handlers of an open document as its text is now: what the workspace's configurations name and what looks like a
// handler, found again in the live tree.

import { entryPointsIn, type Handler } from '../../core/syntax/handlers.ts';
import type { TreeEdit } from '../../core/syntax/syntax-tree.ts';
import { editBetween } from '../../core/syntax/syntax-tree.ts';
import type { Span } from '../../core/text/span.ts';
import type { OpenDocument } from '../open-document.ts';
import type { Session } from '../session.ts';

/** Of the text as it is now, in the time that a look at the tree's top level takes. */
export async function documentHandlers(
  document: OpenDocument,
  session: Session,
): Promise<readonly Handler[]> {
  const known = knownHandlers(document, session);
  if (known.length === 0) return [];
  const { parser } = await session.scanner();
  await parser.load([document.language]);
  const tree = document.tree(parser);
  const entries = new Map(
    tree === undefined ? [] : entryPointsIn(tree).map((entry) => [entry.exportName, entry]),
  );
  return known.flatMap((handler): Handler[] => {
    const entry = entries.get(handler.exportName);
    if (entry === undefined) return [];
    const { name, span, form, callback, streaming } = entry;
    const guarded = entry.guarded ? 'code' : handler.guarded === 'layer' ? 'layer' : 'no';
    return [{ ...handler, name, span, form, callback, streaming, guarded }];
  });
}

interface Kept {
  readonly print: string;
  readonly text: string;
  readonly handlers: readonly Handler[];
}

const kept = new WeakMap<OpenDocument, Kept>();

/**
 * For every keystroke: what was found last, moved along with the text. Looked at again when the workspace's list of
 * this document's handlers changes, which it does shortly behind a change of the text.
 */
export async function movedHandlers(document: OpenDocument, session: Session): Promise<readonly Handler[]> {
  const known = knownHandlers(document, session);
  if (known.length === 0) return [];
  const print = known.map(({ exportName, guarded }) => `${exportName}:${guarded}`).join();
  const { text } = document;
  const before = kept.get(document);
  let handlers: readonly Handler[];
  if (before?.print !== print) handlers = await documentHandlers(document, session);
  else {
    const edit = editBetween(before.text, text);
    if (edit === undefined) return before.handlers;
    handlers = move(before.handlers, edit);
  }
  kept.set(document, { print, text, handlers });
  return handlers;
}

function knownHandlers(document: OpenDocument, session: Session): readonly Handler[] {
  const file = document.path.replaceAll('\\', '/');
  return session.scope.lastHandlers.filter((handler) => handler.file === file);
}

function move(handlers: readonly Handler[], edit: TreeEdit): readonly Handler[] {
  const by = edit.newEnd - edit.oldEnd;
  const moved = ({ start, end }: Span): Span => ({
    start: start >= edit.oldEnd ? start + by : start,
    end: end >= edit.oldEnd ? end + by : end,
  });
  return handlers.flatMap((handler) => {
    const isRenamed = edit.start < handler.name.end && edit.oldEnd > handler.name.start;
    return isRenamed ? [] : [{ ...handler, name: moved(handler.name), span: moved(handler.span) }];
  });
}
