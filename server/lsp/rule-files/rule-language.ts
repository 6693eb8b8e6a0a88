// What the server keeps of rule files between requests: lints by pattern, the thread of the dear lints, and the
// measurements of what rules hit. One for each session; all of it can be made again.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ParsedRegex } from '../../core/regex/ast.ts';
import { parseRegex } from '../../core/regex/parse.ts';
import { createRuleLinter, type LintedFile, type RuleLinter } from '../../core/rulelang/linter.ts';
import { parseRuleFile, type RuleFile } from '../../core/rulelang/parse.ts';
import { type RuleFileKind, type RuleProblem, ruleFileKinds } from '../../core/rulelang/rule.ts';
import { createDeepLinter, type DeepLinter } from '../../platform/deep/deep-linter.ts';
import { ruleFileKindOf, ruleFileNames } from '../../platform/rule-files.ts';
import type { OpenDocument } from '../open-document.ts';
import type { Session } from '../session.ts';

export interface RuleLanguage {
  /** Cheap problems at once, those of the dear lints as far as they are known; the others follow by themselves. */
  problems(document: OpenDocument): Promise<readonly RuleProblem[]>;
  linted(document: OpenDocument): Promise<LintedFile>;
  linter(): Promise<RuleLinter>;
  regexOf(pattern: string): ParsedRegex;
  dispose(): void;
}

/** How long a rule file rests before the dear lints look at it, in milliseconds. */
const REST_MS = 350;

const languages = new WeakMap<Session, RuleLanguage>();

export function ruleLanguageOf(session: Session): RuleLanguage {
  const known = languages.get(session);
  if (known) return known;
  const made = createRuleLanguage(session);
  languages.set(session, made);
  return made;
}

/** The kind of a rule file, by its name. */
export function kindOf(document: OpenDocument): RuleFileKind | undefined {
  return ruleFileKindOf(document.path);
}

function createRuleLanguage(session: Session): RuleLanguage {
  let ready: { readonly engine: string; readonly linter: RuleLinter } | undefined;
  let deep: DeepLinter | undefined;
  const kept = new WeakMap<OpenDocument, { readonly key: string; readonly linted: LintedFile }>();
  const looking = new Map<string, { readonly text: string; readonly stop: AbortController }>();

  async function linter(): Promise<RuleLinter> {
    const { engine } = await session.scanner();
    if (ready?.engine !== engine.name) ready = { engine: engine.name, linter: createRuleLinter(engine) };
    return ready.linter;
  }

  async function linted(document: OpenDocument): Promise<LintedFile> {
    const key = `${session.generation}.${document.version}`;
    const before = kept.get(document);
    if (before?.key === key) return before.linted;
    const kind = ruleFileKindOf(document.path) ?? 'code';
    const result = (await linter()).lint(document.text, kind, idsElsewhere(document, kind));
    kept.set(document, { key, linted: result });
    return result;
  }

  /** Ids of the two other files of the folder. Their patterns are not compiled for that. */
  function idsElsewhere(document: OpenDocument, kind: RuleFileKind): ReadonlyMap<string, string> {
    const ids = new Map<string, string>();
    for (const other of ruleFileKinds) {
      if (other === kind) continue;
      const name = ruleFileNames[other];
      for (const id of idsOf(join(dirname(document.path), name), other)) ids.set(id, name);
    }
    return ids;
  }

  const idsByFile = new Map<string, { readonly text: string; readonly ids: readonly string[] }>();

  function idsOf(path: string, kind: RuleFileKind): readonly string[] {
    const text = session.documentAt(path)?.text ?? readOrNothing(path);
    if (text === undefined) return [];
    const known = idsByFile.get(path);
    if (known?.text === text) return known.ids;
    const ids = parseRuleFile(text, kind).rules.map(({ id }) => id);
    idsByFile.set(path, { text, ids });
    return ids;
  }

  function lookDeeper(document: OpenDocument, file: RuleFile): void {
    const { uri, text } = document;
    const before = looking.get(uri);
    if (before?.text === text) return;
    before?.stop.abort();
    const stop = new AbortController();
    looking.set(uri, { text, stop });
    const timer = setTimeout(async () => {
      deep ??= createDeepLinter();
      const asked = deep.known(file).length;
      const found = await deep.lint(file, text, stop.signal, session.moreIsKnown);
      if (!stop.signal.aborted && found.length !== asked) session.moreIsKnown();
    }, REST_MS);
    timer.unref();
    stop.signal.addEventListener('abort', () => clearTimeout(timer));
  }

  return {
    linter,
    linted,
    async problems(document) {
      const { file, problems } = await linted(document);
      lookDeeper(document, file);
      return [...problems, ...(deep?.known(file) ?? [])];
    },
    regexOf: (pattern) => ready?.linter.regexOf(pattern) ?? parseRegex(pattern),
    dispose() {
      for (const { stop } of looking.values()) stop.abort();
      deep?.dispose();
    },
  };
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
