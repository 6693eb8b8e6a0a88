// The workspace's files that are not open: sources by the code rules, rule files by their lints, event files by the in
// and out rules. Results are kept by text and rules; a second look scans what changed. It yields to the editor's
// requests all the time.
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver/node';
import type { Severity } from '../core/finding/finding.ts';
import { languageIdOf } from '../core/syntax/language-of.ts';
import { ruleFileKindOf } from '../platform/rule-files.ts';
import { diagnosticsOf } from './diagnosers/code.ts';
import { eventFile, eventKindOf } from './diagnosers/event-file.ts';
import { ruleFile } from './diagnosers/rule-file.ts';
import { openDocument, uriOf } from './open-document.ts';
import type { Session } from './session.ts';
import { wholeFileRemark } from './to-lsp.ts';

export interface FileResult {
  readonly path: string;
  readonly resultId: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly counts: Readonly<Record<Severity, number>>;
}

export interface WorkspaceScan {
  /** Of the last look. */
  readonly results: ReadonlyMap<string, FileResult>;
  /**
   * Scans what is new or changed, and calls back for each file of the scope as its result is there. Files that left
   * the scope are called back with no diagnostics. Throws when aborted.
   */
  run(
    each: (result: FileResult) => void,
    isCancelled: () => boolean,
    onProgress?: (done: number, all: number) => void,
  ): Promise<void>;
}

interface Kept extends FileResult {
  readonly text: string;
  readonly generation: number;
}

/** Longest work between two looks at what else is waiting. */
const sliceMs = 6;
const none: Readonly<Record<Severity, number>> = { error: 0, warning: 0, info: 0, hint: 0 };

export function createWorkspaceScan(session: Session): WorkspaceScan {
  const results = new Map<string, Kept>();
  let count = 0;

  async function run(
    each: (result: FileResult) => void,
    isCancelled: () => boolean,
    onProgress?: (done: number, all: number) => void,
  ): Promise<void> {
    const wanted = session.settings.enable && session.settings.workspaceScan && session.roots.length > 0;
    const scanner = await session.scanner();
    const { workspace } = await session.scope.index();
    const sources = wanted ? await session.scope.sources() : [];
    await scanner.parser.load([...new Set(sources.map(languageIdOf).filter((id) => id !== undefined))]);
    const texts = wanted ? workspace.paths.filter((path) => isWatchedText(path, session)) : [];
    const inScope = new Set([...sources, ...texts]);
    for (const path of [...results.keys()]) {
      if (inScope.has(path)) continue;
      results.delete(path);
      each({ path, resultId: `${++count}`, diagnostics: [], counts: none });
    }
    let sliceEnd = performance.now() + sliceMs;
    let done = 0;
    for (const path of inScope) {
      done++;
      if (performance.now() > sliceEnd) {
        onProgress?.(done, inScope.size);
        await new Promise((resolve) => setImmediate(resolve));
        if (isCancelled()) throw new Error('cancelled');
        sliceEnd = performance.now() + sliceMs;
      }
      if (session.documentAt(path)) {
        // The open text has the say, by itself.
        results.delete(path);
        continue;
      }
      each(await resultOf(path, workspace.read(path) ?? ''));
    }
  }

  async function resultOf(path: string, text: string): Promise<FileResult> {
    const { generation } = session;
    const before = results.get(path);
    if (before?.generation === generation && before.text === text) return before;
    const language = languageIdOf(path);
    const { diagnostics, counts } =
      language === undefined ? await lookAtText(path, text) : scanFile(path, language, text);
    const result: Kept = { path, text, generation, diagnostics, counts, resultId: `w${++count}` };
    results.set(path, result);
    return result;
  }

  /** A file whose scan fails has a remark, and the others have their results. */
  function scanFile(path: string, language: string, text: string) {
    try {
      const scanned = ready.scanText({ path, language, text, timeLimitMs: session.settings.timeLimitMs });
      const counts = { ...none };
      for (const finding of scanned.findings) if (!finding.suppression) counts[finding.severity]++;
      return { diagnostics: diagnosticsOf(scanned.findings, scanned.leftOut), counts };
    } catch (error) {
      return scanFailed(error);
    }
  }

  /** A rule file or an event file, as if it were open. */
  async function lookAtText(path: string, text: string) {
    const document = openDocument(uriOf(path), 'plaintext', 0, text);
    try {
      const diagnoser = [ruleFile, eventFile].find((one) => one.appliesTo(document, session));
      const diagnostics = (await diagnoser?.diagnose(document, session)) ?? [];
      const counts = { ...none };
      for (const { severity } of diagnostics) counts[severityOf(severity)]++;
      return { diagnostics, counts };
    } catch (error) {
      return scanFailed(error);
    } finally {
      document.dispose();
    }
  }

  let ready: Awaited<ReturnType<Session['scanner']>>;
  return {
    results,
    async run(each, isCancelled, onProgress) {
      await session.settled();
      ready = await session.scanner();
      await run(each, isCancelled, onProgress);
    },
  };
}

function isWatchedText(path: string, session: Session): boolean {
  if (ruleFileKindOf(path) !== undefined) return true;
  return path.endsWith('.json') && eventKindOf({ path, uri: uriOf(path) }, session) !== undefined;
}

function scanFailed(error: unknown) {
  const reason = error instanceof Error ? error.message : String(error);
  const remark = wholeFileRemark(
    `the scan failed, findings may be missing: ${reason}`,
    'scan-failed',
    'warning',
  );
  return { diagnostics: [remark], counts: { ...none, warning: 1 } };
}

function severityOf(severity: DiagnosticSeverity | undefined): Severity {
  if (severity === DiagnosticSeverity.Error) return 'error';
  if (severity === DiagnosticSeverity.Warning) return 'warning';
  return severity === DiagnosticSeverity.Information ? 'info' : 'hint';
}
