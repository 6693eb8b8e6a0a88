// Files that change outside of the editor: rules, sources, and the texts that name handlers.
import { DidChangeWatchedFilesNotification } from 'vscode-languageserver/node';
import { sourceExtensions } from '../../core/syntax/language-of.ts';
import { ruleFileKindOf } from '../../platform/rule-files.ts';
import type { Method } from '../method.ts';
import { pathOf } from '../open-document.ts';

const sources = sourceExtensions.map((extension) => extension.slice(1)).join(',');

export const watchedFiles: Method = {
  register(connection, session) {
    connection.onDidChangeWatchedFiles(({ changes }) => {
      const paths = changes.map(({ uri }) => pathOf(uri));
      if (paths.some((path) => ruleFileKindOf(path) !== undefined)) session.rulesChanged();
      session.filesChanged(paths.filter((path) => ruleFileKindOf(path) === undefined));
    });
  },
  initialized(connection, session) {
    if (!session.clientWatches) return;
    const globs = ['**/{code,in,out}_protect.txt', `**/*.{${sources}}`, '**/*.{yml,yaml,json,toml,tf}'];
    void connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: globs.map((globPattern) => ({ globPattern })),
    });
  },
};
