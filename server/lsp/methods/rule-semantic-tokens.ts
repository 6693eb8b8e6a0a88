// Semantic tokens of rule files: the constructs inside of patterns.
import { type SemanticTokens, SemanticTokensBuilder } from 'vscode-languageserver/node';
import { tokensOf, tokenTypes } from '../../core/rulelang/tokens.ts';
import { overlaps } from '../../core/text/span.ts';
import { guarded } from '../guarded.ts';
import type { Method } from '../method.ts';
import type { OpenDocument } from '../open-document.ts';
import { kindOf, ruleLanguageOf } from '../rule-files/rule-language.ts';
import type { Session } from '../session.ts';

export const ruleSemanticTokens: Method = {
  capabilities: () => ({
    semanticTokensProvider: {
      documentSelector: [{ language: 'lambda-protect-rules' }],
      legend: { tokenTypes: [...tokenTypes], tokenModifiers: [] },
      full: true,
      range: true,
    },
  }),
  register(connection, session) {
    const { semanticTokens } = connection.languages;
    semanticTokens.on(({ textDocument }) =>
      guarded(connection, 'semantic tokens', nothing, () =>
        tokens(session, session.documents.get(textDocument.uri)),
      ),
    );
    semanticTokens.onRange(({ textDocument, range }) =>
      guarded(connection, 'semantic tokens', nothing, () => {
        const document = session.documents.get(textDocument.uri);
        return tokens(session, document, document?.lines.spanOf(range));
      }),
    );
  },
};

function nothing(): SemanticTokens {
  return { data: [] };
}

async function tokens(
  session: Session,
  document: OpenDocument | undefined,
  within?: { readonly start: number; readonly end: number },
): Promise<SemanticTokens> {
  if (!document || kindOf(document) === undefined) return nothing();
  const language = ruleLanguageOf(session);
  const { file } = await language.linted(document);
  const builder = new SemanticTokensBuilder();
  for (const token of tokensOf(file, language.regexOf)) {
    if (within && !overlaps(token, within)) continue;
    const { line, character } = document.lines.positionAt(token.start);
    builder.push(line, character, token.end - token.start, tokenTypes.indexOf(token.type), 0);
  }
  return builder.build();
}
