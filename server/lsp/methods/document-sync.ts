// Opening, changing and closing texts. A rule file that changes in the editor counts at once, saved or not.
import { TextDocumentSyncKind } from 'vscode-languageserver/node';
import { ruleFileKindOf } from '../../platform/rule-files.ts';
import type { Method } from '../method.ts';
import { openDocument } from '../open-document.ts';

export const documentSync: Method = {
  capabilities: () => ({
    textDocumentSync: {
      openClose: true,
      change: TextDocumentSyncKind.Incremental,
      save: { includeText: false },
    },
  }),
  register(connection, session) {
    connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
      const document = openDocument(uri, languageId, version, text);
      session.put(document);
      // The grammar is wanted at the first keystroke: it is loaded while the person looks.
      void session.scanner().then(({ parser }) => parser.load([languageId]));
      if (ruleFileKindOf(document.path) !== undefined) session.rulesChanged();
      else session.documentChanged(document);
    });
    connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
      const document = session.documents.get(uri);
      if (!document) return;
      document.change(contentChanges, version);
      if (ruleFileKindOf(document.path) !== undefined) session.rulesChanged();
      else session.documentChanged(document);
    });
    connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
      const document = session.documents.get(uri);
      if (!document) return;
      session.remove(uri);
      if (ruleFileKindOf(document.path) !== undefined) session.rulesChanged();
      else session.documentChanged(document);
    });
  },
};
