// Code actions on a handler: wrap it in the guard, take the guard off again, wrap all.
import { type CodeAction, CodeActionKind, type Diagnostic, type Range } from 'vscode-languageserver/node';
import { unguardedHandlers } from '../../core/fixes/guard/hints.ts';
import { guardEditors } from '../../core/fixes/guard/index.ts';
import type { Handler } from '../../core/syntax/handlers.ts';
import {
  unwrapHandlerCommand,
  wrapAllHandlersCommand,
  wrapHandlerCommand,
} from '../../protocol/guard-commands.ts';
import type { OpenDocument } from '../open-document.ts';
import type { Session } from '../session.ts';
import { toDiagnostic } from '../to-lsp.ts';
import { documentHandlers } from './document-handlers.ts';

export async function guardActions(
  document: OpenDocument,
  range: Range,
  session: Session,
): Promise<readonly CodeAction[]> {
  const handlers = (await documentHandlers(document, session)).filter(
    ({ language }) => guardEditors[language] !== undefined,
  );
  const here = handlers.filter((handler) => isOnHead(handler, document, range));
  return here.flatMap((handler) => {
    if (handler.guarded === 'code') {
      const title = `Take the guard off ${handler.exportName}`;
      const command = { title, command: unwrapHandlerCommand, arguments: [document.uri, handler.exportName] };
      return [{ title, kind: CodeActionKind.RefactorRewrite, command }];
    }
    if (handler.guarded === 'layer') return [];
    const title = handler.callback
      ? `Wrap ${handler.exportName} in guard (a callback handler: see the note)`
      : `Wrap ${handler.exportName} in guard`;
    const command = { title, command: wrapHandlerCommand, arguments: [document.uri, handler.exportName] };
    const one: CodeAction = {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: hintsOf([handler], document),
      isPreferred: !handler.callback,
      command,
    };
    const others = session.scope.lastHandlers.filter(
      ({ guarded, language }) => guarded === 'no' && guardEditors[language] !== undefined,
    );
    if (others.length < 2) return [one];
    const all = `Wrap all ${others.length} handlers of the workspace in guard`;
    return [
      one,
      { title: all, kind: CodeActionKind.QuickFix, command: { title: all, command: wrapAllHandlersCommand } },
    ];
  });
}

function hintsOf(handlers: readonly Handler[], document: OpenDocument): Diagnostic[] {
  return unguardedHandlers(handlers, document.lines).flatMap((finding) => toDiagnostic(finding) ?? []);
}

/** On the lines from the statement's first to the one that holds the name; the body is for other actions. */
function isOnHead({ name, span }: Handler, { lines }: OpenDocument, range: Range): boolean {
  const first = Math.min(lines.positionAt(span.start).line, lines.positionAt(name.start).line);
  const last = lines.positionAt(name.end).line;
  return range.end.line >= first && range.start.line <= last;
}
