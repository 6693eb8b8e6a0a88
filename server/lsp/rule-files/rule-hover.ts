// Hover in a rule file.
import { type Hover, MarkupKind, type Position } from 'vscode-languageserver/node';
import { lineAt, ruleOfLine } from '../../core/rulelang/at-offset.ts';
import { hoverAt } from '../../core/rulelang/hover.ts';
import type { OpenDocument } from '../open-document.ts';
import type { Session } from '../session.ts';
import { allFacts } from './facts.ts';
import { measuresOf } from './measures.ts';
import { ruleLanguageOf } from './rule-language.ts';

export async function ruleHover(
  document: OpenDocument,
  position: Position,
  session: Session,
): Promise<Hover | null> {
  const language = ruleLanguageOf(session);
  const { file } = await language.linted(document);
  const offset = document.lines.offsetAt(position);
  const line = lineAt(file, offset);
  const rule = line?.kind === 'pattern' ? ruleOfLine(file, line) : undefined;
  const measures = measuresOf(session, () => {});
  const facts = rule ? await allFacts(document.path, rule, session, await language.linter(), measures) : {};
  const found = hoverAt({ file, offset, regexOf: language.regexOf, factsOf: () => facts });
  if (!found) return null;
  return {
    contents: { kind: MarkupKind.Markdown, value: found.markdown },
    range: document.lines.rangeOf(found.span),
  };
}
