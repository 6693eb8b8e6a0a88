// Source code: the code rules, as live as the keystrokes.
import type { Diagnostic } from 'vscode-languageserver/node';
import type { ScanResult } from '../../core/engine/scan.ts';
import type { Finding } from '../../core/finding/finding.ts';
import { unguardedHandlers } from '../../core/fixes/guard/hints.ts';
import { languageOf } from '../../core/syntax/language-of.ts';
import { needsGrammar } from '../../core/syntax/regions-of-text.ts';
import { movedHandlers } from '../guard/document-handlers.ts';
import type { OpenDocument } from '../open-document.ts';
import type { Session } from '../session.ts';
import { toDiagnostic, wholeFileRemark } from '../to-lsp.ts';
import type { Diagnoser } from './diagnoser.ts';

export const code: Diagnoser = {
  appliesTo: ({ language }) => languageOf(language) !== undefined,
  async diagnose(document, session) {
    if (!(await session.scope.contains(document.path))) return [];
    const { findings, leftOut } = await scanDocument(document, session);
    return diagnosticsOf([...findings, ...(await guardHints(document, session))], leftOut);
  },
};

async function guardHints(document: OpenDocument, session: Session): Promise<readonly Finding[]> {
  if (!session.settings.guardHints) return [];
  return unguardedHandlers(await movedHandlers(document, session), document.lines);
}

/** Also the source of hovers and fixes, so that they speak of the same findings. */
export async function scanDocument(document: OpenDocument, session: Session): Promise<ScanResult> {
  const scanner = await session.scanner();
  if (needsGrammar(document.language)) await scanner.parser.load([document.language]);
  return scanner.scanText({
    path: document.path,
    language: document.language,
    text: document.text,
    memo: document.memo,
    regions: () => document.regions(scanner.parser),
    timeLimitMs: session.settings.timeLimitMs,
  });
}

export function diagnosticsOf(
  findings: readonly Finding[],
  leftOut: readonly string[],
): readonly Diagnostic[] {
  const shown = findings.map(toDiagnostic).filter((one) => one !== undefined);
  const remarks = leftOut.map((what) => wholeFileRemark(`not looked at: ${what}`, 'scan-incomplete', 'info'));
  return [...remarks, ...shown];
}
