// Completion in rule files.
import {
  type CompletionItem,
  CompletionItemKind,
  CompletionRequest,
  InsertTextFormat,
  MarkupKind,
} from 'vscode-languageserver/node';
import { lineAt } from '../../core/rulelang/at-offset.ts';
import { completionsAt, type RuleCompletion } from '../../core/rulelang/complete.ts';
import type { RuleFile } from '../../core/rulelang/parse.ts';
import { guarded } from '../guarded.ts';
import type { Method } from '../method.ts';
import { documentSelector, takesLater } from '../rule-files/only-rule-files.ts';
import { kindOf, ruleLanguageOf } from '../rule-files/rule-language.ts';

const itemKinds: Readonly<Record<RuleCompletion['kind'], CompletionItemKind>> = {
  directive: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  rule: CompletionItemKind.Snippet,
  construct: CompletionItemKind.Operator,
  class: CompletionItemKind.Class,
  example: CompletionItemKind.Keyword,
};

const options = { triggerCharacters: ['#', '@', ' ', ':', ',', '\\', '?'] };

export const ruleCompletion: Method = {
  capabilities: (client) => (takesLater(client, 'completion') ? {} : { completionProvider: options }),
  initialized(connection, _session, client) {
    if (takesLater(client, 'completion'))
      void connection.client.register(CompletionRequest.type, { documentSelector, ...options });
  },
  register(connection, session) {
    connection.onCompletion(({ textDocument, position, context }) =>
      guarded(
        connection,
        'completion',
        () => [],
        async () => {
          const document = session.documents.get(textDocument.uri);
          if (!document || kindOf(document) === undefined) return [];
          const { file } = await ruleLanguageOf(session).linted(document);
          const offset = document.lines.offsetAt(position);
          if (!isWanted(document.text, file, offset, context?.triggerCharacter)) return [];
          const items = completionsAt(document.text, file, offset);
          return items.map(
            (item, index): CompletionItem => ({
              label: item.label,
              kind: itemKinds[item.kind],
              detail: item.detail,
              sortText: String(index).padStart(4, '0'),
              filterText:
                document.text.slice(item.span.start, item.span.end) === '' ? item.label : item.insert,
              insertTextFormat: item.isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
              textEdit: { range: document.lines.rangeOf(item.span), newText: item.insert },
              ...(item.documentation === undefined
                ? {}
                : { documentation: { kind: MarkupKind.Markdown, value: item.documentation } }),
            }),
          );
        },
      ),
    );
  },
};

/** A character that opens the list by itself does so only where it begins something. */
function isWanted(text: string, file: RuleFile, offset: number, trigger: string | undefined): boolean {
  if (trigger === undefined) return true;
  const kind = lineAt(file, offset)?.kind;
  if (kind === 'directive') return trigger !== '\\' && trigger !== '?';
  if (kind !== 'pattern') return trigger === '#';
  if (trigger === '?') return text.slice(0, offset).endsWith('(?');
  if (trigger === ':') return text.slice(0, offset).endsWith('[:');
  return trigger === '\\';
}
