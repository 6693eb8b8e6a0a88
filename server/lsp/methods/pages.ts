// Read-only pages of what an audit found.
import { type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { renderFindingPage } from '../../core/report/finding-page.ts';
import { renderFunctionPage } from '../../core/report/function-page.ts';
import { type DeployedPlace, parseDeployedUri } from '../../protocol/deployed-code.ts';
import { type PageParams, pageRequest, parsePageUri } from '../../protocol/pages.ts';
import type { Method } from '../method.ts';
import type { Session } from '../session.ts';
import { factsOf } from '../trees/functions.ts';

export const pages: Method = {
  register(connection, session) {
    connection.onRequest(pageRequest, async ({ uri }: PageParams): Promise<string> => {
      const deployed = parseDeployedUri(uri);
      if (deployed !== undefined) return deployedText(session, connection, deployed);
      const page = await renderPage(uri, session);
      if (page === undefined)
        throw new ResponseError(
          ErrorCodes.InvalidParams,
          'the audit that this page was about is no longer open',
        );
      return page;
    });
  },
};

async function deployedText(session: Session, connection: Connection, place: DeployedPlace): Promise<string> {
  const { path } = place;
  try {
    const { openPackage } = await import('../deployed-code.ts');
    const text = (await openPackage(session, connection, place)).text(path);
    if (text === undefined) throw new Error(`${path} is no text, or too large to be shown`);
    return text;
  } catch (error) {
    throw new ResponseError(
      ErrorCodes.InvalidRequest,
      error instanceof Error ? error.message : String(error),
    );
  }
}

async function renderPage(uri: string, session: Session): Promise<string | undefined> {
  const { audit } = session;
  const page = parsePageUri(uri);
  if (page?.kind === 'threat') return (await import('../threat-pages.ts')).threatPage(page.id, session);
  const shown = page && (await audit.shownOrKept());
  if (page === undefined || shown === undefined) return undefined;
  switch (page.kind) {
    case 'finding': {
      const finding = shown.findings.get(page.id);
      if (finding === undefined) return undefined;
      const { checks } = await import('../../core/audit/checks/index.ts');
      return renderFindingPage(
        finding,
        checks.find(({ id }) => id === finding.id),
        shown.snapshot,
      );
    }
    case 'needs':
      return (await import('../code-needs.ts')).needsPage(page.id, session);
    case 'function': {
      const one = shown.functions.get(page.id);
      const subject = shown.subjects.get(page.id);
      if (one === undefined || subject === undefined) return undefined;
      const findings = subject.findings.map(({ finding }) => finding);
      return renderFunctionPage(one, factsOf(one), findings, subject.judgement);
    }
  }
}
