// Rule files: what is wrong with them, while they are written.
import { dirname } from 'node:path';
import type { RuleProblem } from '../../core/rulelang/rule.ts';
import { ruleFileKindOf } from '../../platform/rule-files.ts';
import type { OpenDocument } from '../open-document.ts';
import type { Session } from '../session.ts';
import { source, toSeverity } from '../to-lsp.ts';
import type { Diagnoser } from './diagnoser.ts';

export const ruleFile: Diagnoser = {
  appliesTo: ({ path }) => ruleFileKindOf(path) !== undefined,
  async diagnose(document, session) {
    const problems = await problemsOf(document, session);
    return problems.map(({ code, severity, message, span, data }) => ({
      range: document.lines.rangeOf(span),
      severity: toSeverity(severity),
      source,
      code,
      message,
      ...(data === undefined ? {} : { data }),
    }));
  },
};

async function problemsOf(document: OpenDocument, session: Session): Promise<readonly RuleProblem[]> {
  const scanner = await session.scanner();
  const { files } = scanner.rulesFor(dirname(document.path));
  return files.find(({ path }) => path === document.path)?.problems ?? [];
}
