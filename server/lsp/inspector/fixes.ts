// Quick fixes for packages that Inspector calls vulnerable: the version is raised where the manifest declares it.
import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver/node';
import { compareVersions } from '../../core/remedy/mend/version.ts';
import type { OpenDocument } from '../open-document.ts';
import type { Session } from '../session.ts';
import { toTextEdits } from '../to-lsp.ts';
import { type InspectorProblem, placedProblems } from './problems.ts';

export async function inspectorFixes(
  document: OpenDocument,
  { range, context: { only } }: CodeActionParams,
  session: Session,
): Promise<CodeAction[]> {
  if (only !== undefined && !only.some((kind) => CodeActionKind.QuickFix.startsWith(kind))) return [];
  const here = (await placedProblems(session)).filter(({ placed }) => placed.file === slashed(document.path));
  const span = document.lines.spanOf(range);
  const mended = here.flatMap((problem) => {
    const { placed } = problem;
    return placed.kind === 'package' && placed.mend.kind === 'edit'
      ? [{ ...problem, mend: placed.mend }]
      : [];
  });
  const wanted = mended.filter(({ mend }) => touches(mend.span, span));
  const actions = byPlace(wanted).map(
    ({ mend, diagnostics }): CodeAction => ({
      title: `Raise ${mend.fix.name} to ${mend.fix.fixedIn}`,
      kind: CodeActionKind.QuickFix,
      isPreferred: true,
      diagnostics,
      edit: { changes: { [document.uri]: toTextEdits(mend.edits, document.lines) } },
    }),
  );
  const all = byPlace(mended);
  if (actions.length > 0 && all.length > 1)
    actions.push({
      title: `Raise all ${all.length} packages of this file that Inspector calls vulnerable`,
      kind: CodeActionKind.QuickFix,
      diagnostics: all.flatMap(({ diagnostics }) => diagnostics),
      edit: {
        changes: {
          [document.uri]: toTextEdits(
            all.flatMap(({ mend }) => mend.edits),
            document.lines,
          ),
        },
      },
    });
  return actions;
}

type Mended = InspectorProblem & {
  readonly mend: Extract<InspectorProblem['placed'], { kind: 'package' }>['mend'];
};

/** Several findings on one declaration have one edit: that to the highest version. */
function byPlace(problems: readonly Mended[]) {
  const places = new Map<string, { mend: Mended['mend']; diagnostics: InspectorProblem['diagnostic'][] }>();
  for (const { mend, diagnostic } of problems) {
    const key = `${mend.span.start} ${mend.span.end}`;
    const known = places.get(key);
    if (known === undefined) places.set(key, { mend, diagnostics: [diagnostic] });
    else {
      known.diagnostics.push(diagnostic);
      if (compareVersions(mend.fix.fixedIn, known.mend.fix.fixedIn) > 0) known.mend = mend;
    }
  }
  return [...places.values()];
}

function touches(
  a: { readonly start: number; readonly end: number },
  b: { readonly start: number; readonly end: number },
): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
