// What the audit found wrong with a deployed function, at the place in the workspace that declares it. It follows the
// open audit and asks AWS nothing.

import { readFile } from 'node:fs/promises';
import { type Connection, type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver/node';
import { declarationOf } from '../../core/audit/match-declared.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import type { Method } from '../method.ts';
import { uriOf } from '../open-document.ts';
import type { Session } from '../session.ts';
import { source, toSeverity } from '../to-lsp.ts';

/** A scan changes many things within moments. */
const SETTLE_MS = 300;

export const deployedFindings: Method = {
  register(connection, session) {
    const told = new Set<string>();
    let timer: NodeJS.Timeout | undefined;
    let last: Promise<void> = Promise.resolve();
    const later = (): void => {
      // To clients that are pushed to, one list of a file would take the place of the other.
      if (session.audit.shown === undefined || !session.clientPulls) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        last = last
          .then(() => publish(connection, session, told))
          .catch((error: unknown) =>
            connection.console.warn(`findings of deployed functions cannot be placed: ${String(error)}`),
          );
      }, SETTLE_MS);
      timer.unref();
    };
    session.audit.onChange(later);
    session.onChange(later);
  },
};

async function publish(connection: Connection, session: Session, told: Set<string>): Promise<void> {
  const byUri = session.settings.enable ? await diagnosticsByUri(session) : new Map<string, Diagnostic[]>();
  for (const uri of told) {
    if (byUri.has(uri)) continue;
    told.delete(uri);
    await connection.sendDiagnostics({ uri, diagnostics: [] });
  }
  for (const [uri, diagnostics] of byUri) {
    told.add(uri);
    await connection.sendDiagnostics({ uri, diagnostics });
  }
}

async function diagnosticsByUri(session: Session): Promise<Map<string, Diagnostic[]>> {
  const { shown } = session.audit;
  const { handlers, unresolved } = await session.scope.handlers();
  const places = new Map(
    [...handlers.flatMap((one) => one.configured), ...unresolved].map((one) => [
      `${one.file} ${one.span.start}`,
      one,
    ]),
  );
  const declared = [...places.values()];
  const byUri = new Map<string, Diagnostic[]>();
  for (const [arn, { findings }] of shown?.subjects ?? []) {
    const deployed = shown?.functions.get(arn);
    const place = deployed && declarationOf(deployed, declared);
    if (deployed === undefined || place === undefined) continue;
    const text = session.documentAt(place.file)?.text ?? (await readFile(place.file, 'utf8').catch(() => ''));
    const range = lineIndex(text).rangeOf(place.span);
    const uri = uriOf(place.file);
    const region = arn.split(':')[3] ?? '';
    for (const { finding } of findings) {
      const severity = toSeverity(finding.severity);
      if (finding.suppression !== undefined || severity > DiagnosticSeverity.Warning) continue;
      const message = `deployed as ${deployed.name} (${region}): ${finding.message}`;
      const one: Diagnostic = { range, severity, source, code: finding.id, message };
      byUri.set(uri, [...(byUri.get(uri) ?? []), one]);
    }
  }
  return byUri;
}
