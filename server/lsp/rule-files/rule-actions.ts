// Quick fixes in a rule file. Tightening a pattern says how many workspace lines it would stop matching.
import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver/node';
import { fixesOf } from '../../core/rulelang/fix.ts';
import { problemData } from '../../core/rulelang/lint.ts';
import { searchedOver } from '../../core/rulelang/linter.ts';
import type { Rule, RuleProblem } from '../../core/rulelang/rule.ts';
import { countOf } from '../../core/rulelang/rule-facts.ts';
import { type ShowPlaces, showPlacesCommand } from '../../protocol/client-commands.ts';
import { toDiagnostic } from '../diagnosers/rule-file.ts';
import type { OpenDocument } from '../open-document.ts';
import type { Session } from '../session.ts';
import { toTextEdits } from '../to-lsp.ts';
import { clientUri } from '../uri.ts';
import { type HitPlace, measuresOf } from './measures.ts';
import { ruleLanguageOf } from './rule-language.ts';

export async function ruleActions(
  document: OpenDocument,
  params: CodeActionParams,
  session: Session,
): Promise<CodeAction[]> {
  const { only } = params.context;
  if (only && !only.some((kind) => CodeActionKind.QuickFix.startsWith(kind))) return [];
  const language = ruleLanguageOf(session);
  const problems = await language.problems(document);
  const { file } = await language.linted(document);
  const { start, end } = document.lines.spanOf(params.range);
  const here = problems.filter(({ span }) => span.start <= end && start <= span.end);
  const actions: CodeAction[] = [];
  for (const problem of here) {
    const { tighten } = problemData(problem);
    const rule = file.rules.find(
      ({ patternSpan }) => patternSpan.start <= problem.span.start && problem.span.end <= patternSpan.end,
    );
    const lost = tighten && rule ? await lostLines(document.path, rule, tighten.to, session) : undefined;
    for (const fix of fixesOf(problem)) {
      actions.push({
        title: lost === undefined ? fix.title : `${fix.title} (${lostWords(lost)})`,
        kind: CodeActionKind.QuickFix,
        isPreferred: fix.preferred,
        diagnostics: [toDiagnostic(problem, document)],
        edit: { changes: { [document.uri]: toTextEdits(fix.edits, document.lines) } },
      });
    }
    const show = lost && lost.length > 0 && rule ? showLost(document, problem, lost, session) : undefined;
    if (show) actions.push(show);
  }
  return withoutRepeats(actions);
}

function lostWords(lost: readonly HitPlace[]): string {
  return lost.length === 0
    ? 'no workspace line stops matching'
    : `${countOf(lost.length, 'workspace line')} would stop matching`;
}

/** The lines that the rule hits now and the changed pattern would not. Nothing while they are being measured. */
async function lostLines(
  path: string,
  rule: Rule,
  pattern: string,
  session: Session,
): Promise<readonly HitPlace[] | undefined> {
  if (rule.kind !== 'code') return undefined;
  const hits = measuresOf(session, () => {}).codeHits(path, rule);
  const compiled = (await ruleLanguageOf(session).linter()).compile(pattern, searchedOver(rule));
  if (hits.state !== 'known' || !compiled.ok) return undefined;
  return (hits.places ?? []).filter(({ line }) => !compiled.regex.test(line));
}

function showLost(
  document: OpenDocument,
  problem: RuleProblem,
  lost: readonly HitPlace[],
  session: Session,
): CodeAction | undefined {
  if (session.options.commands?.includes(showPlacesCommand) !== true) return undefined;
  const title = `Show the ${countOf(lost.length, 'line')} that would stop matching`;
  const argument: ShowPlaces = {
    uri: document.uri,
    position: document.lines.positionAt(problem.span.start),
    places: lost.map(({ path, range }) => ({ uri: clientUri(path, session), range })),
  };
  return {
    title,
    kind: CodeActionKind.QuickFix,
    command: { title, command: showPlacesCommand, arguments: [argument] },
  };
}

/** Two words of one group have the same fix. */
function withoutRepeats(actions: readonly CodeAction[]): CodeAction[] {
  const seen = new Set<string>();
  return actions.filter((action) => {
    const key = JSON.stringify([action.title, action.edit ?? action.command]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
