// Read-only pages that the server writes: their text, and showing them as a reader sees them.
import * as vscode from 'vscode';
import {
  type PageParams,
  pageChangedNotification,
  pageRequest,
  pageScheme,
} from '../server/protocol/pages.ts';
import type { Extension } from './feature.ts';
import { reason } from './tell.ts';

export function pages({ server }: Extension): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(pageScheme, {
    onDidChange: changed.event,
    async provideTextDocumentContent(uri, token) {
      // Encoded as the server wrote it.
      const params: PageParams = { uri: uri.toString(true) };
      try {
        return await server.request<string>(pageRequest, params, token);
      } catch (error) {
        return `# Not there any more\n\n${reason(error)}\n`;
      }
    },
  });
  return vscode.Disposable.from(
    changed,
    provider,
    server.onNotification<PageParams>(pageChangedNotification, ({ uri }) =>
      changed.fire(vscode.Uri.parse(uri, true)),
    ),
  );
}
