// Findings of Inspector as problems of the workspace's files: code findings at their lines, vulnerable packages where a
// manifest declares them.
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver/node';
import { declarationOf } from '../../core/audit/match-declared.ts';
import { known } from '../../core/model/known.ts';
import type { Weakness, WeaknessSeverity } from '../../core/model/threat.ts';
import { type PlacedWeakness, placeWeaknesses } from '../../core/remedy/place-weaknesses.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import type { Session } from '../session.ts';
import { clientUri } from '../uri.ts';

export const inspectorSource = 'Inspector';

const severities: Readonly<Record<WeaknessSeverity, DiagnosticSeverity>> = {
  critical: DiagnosticSeverity.Error,
  high: DiagnosticSeverity.Error,
  medium: DiagnosticSeverity.Warning,
  low: DiagnosticSeverity.Information,
  informational: DiagnosticSeverity.Hint,
  untriaged: DiagnosticSeverity.Information,
};

export interface InspectorProblem {
  readonly placed: PlacedWeakness;
  readonly uri: string;
  readonly diagnostic: Diagnostic;
}

/** Where the findings of what was read last belong; empty where a setting says so. */
export async function placedProblems(session: Session): Promise<readonly InspectorProblem[]> {
  const { settings, threats, scope } = session;
  const open = threats.weaknesses();
  if (!settings.enable || !settings.inspectorProblems || open.length === 0) return [];
  const [{ workspace }, { handlers, unresolved }] = await Promise.all([scope.index(), scope.handlers()]);
  const declared = [...handlers.flatMap(({ configured }) => configured), ...unresolved];
  const read = (path: string) => session.documentAt(path)?.text ?? workspace.read(path);
  const placed = placeWeaknesses(open, {
    paths: workspace.paths,
    read,
    foldersOf(name) {
      const one = declarationOf({ name, tags: known({}) }, declared);
      return one?.folder === undefined ? [] : [one.folder];
    },
  });
  return placed.map((one) => ({
    placed: one,
    uri: clientUri(one.file, session),
    diagnostic: diagnosticOf(one, read(one.file) ?? ''),
  }));
}

function diagnosticOf(placed: PlacedWeakness, text: string): Diagnostic {
  const { weakness } = placed;
  const base = { source: inspectorSource, code: codeOf(weakness) };
  const where = `${weakness.function.name}, version ${weakness.function.version}`;
  if (placed.kind === 'code') {
    const advice = weakness.advice === '' ? '' : `\n${weakness.advice}`;
    const lines = text.split(/\r\n?|\n/);
    const start = Math.min(placed.startLine, lines.length) - 1;
    const end = Math.min(Math.max(placed.endLine, placed.startLine), lines.length) - 1;
    return {
      ...base,
      range: {
        start: { line: start, character: (lines[start] ?? '').search(/\S|$/) },
        end: { line: end, character: (lines[end] ?? '').length },
      },
      severity: severities[weakness.severity],
      message: `${weakness.title}, as deployed in ${where}${advice}`,
    };
  }
  const { mend } = placed;
  return {
    ...base,
    range: lineIndex(text).rangeOf(mend.span),
    // What is declared is mended already: it only has to be deployed.
    severity: mend.kind === 'deploy' ? DiagnosticSeverity.Information : severities[weakness.severity],
    message: `${weakness.title}: ${mend.fix.name} ${mend.fix.version} is deployed in ${where}\n${mend.words}`,
  };
}

/** The identifier that people know, where the title has one. */
function codeOf({ title, kind }: Weakness): string {
  return /\b(?:CVE-\d{4}-\d+|GHSA(?:-[0-9a-z]{4}){3}|CWE-\d+)\b/.exec(title)?.[0] ?? `${kind} weakness`;
}
