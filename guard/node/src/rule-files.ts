// The three rule files of a function: where they lie, and what of them can be used.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { parseRuleFile } from '../../../server/core/rulelang/parse.ts';
import { type Rule, type RuleFileKind, ruleFileKinds } from '../../../server/core/rulelang/rule.ts';

/** A failure of the guard: a word of ours, and facts that hold no content of events. */
export interface Failure {
  readonly what: string;
  readonly facts?: Readonly<Record<string, string>>;
}

export interface LoadedRules {
  readonly rules: Readonly<Record<RuleFileKind, readonly Rule[]>>;
  readonly texts: Readonly<Record<RuleFileKind, string>>;
  readonly failures: readonly Failure[];
}

const layerFolder = '/opt/protect-lambda';

/** The handler's folder and those above it up to the function's root, innermost first. */
export function foldersOf(handlerFile: string | undefined, taskRoot: string | undefined): readonly string[] {
  const folder = handlerFile === undefined ? process.cwd() : dirname(handlerFile);
  const root = taskRoot === undefined ? undefined : resolve(taskRoot);
  const folders = [folder];
  if (root === undefined || !(folder === root || folder.startsWith(root + sep))) return folders;
  for (let at = folder; at !== root && dirname(at) !== at; at = dirname(at)) folders.push(dirname(at));
  return folders;
}

export function loadRules(stated: string | undefined, folders: readonly string[]): LoadedRules {
  const rules: Record<RuleFileKind, readonly Rule[]> = { code: [], in: [], out: [] };
  const texts: Record<RuleFileKind, string> = { code: '', in: '', out: '' };
  const failures: Failure[] = [];
  const folder = findFolder(stated, folders);
  if (folder === undefined) return { rules, texts, failures: [{ what: 'no-rule-files' }] };
  for (const kind of ruleFileKinds) {
    const file = ruleFileName(kind);
    const path = join(folder, file);
    if (!existsSync(path)) continue;
    try {
      texts[kind] = withoutWords(readFileSync(path, 'utf8'));
    } catch {
      failures.push({ what: 'rule-file-unreadable', facts: { file } });
      continue;
    }
    rules[kind] = parseRuleFile(texts[kind], kind).rules.filter((rule) => rule.mode !== 'off');
  }
  return { rules, texts, failures };
}

/**
 * Without what only people and editors read: explanations and examples are most of a rule file, and a cold start should not
 * pay for them. Lines stay where they are.
 */
function withoutWords(text: string): string {
  return text.replace(/(^|[\n\r])#(?!@[ \t]*(?:id|lang|where|span|target|mode)[ \t]*:)[^\n\r]*/g, '$1');
}

function findFolder(stated: string | undefined, folders: readonly string[]): string | undefined {
  const candidates =
    stated === undefined
      ? [
          ...folders.flatMap((folder) => [folder, join(folder, 'rules'), join(folder, '.protect-lambda')]),
          layerFolder,
        ]
      : [stated];
  return candidates.find((folder) => ruleFileKinds.some((kind) => isFile(join(folder, ruleFileName(kind)))));
}

/** A rule that RE2 refuses. */
export function badPattern(rule: Rule): Failure {
  return { what: 'bad-pattern', facts: { file: ruleFileName(rule.kind), rule: rule.id } };
}

function ruleFileName(kind: RuleFileKind): string {
  return `${kind}_protect.txt`;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
