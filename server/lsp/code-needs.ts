// What the code of deployed functions needs of their roles, beside what the open audit says that these give: for
// lenses, problems and a page. Read again shortly behind a change, never while somebody types.
import { readFile } from 'node:fs/promises';
import type { CodeLens } from 'vscode-languageserver/node';
import type { NeedsAnswer } from '../core/audit/code-needs.ts';
import { renderNeedsPage, summarizeNeeds } from '../core/report/needs-report.ts';
import type { Handler } from '../core/syntax/handlers.ts';
import { lineIndex } from '../core/text/line-index.ts';
import { relativePath } from '../core/text/path.ts';
import { pageUri, showPageCommand } from '../protocol/pages.ts';
import { deployedHandlers } from './deployed-handlers.ts';
import { documentHandlers } from './guard/document-handlers.ts';
import type { OpenDocument } from './open-document.ts';
import type { Session } from './session.ts';

const SETTLE_MS = 800;

export interface DeployedNeeds {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly handler: Handler;
  readonly answer: NeedsAnswer;
}

export interface CodeNeeds {
  /** As they were read last. */
  readonly last: readonly DeployedNeeds[];
  onChange(listener: () => void): void;
}

const ofSession = new WeakMap<Session, CodeNeeds>();

/** One reading for all who ask. */
export function codeNeedsOf(session: Session): CodeNeeds {
  const before = ofSession.get(session);
  if (before !== undefined) return before;
  const listeners: (() => void)[] = [];
  let last: readonly DeployedNeeds[] = [];
  let timer: NodeJS.Timeout | undefined;
  let reading: Promise<void> = Promise.resolve();
  const read = async () => {
    const fresh = await readNeeds(session);
    // Both empty: nobody has anything to draw again.
    if (fresh.length === 0 && last.length === 0) return;
    last = fresh;
    for (const listener of listeners) listener();
  };
  const later = () => {
    if (session.audit.shown === undefined) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      // A file that goes away meanwhile is read again with the change that says so.
      reading = reading.then(read).catch(() => undefined);
    }, SETTLE_MS);
    timer.unref();
  };
  session.audit.onChange(later);
  session.onChange(later);
  session.onDocument(later);
  const needs: CodeNeeds = {
    get last() {
      return last;
    },
    onChange: (listener) => void listeners.push(listener),
  };
  ofSession.set(session, needs);
  return needs;
}

async function readNeeds(session: Session): Promise<readonly DeployedNeeds[]> {
  const access = session.audit.shown?.access();
  if (access === undefined) return [];
  const index = await session.scope.index();
  const needs: DeployedNeeds[] = [];
  for (const { deployed, handler } of await deployedHandlers(session)) {
    if (handler === undefined) continue;
    const answer = access.codeNeeds(deployed.arn, await index.awsCalls(handler));
    if (answer === undefined) continue;
    const region = deployed.arn.split(':')[3] ?? '';
    needs.push({ arn: deployed.arn, name: deployed.name, region, handler, answer });
  }
  return needs;
}

/** Above a handler that is deployed: what its role grants and what of it the code uses. */
export async function needsLenses(document: OpenDocument, session: Session): Promise<readonly CodeLens[]> {
  const file = document.path.replaceAll('\\', '/');
  const here = codeNeedsOf(session).last.filter(({ handler }) => handler.file === file);
  if (here.length === 0) return [];
  const handlers = await documentHandlers(document, session);
  return here.flatMap(({ arn, name, region, handler, answer }): CodeLens[] => {
    const now = handlers.find(({ exportName }) => exportName === handler.exportName);
    if (now === undefined) return [];
    const many = here.filter((one) => one.handler.exportName === handler.exportName).length > 1;
    const title = `${many ? `${region}: ` : ''}${summarizeNeeds(answer)}`;
    const command = {
      title,
      command: showPageCommand,
      arguments: [pageUri('needs', arn, `needs of ${name}`)],
    };
    return [{ range: document.lines.rangeOf(now.name), command }];
  });
}

/** Undefined where the workspace has no code of the function any more. */
export async function needsPage(arn: string, session: Session): Promise<string | undefined> {
  const found = (await readNeeds(session)).find((one) => one.arn === arn);
  if (found === undefined) return undefined;
  const files = new Set([
    ...found.answer.needed.flatMap(({ calls }) => calls.map(({ file }) => file)),
    ...found.answer.unread.map(({ file }) => file),
  ]);
  const lines = new Map(
    await Promise.all(
      [...files].map(async (file) => {
        const text = session.documentAt(file)?.text ?? (await readFile(file, 'utf8').catch(() => ''));
        return [file, lineIndex(text)] as const;
      }),
    ),
  );
  const [root = ''] = session.roots;
  return renderNeedsPage(found.answer, (file, span) => {
    const line = (lines.get(file)?.positionAt(span.start).line ?? 0) + 1;
    return `${relativePath(root, file)}:${line}`;
  });
}
