// The outline of a rule file, what folds in it, which brackets belong together, and its formatting.
import {
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  type DocumentSymbol,
  DocumentSymbolRequest,
  FoldingRangeKind,
  FoldingRangeRequest,
  SymbolKind,
} from 'vscode-languageserver/node';
import { formatEdits } from '../../core/rulelang/format.ts';
import { foldsOf, highlightsAt, symbolsOf } from '../../core/rulelang/symbols.ts';
import { guarded } from '../guarded.ts';
import type { Method } from '../method.ts';
import type { OpenDocument } from '../open-document.ts';
import { documentSelector, takesLater } from '../rule-files/only-rule-files.ts';
import { kindOf, ruleLanguageOf } from '../rule-files/rule-language.ts';
import { toTextEdits } from '../to-lsp.ts';

export const ruleOutline: Method = {
  capabilities: (client) => ({
    ...(takesLater(client, 'documentSymbol') ? {} : { documentSymbolProvider: true }),
    ...(takesLater(client, 'foldingRange') ? {} : { foldingRangeProvider: true }),
    ...(takesLater(client, 'documentHighlight') ? {} : { documentHighlightProvider: true }),
    ...(takesLater(client, 'formatting') ? {} : { documentFormattingProvider: true }),
  }),
  initialized({ client: registry }, _session, client) {
    const forRules = { documentSelector };
    if (takesLater(client, 'documentSymbol')) void registry.register(DocumentSymbolRequest.type, forRules);
    if (takesLater(client, 'foldingRange')) void registry.register(FoldingRangeRequest.type, forRules);
    if (takesLater(client, 'documentHighlight'))
      void registry.register(DocumentHighlightRequest.type, forRules);
    if (takesLater(client, 'formatting')) void registry.register(DocumentFormattingRequest.type, forRules);
  },
  register(connection, session) {
    const language = ruleLanguageOf(session);
    const opened = (uri: string): OpenDocument | undefined => {
      const document = session.documents.get(uri);
      return document && kindOf(document) !== undefined ? document : undefined;
    };
    connection.onDocumentSymbol(({ textDocument }) =>
      guarded(connection, 'symbols', none, async () => {
        const document = opened(textDocument.uri);
        if (!document) return null;
        const { file } = await language.linted(document);
        return symbolsOf(file).map(
          ({ rule, name, detail, span, nameSpan }): DocumentSymbol => ({
            name,
            detail,
            kind: rule.mode === 'off' ? SymbolKind.Null : SymbolKind.Event,
            range: document.lines.rangeOf(span),
            selectionRange: document.lines.rangeOf(nameSpan),
          }),
        );
      }),
    );
    connection.onFoldingRanges(({ textDocument }) =>
      guarded(connection, 'folding', none, async () => {
        const document = opened(textDocument.uri);
        if (!document) return null;
        const { file } = await language.linted(document);
        return foldsOf(file).map(({ startLine, endLine, kind }) => ({
          startLine,
          endLine,
          kind: kind === 'comment' ? FoldingRangeKind.Comment : FoldingRangeKind.Region,
        }));
      }),
    );
    connection.onDocumentHighlight(({ textDocument, position }) =>
      guarded(connection, 'highlights', none, async () => {
        const document = opened(textDocument.uri);
        if (!document) return null;
        const { file } = await language.linted(document);
        const spans = highlightsAt(file, document.lines.offsetAt(position), language.regexOf);
        return spans.map((span) => ({ range: document.lines.rangeOf(span) }));
      }),
    );
    connection.onDocumentFormatting(({ textDocument }) =>
      guarded(connection, 'formatting', none, async () => {
        const document = opened(textDocument.uri);
        if (!document) return null;
        const { file } = await language.linted(document);
        return toTextEdits(formatEdits(document.text, file), document.lines);
      }),
    );
  },
};

function none(): null {
  return null;
}
