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
import type { OpenDocument } from './open-document.ts';

export interface Session {
  readonly settings: Settings;
  readonly options: InitializationOptions;
  /** Absolute paths of the workspace folders. */
  readonly roots: readonly string[];
  /** By the client's URI. */
  readonly documents: ReadonlyMap<string, OpenDocument>;
  /** Grows when rules or settings change: results of before are old. */
  readonly generation: number;
  readonly engineNote: string | undefined;
  readonly clientPulls: boolean;
  readonly clientWatches: boolean;
  /** Resolves when texts can be scanned. */
  scanner(): Promise<Scanner>;
  documentAt(path: string): OpenDocument | undefined;
  put(document: OpenDocument): void;
  remove(uri: string): void;
  begin(start: SessionStart): void;
  /** The client has said all that it says at the start. */
  ready(): void;
  configure(settings: Settings): void;
  setRoots(roots: readonly string[]): void;
  /** Whether the code rules look at this file, by the setting `scope`. */
  isInScope(path: string): Promise<boolean>;
  documentChanged(document: OpenDocument): void;
  onDocument(listener: (document: OpenDocument) => void): void;
  /** Sources or templates changed on disk. */
  filesChanged(paths: readonly string[]): void;
  /** A rule file changed on disk or in an editor. */
  rulesChanged(): void;
  /** Calls back after `generation` grew. */
  onChange(listener: () => void): void;
  dispose(): void;
}

export interface SessionStart {
  readonly roots: readonly string[];
  readonly options: InitializationOptions;
  readonly clientPulls: boolean;
  readonly clientWatches: boolean;
}

export function createSession(): Session {
  const documents = new Map<string, OpenDocument>();
  const listeners: (() => void)[] = [];
  const documentListeners: ((document: OpenDocument) => void)[] = [];
  let settings = defaultSettings;
  let start: SessionStart = { roots: [], options: {}, clientPulls: false, clientWatches: false };
  let roots: readonly string[] = [];
  let generation = 1;
  let engineNote: string | undefined;
  let scanner: Promise<Scanner> | undefined;

  function namedRules(): string | undefined {
    if (settings.rules === '') return undefined;
    if (isAbsolute(settings.rules)) return settings.rules;
    return join(roots[0] ?? process.cwd(), settings.rules);
  }

  async function makeScanner(): Promise<Scanner> {
    const loaded = loadEngine(settings.engine, installFolder);
    engineNote = loaded.note;
    const parser = await createTreeParser({ wasmDir: join(installFolder, 'wasm') });
    return createScanner({
      engine: loaded.engine,
      parser,
      folders: createRuleFolders(shippedRules, namedRules()),
      openText: (path) => session.documentAt(path)?.text,
    });
  }

  function changed(): void {
    generation++;
    for (const listener of listeners) listener();
  }

  const session: Session = {
    get settings() {
      return settings;
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
    get roots() {
      return roots;
    },
    documents,
    get generation() {
      return generation;
    },
    get engineNote() {
      return engineNote;
    },
    scanner() {
      scanner ??= makeScanner();
      return scanner;
    },
    documentAt(path) {
      for (const document of documents.values()) if (document.path === path) return document;
      return undefined;
    },
    put(document) {
      documents.get(document.uri)?.dispose();
      documents.set(document.uri, document);
    },
    remove(uri) {
      documents.get(uri)?.dispose();
      documents.delete(uri);
    },
    configure(next) {
      const remake = next.engine !== settings.engine || next.rules !== settings.rules;
      settings = next;
      if (remake) scanner = undefined;
      changed();
    },
    begin(next) {
      start = next;
      roots = next.roots;
    },
    ready() {},
    setRoots(next) {
      roots = next;
      changed();
    },
    isInScope: () => Promise.resolve(true),
    documentChanged(document) {
      for (const listener of documentListeners) listener(document);
    },
    onDocument: (listener) => void documentListeners.push(listener),
    filesChanged() {
      changed();
    },
    rulesChanged() {
      void scanner?.then((made) => made.forgetRules());
      changed();
    },
    onChange: (listener) => void listeners.push(listener),
    dispose() {
      for (const document of documents.values()) document.dispose();
      documents.clear();
    },
  };
  return session;
}
