// Where the three rule files of a function are: a folder that a person names, else the nearest one upwards,
// else the shipped rules. Reading is lenient: a file that cannot be read is said, and the others count.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type RuleFileKind, ruleFileKinds } from '../core/rulelang/rule.ts';

export const ruleFileNames: Readonly<Record<RuleFileKind, string>> = {
  code: 'code_protect.txt',
  in: 'in_protect.txt',
  out: 'out_protect.txt',
};

/** Inside a folder, the places where rule files may be, nearest first. */
const places = ['', 'rules', '.protect-lambda'];

export interface RuleFolder {
  readonly path: string;
  /** No folder of the person's own was found: these are the rules that come with the product. */
  readonly shipped: boolean;
}

export function ruleFileKindOf(path: string): RuleFileKind | undefined {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return ruleFileKinds.find((kind) => ruleFileNames[kind] === name);
}

function holdsRules(folder: string): boolean {
  return ruleFileKinds.some((kind) => existsSync(join(folder, ruleFileNames[kind])));
}

/** Finds rule folders and remembers what it found until `forget`. */
export interface RuleFolders {
  /** The folder whose rules apply to files in `folder`. */
  of(folder: string): RuleFolder;
  forget(): void;
}

/** `named` is the setting or `--rules`; `shipped` the folder of the product's own rules. */
export function createRuleFolders(shipped: string, named?: string): RuleFolders {
  const found = new Map<string, RuleFolder>();

  function lookUp(folder: string): RuleFolder {
    const known = found.get(folder);
    if (known) return known;
    const place = places.map((name) => join(folder, name)).find(holdsRules);
    const parent = dirname(folder);
    const result: RuleFolder =
      place !== undefined
        ? { path: place, shipped: false }
        : parent === folder
          ? { path: shipped, shipped: true }
          : lookUp(parent);
    found.set(folder, result);
    return result;
  }

  return {
    of(folder) {
      if (named === undefined) return lookUp(folder);
      const place = places.map((name) => join(named, name)).find(holdsRules);
      return { path: place ?? named, shipped: false };
    },
    forget: () => found.clear(),
  };
}

export interface RuleFileText {
  readonly kind: RuleFileKind;
  readonly path: string;
  readonly text: string;
}

/** The rule files that lie in a folder. `problems` are sentences on files that are there and cannot be read. */
export function readRuleFiles(folder: string): {
  readonly files: readonly RuleFileText[];
  readonly problems: readonly string[];
} {
  const files: RuleFileText[] = [];
  const problems: string[] = [];
  for (const kind of ruleFileKinds) {
    const path = join(folder, ruleFileNames[kind]);
    try {
      files.push({ kind, path, text: readFileSync(path, 'utf8') });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
      if (code !== 'ENOENT') problems.push(`cannot read ${path}: ${code}`);
    }
  }
  return { files, problems };
}
