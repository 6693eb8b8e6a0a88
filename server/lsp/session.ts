// What the server remembers between requests; the only mutable state. Everything in it can be dropped and made
// again from the open documents, the settings and the disk.
import { isAbsolute, join } from 'node:path';
import { installFolder, shippedRules } from '../platform/install-folder.ts';
import { loadEngine } from '../platform/regex/load-engine.ts';
import { createRuleFolders } from '../platform/rule-files.ts';
import { createScanner, type Scanner } from '../platform/scanner.ts';
import { createTreeParser } from '../platform/tree-sitter.ts';
import type { InitializationOptions } from '../protocol/messages.ts';
import { defaultSettings, type Settings } from '../protocol/settings.ts';
import { type AuditState, createAuditState } from './audit-state.ts';
import type { OpenDocument } from './open-document.ts';
import { createScope, type Scope } from './scope.ts';
import { createThreatState, type ThreatState } from './threat-state.ts';

export interface SessionStart {
  readonly roots: readonly string[];
  readonly options: InitializationOptions;
  readonly clientPulls: boolean;
  readonly clientWatches: boolean;
  readonly clientShowsProgress: boolean;
}

export interface Session extends SessionStart {
  readonly settings: Settings;
  /** By the client's URI. */
  readonly documents: ReadonlyMap<string, OpenDocument>;
  /** Grows when rules or settings change: results of before are old. */
  readonly generation: number;
  /** Grows with every call of `onChange`'s listeners: an answer of before may be old. */
  readonly revision: number;
  readonly engineNote: string | undefined;
  /** The folder of rules that a setting names. */
  readonly namedRules: string | undefined;
  /** Resolves when texts can be scanned. */
  scanner(): Promise<Scanner>;
  readonly scope: Scope;
  readonly audit: AuditState;
  readonly threats: ThreatState;
  documentAt(path: string): OpenDocument | undefined;
  put(document: OpenDocument): void;
  remove(uri: string): void;
  begin(start: SessionStart): void;
  /** Resolves when the client's settings are read, or do not come in time: nothing is judged by the defaults before. */
  settled(): Promise<void>;
  settle(): void;
  configure(settings: Settings): void;
  setRoots(roots: readonly string[]): void;
  /** A text that is no rule file was opened, changed or closed. */
  documentChanged(document: OpenDocument): void;
  /** Sources or configurations changed on disk. */
  filesChanged(paths: readonly string[]): void;
  /** A rule file changed, on disk or in an editor. */
  rulesChanged(): void;
  /** More is known of texts that did not change. */
  moreIsKnown(): void;
  onDocument(listener: (document: OpenDocument) => void): void;
  /** Calls back when findings may be others than before, in texts that did not change. */
  onChange(listener: () => void): void;
  dispose(): void;
}

const notStarted: SessionStart = {
  roots: [],
  options: {},
  clientPulls: false,
  clientWatches: false,
  clientShowsProgress: false,
};

export function createSession(): Session {
  const documents = new Map<string, OpenDocument>();
  const listeners: (() => void)[] = [];
  const documentListeners: ((document: OpenDocument) => void)[] = [];
  let settings = defaultSettings;
  let start = notStarted;
  let generation = 1;
  let settle: () => void = () => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  let revision = 1;
  let engineNote: string | undefined;
  let scanner: Promise<Scanner> | undefined;

  function namedRules(): string | undefined {
    if (settings.rules === '') return undefined;
    return isAbsolute(settings.rules)
      ? settings.rules
      : join(start.roots[0] ?? process.cwd(), settings.rules);
  }

  async function makeScanner(): Promise<Scanner> {
    const loaded = loadEngine(settings.engine, installFolder);
    engineNote = loaded.note;
    const parser = await createTreeParser({ wasmDir: join(installFolder, 'wasm') });
    const folders = createRuleFolders(shippedRules, namedRules());
    return createScanner({ engine: loaded.engine, parser, folders, openText });
  }

  function openText(path: string): string | undefined {
    return session.documentAt(path)?.text;
  }

  function tell(): void {
    revision++;
    for (const listener of listeners) listener();
  }

  function rulesOrSettingsChanged(): void {
    generation++;
    tell();
  }

  const session: Session = {
    get roots() {
      return start.roots;
    },
    get options() {
      return start.options;
    },
    get clientPulls() {
      return start.clientPulls;
    },
    get clientWatches() {
      return start.clientWatches;
    },
    get clientShowsProgress() {
      return start.clientShowsProgress;
    },
    get settings() {
      return settings;
    },
    documents,
    get generation() {
      return generation;
    },
    get revision() {
      return revision;
    },
    get namedRules() {
      return namedRules();
    },
    get engineNote() {
      return engineNote;
    },
    scanner() {
      scanner ??= makeScanner();
      return scanner;
    },
    scope: createScope({
      scanner: () => session.scanner(),
      roots: () => start.roots,
      setting: () => settings.scope,
      openText,
      openPaths: () => [...documents.values()].map(({ path }) => path),
      onChange: tell,
    }),
    audit: createAuditState(),
    threats: createThreatState(),
    documentAt(path) {
      for (const document of documents.values()) if (document.path === path) return document;
      return undefined;
    },
    put(document) {
      documents.get(document.uri)?.dispose();
      documents.set(document.uri, document);
      session.scope.opened(document.path);
    },
    remove(uri) {
      documents.get(uri)?.dispose();
      documents.delete(uri);
    },
    begin(next) {
      start = next;
      session.scope.reset();
    },
    settled: () => settled,
    settle: () => settle(),
    configure(next) {
      const same = JSON.stringify(next) === JSON.stringify(settings);
      if (same) return;
      if (next.engine !== settings.engine || next.rules !== settings.rules) scanner = undefined;
      settings = next;
      session.scope.reset();
      rulesOrSettingsChanged();
    },
    setRoots(roots) {
      start = { ...start, roots };
      session.scope.reset();
      tell();
    },
    documentChanged(document) {
      session.scope.changed([document.path]);
      for (const listener of documentListeners) listener(document);
    },
    filesChanged(paths) {
      session.scope.changed(paths);
      tell();
    },
    rulesChanged() {
      void scanner?.then((made) => made.forgetRules());
      rulesOrSettingsChanged();
    },
    moreIsKnown: tell,
    onDocument: (listener) => void documentListeners.push(listener),
    onChange: (listener) => void listeners.push(listener),
    dispose() {
      session.scope.dispose();
      for (const document of documents.values()) document.dispose();
      documents.clear();
    },
  };
  return session;
}
