// Rule files: what is wrong with them, while they are written.
import { type Diagnostic, DiagnosticTag } from 'vscode-languageserver/node';
import { problemData } from '../../core/rulelang/lint.ts';
import type { RuleProblem } from '../../core/rulelang/rule.ts';
import { lintPage } from '../../platform/lint-page.ts';
import { ruleFileKindOf } from '../../platform/rule-files.ts';
import type { OpenDocument } from '../open-document.ts';
import { ruleLanguageOf } from '../rule-files/rule-language.ts';
import { source, toSeverity } from '../to-lsp.ts';
import type { Diagnoser } from './diagnoser.ts';

export const ruleFile: Diagnoser = {
  appliesTo: ({ path }) => ruleFileKindOf(path) !== undefined,
  async diagnose(document, session) {
    const problems = await ruleLanguageOf(session).problems(document);
    return problems.map((problem) => toDiagnostic(problem, document));
  },
};

export function toDiagnostic(problem: RuleProblem, document: OpenDocument): Diagnostic {
  const { code, severity, message, span } = problem;
  const { related = [], unnecessary } = problemData(problem);
  const href = lintPage(code);
  return {
    range: document.lines.rangeOf(span),
    severity: toSeverity(severity),
    source,
    code,
    message,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    ...(unnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related.length === 0
      ? {}
      : {
          relatedInformation: related.map((one) => ({
            location: { uri: document.uri, range: document.lines.rangeOf(one.span) },
            message: one.message,
          })),
        }),
  };
}
