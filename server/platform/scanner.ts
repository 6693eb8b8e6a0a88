// Ties the pure scan to this machine: rule folders, the engine and the parser. One scanner serves a whole run or
// session; the editor, the command line and the scan of packages all use it, so they cannot disagree.
import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import type { RegexEngine } from '../core/engine/regex-engine.ts';
import { buildRuleSet, type RuleSet } from '../core/engine/rule-set.ts';
import { type LineMemo, type ScanResult, scan } from '../core/engine/scan.ts';
import { parseRuleFile, type RuleFile } from '../core/rulelang/parse.ts';
import type { RuleProblem } from '../core/rulelang/rule.ts';
import type { Regions } from '../core/syntax/regions.ts';
import { regionsOfText } from '../core/syntax/regions-of-text.ts';
import type { TreeParser } from '../core/syntax/syntax-tree.ts';
import { isOwnGuard } from './own-guard.ts';
import { type RuleFileText, type RuleFolder, type RuleFolders, readRuleFiles } from './rule-files.ts';

/** The rules of one folder, read and compiled. */
export interface LoadedRules {
  readonly folder: RuleFolder;
  /** Changes whenever the text of one of its files does. */
  readonly fingerprint: string;
  readonly set: RuleSet;
  readonly files: readonly (RuleFileText & {
    readonly parsed: RuleFile;
    readonly problems: readonly RuleProblem[];
  })[];
  /** Files that are there and cannot be read. */
  readonly unread: readonly string[];
}

export interface Scanner {
  readonly engine: RegexEngine;
  readonly parser: TreeParser;
  /** The rules that apply to files in this folder. */
  rulesFor(folder: string): LoadedRules;
  /** Every folder of rules that has been used. */
  loaded(): readonly LoadedRules[];
  /** `path` decides which rules apply and is how findings name the file, unless `name` is given. */
  scanText(source: SourceFile): ScanResult;
  /** Rule files changed: read them again when they are next needed. */
  forgetRules(): void;
}

export interface SourceFile {
  readonly path: string;
  readonly name?: string;
  readonly language: string;
  readonly text: string;
  /** For a text under edit. */
  readonly memo?: LineMemo;
  readonly regions?: () => Regions | undefined;
  /** In milliseconds, for this text. */
  readonly timeLimitMs?: number;
}

export interface ScannerOptions {
  readonly engine: RegexEngine;
  readonly parser: TreeParser;
  readonly folders: RuleFolders;
  /** The text of a rule file that is open in an editor, before it is saved. */
  readonly openText?: (path: string) => string | undefined;
  /** How findings name rule files; by their path when absent. */
  readonly nameOf?: (path: string) => string;
}

/** Ample for 20 MB in the native engine; a stop for re2js on a large bundle. */
const defaultTimeLimitMs = 10_000;

export function createScanner(options: ScannerOptions): Scanner {
  const { engine, parser, folders, openText, nameOf = (path) => path } = options;
  const byFolder = new Map<string, LoadedRules>();

  function rulesFor(folder: string): LoadedRules {
    const place = folders.of(resolve(folder));
    const known = byFolder.get(place.path);
    if (known) return known;
    const { files, problems: unread } = readRuleFiles(place.path);
    const parsed = files.map((file) => {
      const text = openText?.(file.path) ?? file.text;
      return { ...file, text, parsed: parseRuleFile(text, file.kind) };
    });
    const sources = parsed
      .filter(({ kind }) => kind === 'code')
      .map(({ path, text, parsed: { rules } }) => ({ source: nameOf(path), text, rules }));
    const { set, problems } = buildRuleSet(engine, sources);
    const hash = createHash('sha256').update(engine.name);
    for (const { kind, text } of parsed) hash.update(`${kind}\0${text}\0`);
    const loaded: LoadedRules = {
      folder: place,
      fingerprint: hash.digest('hex'),
      set,
      unread,
      files: parsed.map((file) => ({
        ...file,
        problems: [...file.parsed.problems, ...(problems.get(nameOf(file.path)) ?? [])],
      })),
    };
    byFolder.set(place.path, loaded);
    return loaded;
  }

  return {
    engine,
    parser,
    rulesFor,
    loaded: () => [...byFolder.values()],
    scanText(source) {
      const { language, text } = source;
      if (isOwnGuard(source.path, text)) return { findings: [], leftOut: [] };
      const until = performance.now() + (source.timeLimitMs ?? defaultTimeLimitMs);
      return scan({
        file: source.name ?? source.path,
        language,
        text,
        rules: rulesFor(dirname(source.path)).set,
        regions: source.regions ?? (() => regionsOfText(parser, language, text)),
        ...(source.memo === undefined ? {} : { memo: source.memo }),
        limits: { isOver: () => performance.now() > until },
      });
    },
    forgetRules() {
      folders.forget();
      byFolder.clear();
    },
  };
}
