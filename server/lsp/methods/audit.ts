// The audit of deployed functions from the editor: collecting, opening a saved snapshot, exporting. It works in a
// thread of its own, so that diagnostics never wait for it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  ResponseError,
} from 'vscode-languageserver/node';
import packageJson from '../../../package.json' with { type: 'json' };
import { exceptionsFile } from '../../core/audit/exceptions.ts';
import type { AuditOptions } from '../../core/audit/facts.ts';
import { renderSnapshot } from '../../core/model/parse-snapshot.ts';
import { renderJson } from '../../core/report/json.ts';
import { renderSarif } from '../../core/report/sarif.ts';
import { hashRuleFiles } from '../../platform/rule-file-hashes.ts';
import {
  type AuditProgress,
  type AuditSummary,
  auditProgressNotification,
  auditShownNotification,
  type ExportAuditParams,
  exportAuditRequest,
  type OpenSnapshotParams,
  openSnapshotRequest,
  profilesRequest,
  type RunAuditParams,
  runAuditRequest,
} from '../../protocol/audit.ts';
import { askMfaCode } from '../ask-mfa-code.ts';
import type { ShownAudit } from '../audit-state.ts';
import type { AuditDone, CodeWish } from '../audit-thread/job.ts';
import { runAudit as runAuditThread } from '../audit-thread/run-audit.ts';
import { keepSnapshot, keptSnapshotText } from '../kept-audit.ts';
import type { Method } from '../method.ts';
import { pathOf } from '../open-document.ts';
import type { Session } from '../session.ts';

/** A person reads no more often than this. */
const PROGRESS_EVERY_MS = 100;

export const audit: Method = {
  register(connection, session) {
    session.audit.onChange(() => void connection.sendNotification(auditShownNotification));
    session.audit.keptIs(() => reopen(connection, session));
    connection.onRequest(profilesRequest, async () => (await import('../../aws/profiles.ts')).profileNames());
    connection.onRequest(runAuditRequest, (params: RunAuditParams, token) =>
      failingInWords(() => runAudit(params, connection, session, token)),
    );
    connection.onRequest(openSnapshotRequest, ({ uri }: OpenSnapshotParams) =>
      failingInWords(async () => {
        const text = await readFile(pathOf(uri), 'utf8');
        return show(
          await runAuditThread({ kind: 'judge', text, options: await optionsOf(session) }),
          connection,
          session,
        );
      }),
    );
    connection.onRequest(exportAuditRequest, ({ format }: ExportAuditParams) =>
      failingInWords(async () => {
        const shown = await session.audit.shownOrKept();
        if (shown === undefined) throw new Error('no audit is open');
        return exportText(shown, format, session.roots[0] ?? '/');
      }),
    );
  },
};

/** A person reads the message; without this the protocol puts its own words before it. */
async function failingInWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ResponseError) throw error;
    throw new ResponseError(ErrorCodes.InvalidRequest, wordsOf(error));
  }
}

async function runAudit(
  { profiles, regions, code, role }: RunAuditParams,
  connection: Connection,
  session: Session,
  token: CancellationToken,
): Promise<AuditSummary> {
  const stop = new AbortController();
  token.onCancellationRequested(() => stop.abort());
  const { endpointUrl } = session.settings;
  let toldAt = 0;
  const access = endpointUrl === '' ? {} : { endpointUrl };
  const previous = (await session.audit.shownOrKept())?.snapshot;
  const done = await runAuditThread(
    {
      kind: 'collect',
      accounts: profiles.length === 0 ? [access] : profiles.map((profile) => ({ ...access, profile })),
      ...(role === undefined ? {} : { role }),
      ...(regions === 'all' || regions.length > 0 ? { regions } : {}),
      ...(previous === undefined ? {} : { previous }),
      ...(code === true ? { code: codeWish(session) } : {}),
      logSamples: session.settings.auditLogSamples,
      options: await optionsOf(session),
    },
    {
      signal: stop.signal,
      mfaCode: (serial) => askMfaCode(connection, serial),
      onProgress(progress: AuditProgress) {
        const now = performance.now();
        if (now - toldAt < PROGRESS_EVERY_MS && progress.done < progress.total) return;
        toldAt = now;
        void connection.sendNotification(auditProgressNotification, progress);
      },
    },
  );
  return show(done, connection, session);
}

async function optionsOf(session: Session): Promise<AuditOptions> {
  const { trustedAccounts, encryptedVariables } = session.settings;
  const [root] = session.roots;
  return {
    now: new Date().toISOString(),
    trustedAccounts,
    encryptedVariables,
    ...(root === undefined ? {} : { ruleFileHashes: await hashRuleFiles(await session.scanner(), root) }),
  };
}

function codeWish({ settings: { engine }, namedRules, roots: [folder] }: Session): CodeWish {
  return { engine, rules: namedRules, folder };
}

async function show(done: AuditDone, connection: Connection, session: Session): Promise<AuditSummary> {
  const shown = await prepare(done, session);
  session.audit.show(shown);
  await keepSnapshot(session.options.storageFolder, done.snapshot).catch((error: unknown) =>
    connection.console.warn(`the audit cannot be kept for the next start: ${wordsOf(error)}`),
  );
  return shown.summary;
}

async function prepare(done: AuditDone, session: Session): Promise<ShownAudit> {
  const { prepareForShow } = await import('../prepare-for-show.ts');
  return prepareForShow(done, await readExceptions(session), new Date().toISOString());
}

/** The audit that was open before this start. One that cannot be read is no reason to fail: nothing is open then. */
async function reopen(connection: Connection, session: Session): Promise<ShownAudit | undefined> {
  try {
    const text = await keptSnapshotText(session.options.storageFolder);
    if (text === undefined) return undefined;
    await session.settled();
    const done = await runAuditThread({ kind: 'judge', text, options: await optionsOf(session) });
    return await prepare(done, session);
  } catch (error) {
    connection.console.warn(`the audit of before cannot be opened again: ${wordsOf(error)}`);
    return undefined;
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Of the first workspace folder that has such a file. */
async function readExceptions(session: Session): Promise<{ file: string; text: string } | undefined> {
  for (const root of session.roots) {
    const file = join(root, exceptionsFile);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return { file, text };
  }
  return undefined;
}

async function exportText(
  shown: ShownAudit,
  format: ExportAuditParams['format'],
  root: string,
): Promise<string> {
  const { checks } = await import('../../core/audit/checks/index.ts');
  const findings = [...shown.findings.values(), ...shown.onExceptions];
  const unknown = shown.judgement.unknown.map(({ check, place, gaps }) => ({
    id: check,
    message: gaps.map(({ action, reason, detail }) => `${action} ${reason}: ${detail}`).join(', '),
    ...(gaps[0] === undefined ? {} : { action: gaps[0].action, reason: gaps[0].reason }),
    place,
  }));
  switch (format) {
    case 'snapshot':
      return renderSnapshot(shown.snapshot);
    case 'html':
      return (await import('../../core/report/html.ts')).renderAuditHtml({ ...shown, findings, checks });
    case 'markdown':
      return (await import('../../core/report/audit-markdown.ts')).renderAuditMarkdown({
        ...shown,
        findings,
        checks,
      });
    case 'json':
      return renderJson({ findings, unknown, summary: { functions: shown.summary.functions } }, root);
    case 'sarif':
      return renderSarif(findings, checks, {
        name: 'Lambda Protect',
        version: packageJson.version,
        root,
        notes: unknown.map(({ id, message }) => `${id}: ${message}`),
      });
  }
}
