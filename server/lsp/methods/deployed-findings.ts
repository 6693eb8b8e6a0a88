// What the audit found wrong with a deployed function, at the place in the workspace that declares it; and calls of AWS
// that no statement of its role allows, where they stand. It follows the open audit and asks AWS nothing.

import { readFile } from 'node:fs/promises';
import { type Connection, type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver/node';
import { nameOf } from '../../core/iam/reach.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import type { Span } from '../../core/text/span.ts';
import { codeNeedsOf } from '../code-needs.ts';
import { deployedHandlers } from '../deployed-handlers.ts';
import type { Method } from '../method.ts';
import { uriOf } from '../open-document.ts';
import { pushDiagnostics } from '../pushed-diagnostics.ts';
import type { Session } from '../session.ts';
import { source, toSeverity } from '../to-lsp.ts';

/** A scan changes many things within moments. */
const SETTLE_MS = 300;

export const deployedFindings: Method = {
  register(connection, session) {
    let timer: NodeJS.Timeout | undefined;
    let last: Promise<void> = Promise.resolve();
    const later = (): void => {
      // To clients that are pushed to, one list of a file would take the place of the other.
      if (session.audit.shown === undefined || !session.clientPulls) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        last = last
          .then(() => publish(connection, session))
          .catch((error: unknown) =>
            connection.console.warn(`findings of deployed functions cannot be placed: ${String(error)}`),
          );
      }, SETTLE_MS);
      timer.unref();
    };
    session.audit.onChange(later);
    session.onChange(later);
    codeNeedsOf(session).onChange(later);
  },
};

async function publish(connection: Connection, session: Session): Promise<void> {
  const byUri = session.settings.enable ? await diagnosticsByUri(session) : new Map<string, Diagnostic[]>();
  await pushDiagnostics(connection, 'deployed-findings', byUri);
}

async function diagnosticsByUri(session: Session): Promise<Map<string, Diagnostic[]>> {
  const byUri = new Map<string, Diagnostic[]>();
  const add = async (file: string, span: Span, diagnostic: Omit<Diagnostic, 'range'>): Promise<void> => {
    const text = session.documentAt(file)?.text ?? (await readFile(file, 'utf8').catch(() => ''));
    const uri = uriOf(file);
    const one = { ...diagnostic, range: lineIndex(text).rangeOf(span) };
    byUri.set(uri, [...(byUri.get(uri) ?? []), one]);
  };
  const subjects = session.audit.shown?.subjects;
  for (const { deployed, declared } of await deployedHandlers(session)) {
    const region = deployed.arn.split(':')[3] ?? '';
    for (const { finding } of subjects?.get(deployed.arn)?.findings ?? []) {
      const severity = toSeverity(finding.severity);
      if (finding.suppression !== undefined || severity > DiagnosticSeverity.Warning) continue;
      const message = `deployed as ${deployed.name} (${region}): ${finding.message}`;
      await add(declared.file, declared.span, { severity, source, code: finding.id, message });
    }
  }
  for (const { name, region, answer } of codeNeedsOf(session).last)
    for (const { action, calls } of answer.missing)
      for (const { file, span } of calls) {
        const message = `deployed as ${name} (${region}): no statement of ${nameOf(answer.roleArn)} allows ${action}`;
        await add(file, span, {
          severity: DiagnosticSeverity.Information,
          source,
          code: 'call-not-granted',
          message,
        });
      }
  return byUri;
}
