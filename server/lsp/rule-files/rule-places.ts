// Where a rule is written and where it is spoken of: its file, and the comments that allow it. For definition,
// references and rename.
import { dirname } from 'node:path';
import { findAllows } from '../../core/engine/suppress.ts';
import type { RuleFile } from '../../core/rulelang/parse.ts';
import { idSpanOf, ruleAt } from '../../core/rulelang/rename.ts';
import type { Rule } from '../../core/rulelang/rule.ts';
import { languageIdOf } from '../../core/syntax/language-of.ts';
import { regionsOfText } from '../../core/syntax/regions-of-text.ts';
import { lineIndex, type Range } from '../../core/text/line-index.ts';
import type { Span } from '../../core/text/span.ts';
import { ruleFileKindOf } from '../../platform/rule-files.ts';
import type { OpenDocument } from '../open-document.ts';
import type { Session } from '../session.ts';

export interface TextPlace {
  readonly path: string;
  readonly range: Range;
}

/** The file that a rule is written in. */
export interface RuleHome {
  readonly path: string;
  readonly text: string;
  readonly file: RuleFile;
  readonly rule: Rule;
  readonly index: number;
}

/** A rule that a person points at, and the characters of its name there. */
export interface NamedRule {
  readonly id: string;
  /** Nothing where no rule has the id. */
  readonly home: RuleHome | undefined;
  readonly span: Span;
}

/** In a rule file the rule at the offset; in code the id inside of an allow. */
export async function ruleNamedAt(
  document: OpenDocument,
  offset: number,
  session: Session,
): Promise<NamedRule | undefined> {
  const scanner = await session.scanner();
  const { files } = scanner.rulesFor(dirname(document.path));
  if (ruleFileKindOf(document.path) !== undefined) {
    const own = files.find(({ path }) => path === document.path);
    const at = own && ruleAt(own.parsed, offset);
    if (!own || !at) return undefined;
    const home = { path: own.path, text: own.text, file: own.parsed, rule: at.rule, index: at.index };
    return { id: at.rule.id, home, span: at.idSpan ?? at.rule.patternSpan };
  }
  await scanner.parser.load([document.language]);
  const allows = findAllows(document.text, document.lines, () => document.regions(scanner.parser));
  const named = allows
    .flatMap(({ ids }) => ids)
    .find(({ span }) => span.start <= offset && offset <= span.end);
  if (!named) return undefined;
  const { id, span } = named;
  for (const { path, text, parsed } of files) {
    const index = parsed.rules.findIndex((rule) => rule.id === id);
    const rule = parsed.rules[index];
    if (rule) return { id, home: { path, text, file: parsed, rule, index }, span };
  }
  return { id, home: undefined, span };
}

/** Where the id is written in the rule's own file, else the pattern. */
export function definitionOf({ path, text, file, rule, index }: RuleHome): TextPlace {
  return { path, range: lineIndex(text).rangeOf(idSpanOf(file, index) ?? rule.patternSpan) };
}

/** Every id inside of an allow that means the rule, in all sources to which the rule's folder applies. */
export async function allowsOf(id: string, home: RuleHome, session: Session): Promise<readonly TextPlace[]> {
  const scanner = await session.scanner();
  const { workspace } = await session.scope.index();
  const paths = new Set(workspace.paths);
  for (const { path } of session.documents.values()) paths.add(path);
  const found: TextPlace[] = [];
  for (const path of paths) {
    const language = languageIdOf(path);
    if (language === undefined) continue;
    const text = session.documentAt(path)?.text ?? workspace.read(path);
    if (text === undefined || !text.includes('protect:') || !text.includes(id)) continue;
    if (!scanner.rulesFor(dirname(path)).files.some((file) => file.path === home.path)) continue;
    await scanner.parser.load([language]);
    const lines = lineIndex(text);
    const allows = findAllows(text, lines, () => regionsOfText(scanner.parser, language, text));
    for (const allow of allows)
      for (const one of allow.ids) if (one.id === id) found.push({ path, range: lines.rangeOf(one.span) });
  }
  return found;
}
