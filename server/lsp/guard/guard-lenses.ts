// Above each handler: whether it is guarded, and the way to guard it.
import type { CodeLens } from 'vscode-languageserver/node';
import { guardEditors } from '../../core/fixes/guard/index.ts';
import { wrapHandlerCommand } from '../../protocol/guard-commands.ts';
import type { OpenDocument } from '../open-document.ts';
import type { Session } from '../session.ts';
import { documentHandlers } from './document-handlers.ts';

const guardedTitles = { code: 'guarded', layer: 'guarded by the layer' } as const;

export async function guardLenses(document: OpenDocument, session: Session): Promise<readonly CodeLens[]> {
  if (guardEditors[document.language] === undefined) return [];
  const handlers = await documentHandlers(document, session);
  return handlers.map(({ name, exportName, guarded }): CodeLens => {
    const range = document.lines.rangeOf(name);
    if (guarded !== 'no')
      return { range, command: { title: `Lambda handler, ${guardedTitles[guarded]}`, command: '' } };
    const title = 'Lambda handler, not guarded: wrap in guard';
    return { range, command: { title, command: wrapHandlerCommand, arguments: [document.uri, exportName] } };
  });
}
