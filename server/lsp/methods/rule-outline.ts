// The outline of a rule file, what folds in it, which brackets belong together, and its formatting.
import { type DocumentSymbol, FoldingRangeKind, SymbolKind } from 'vscode-languageserver/node';
import { formatEdits } from '../../core/rulelang/format.ts';
import { foldsOf, highlightsAt, symbolsOf } from '../../core/rulelang/symbols.ts';
import { guarded } from '../guarded.ts';
import type { Method } from '../method.ts';
import type { OpenDocument } from '../open-document.ts';
import { kindOf, ruleLanguageOf } from '../rule-files/rule-language.ts';
import { toTextEdits } from '../to-lsp.ts';

export const ruleOutline: Method = {
  capabilities: () => ({
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    documentHighlightProvider: true,
    documentFormattingProvider: true,
  }),
  register(connection, session) {
    const language = ruleLanguageOf(session);
    const opened = (uri: string): OpenDocument | undefined => {
      const document = session.documents.get(uri);
      return document && kindOf(document) !== undefined ? document : undefined;
    };
    connection.onDocumentSymbol(({ textDocument }) =>
      guarded(connection, 'symbols', none, async () => {
        const document = opened(textDocument.uri);
        if (!document) return [];
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
        if (!document) return [];
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
        if (!document) return [];
        const { file } = await language.linted(document);
        const spans = highlightsAt(file, document.lines.offsetAt(position), language.regexOf);
        return spans.map((span) => ({ range: document.lines.rangeOf(span) }));
      }),
    );
    connection.onDocumentFormatting(({ textDocument }) =>
      guarded(connection, 'formatting', none, async () => {
        const document = opened(textDocument.uri);
        if (!document) return [];
        const { file } = await language.linted(document);
        return toTextEdits(formatEdits(document.text, file), document.lines);
      }),
    );
  },
};

function none(): [] {
  return [];
}
