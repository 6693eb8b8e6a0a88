// Quick fixes of findings in code, and "fix all" where an edit is safe for all.
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Command,
  type TextEdit as LspTextEdit,
} from 'vscode-languageserver/node';
import type { Finding } from '../../core/finding/finding.ts';
import type { FixProposal } from '../../core/fixes/fix.ts';
import { fixes } from '../../core/fixes/index.ts';
import { isManifest } from '../../core/remedy/mend/mend-manifest.ts';
import { languageOf } from '../../core/syntax/language-of.ts';
import { applyEdits, type TextEdit } from '../../core/text/edit.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import { overlaps } from '../../core/text/span.ts';
import { ruleFileKindOf } from '../../platform/rule-files.ts';
import { selectCommand } from '../../protocol/messages.ts';
import { scanDocument } from '../diagnosers/code.ts';
import { guardActions } from '../guard/guard-actions.ts';
import { guarded } from '../guarded.ts';
import { inspectorFixes } from '../inspector/fixes.ts';
import type { Method } from '../method.ts';
import type { OpenDocument } from '../open-document.ts';
import { ruleActions } from '../rule-files/rule-actions.ts';
import type { Session } from '../session.ts';
import { toDiagnostic, toTextEdits } from '../to-lsp.ts';

const fixAllKind = `${CodeActionKind.SourceFixAll}.lambdaProtect`;

export const codeActions: Method = {
  capabilities: () => ({
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind],
    },
  }),
  register(connection, session) {
    connection.onCodeAction((params) =>
      guarded(
        connection,
        'code actions',
        () => [],
        async () => {
          const document = session.documents.get(params.textDocument.uri);
          if (!document || !session.settings.enable) return [];
          if (ruleFileKindOf(document.path) !== undefined) return ruleActions(document, params, session);
          if (isManifest(document.path)) return inspectorFixes(document, params, session);
          if (languageOf(document.language) === undefined) return [];
          if (!(await session.scope.contains(document.path))) return [];
          return actionsFor(document, params, session);
        },
      ),
    );
  },
};

async function actionsFor(
  document: OpenDocument,
  params: CodeActionParams,
  session: Session,
): Promise<CodeAction[]> {
  const { findings } = await scanDocument(document, session);
  const live = findings.filter(({ suppression }) => suppression === undefined);
  const wanted = (kind: string) =>
    params.context.only?.some((only) => kind === only || kind.startsWith(`${only}.`)) ?? true;
  const { parser } = await session.scanner();
  const proposalsOf = (finding: Finding) =>
    fixes.flatMap((fix) =>
      fix.propose({
        finding,
        file: document.path,
        language: document.language,
        text: document.text,
        lines: document.lines,
        regions: () => document.regions(parser),
      }),
    );

  const actions: CodeAction[] = [];
  if (wanted(CodeActionKind.QuickFix)) {
    const span = document.lines.spanOf(params.range);
    const here = live.filter(({ place }) => place.kind === 'code' && touches(place.span, span));
    for (const finding of here) {
      for (const proposal of proposalsOf(finding)) {
        actions.push(toAction(document, finding, proposal, session));
        const same = live.filter(({ id }) => id === finding.id);
        if (!proposal.safeForAll || same.length < 2) continue;
        const edits = safeEdits(same, proposalsOf);
        actions.push({
          title: `Fix all ${same.length} of ${finding.id} in this file`,
          kind: CodeActionKind.QuickFix,
          edit: { changes: { [document.uri]: toTextEdits(edits, document.lines) } },
        });
      }
    }
  }
  for (const action of await guardActions(document, params.range, session)) {
    if (wanted(action.kind ?? CodeActionKind.QuickFix)) actions.push(action);
  }
  if (wanted(fixAllKind)) {
    const edits = safeEdits(live, proposalsOf);
    if (edits.length > 0) {
      actions.push({
        title: 'Fix all findings of Lambda Protect that have a safe edit',
        kind: fixAllKind,
        edit: { changes: { [document.uri]: toTextEdits(edits, document.lines) } },
      });
    }
  }
  return actions;
}

function toAction(
  document: OpenDocument,
  finding: Finding,
  proposal: FixProposal,
  session: Session,
): CodeAction {
  const changes: Record<string, LspTextEdit[]> = {
    [document.uri]: toTextEdits(proposal.edits, document.lines),
  };
  const diagnostic = toDiagnostic(finding);
  const command = selectionCommand(document, proposal, session);
  return {
    title: proposal.title,
    kind: CodeActionKind.QuickFix,
    isPreferred: proposal.preferred,
    edit: { changes },
    ...(diagnostic ? { diagnostics: [diagnostic] } : {}),
    ...(command ? { command } : {}),
  };
}

/** In clients that can: select what the person is to type over, behind the edit. */
function selectionCommand(
  document: OpenDocument,
  { edits, select }: FixProposal,
  session: Session,
): Command | undefined {
  if (select === undefined || !session.options.commands?.includes(selectCommand)) return undefined;
  const range = lineIndex(applyEdits(document.text, edits)).rangeOf(select);
  return { title: 'Select', command: selectCommand, arguments: [document.uri, range] };
}

/** The first safe proposal of each finding, without those that would touch an edit taken before. */
function safeEdits(
  findings: readonly Finding[],
  proposalsOf: (finding: Finding) => readonly FixProposal[],
): TextEdit[] {
  const taken: TextEdit[] = [];
  for (const finding of findings) {
    const proposal = proposalsOf(finding).find(({ safeForAll }) => safeForAll);
    if (proposal?.edits.every((edit) => taken.every(({ span }) => !touches(span, edit.span))))
      taken.push(...proposal.edits);
  }
  return taken;
}

function touches(
  a: { readonly start: number; readonly end: number },
  b: { readonly start: number; readonly end: number },
): boolean {
  return overlaps(a, b) || a.start === b.end || b.start === a.end || a.start === b.start;
}
