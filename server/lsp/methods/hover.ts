// Hover on a finding in code: what the rule forbids, why, and what to do instead.
import { MarkupKind } from 'vscode-languageserver/node';
import type { Finding } from '../../core/finding/finding.ts';
import { languageOf } from '../../core/syntax/language-of.ts';
import { ruleFileKindOf } from '../../platform/rule-files.ts';
import { scanDocument } from '../diagnosers/code.ts';
import { guarded } from '../guarded.ts';
import type { Method } from '../method.ts';
import { uriOf } from '../open-document.ts';
import { ruleHover } from '../rule-files/rule-hover.ts';

export const hover: Method = {
  capabilities: () => ({ hoverProvider: true }),
  register(connection, session) {
    connection.onHover(({ textDocument, position }) =>
      guarded(
        connection,
        'hover',
        () => null,
        async () => {
          const document = session.documents.get(textDocument.uri);
          if (!document || !session.settings.enable) return null;
          if (ruleFileKindOf(document.path) !== undefined) return ruleHover(document, position, session);
          if (languageOf(document.language) === undefined || !(await session.scope.contains(document.path)))
            return null;
          const offset = document.lines.offsetAt(position);
          const { findings } = await scanDocument(document, session);
          const here = findings.filter(
            ({ place }) => place.kind === 'code' && place.span.start <= offset && offset <= place.span.end,
          );
          const [first] = here;
          if (first?.place.kind !== 'code') return null;
          const value = here.map(toMarkdown).join('\n\n---\n\n');
          return { contents: { kind: MarkupKind.Markdown, value }, range: first.place.range };
        },
      ),
    );
  },
};

function toMarkdown(finding: Finding): string {
  const { id, message, why, todo, ref, cwe, suppression, related } = finding;
  const parts = [`**${plain(message)}** \`${id}\``];
  if (suppression) parts.push(`Allowed here: ${plain(suppression.justification)}`);
  if (why !== undefined) parts.push(plain(why));
  if (todo !== undefined) parts.push(`**Instead:** ${plain(todo)}`);
  const links = cwe.map((number) => `[CWE-${number}](https://cwe.mitre.org/data/definitions/${number}.html)`);
  const rule = related?.[0]?.place;
  if (rule?.kind === 'code') links.unshift(`[the rule](${uriOf(rule.file)}#L${rule.range.start.line + 1})`);
  if (ref !== undefined) links.push(`[more](${ref})`);
  if (links.length > 0) parts.push(links.join(' · '));
  return parts.join('\n\n');
}

/** Rule texts are plain text: what Markdown would read into them is escaped. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
}
