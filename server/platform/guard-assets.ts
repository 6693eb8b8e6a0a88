// The guards and the rules that come with the product, read from its folder.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GuardAssets } from '../core/fixes/guard/plan.ts';
import { installFolder, shippedRules } from './install-folder.ts';
import { ruleFileNames } from './rule-files.ts';

export function readGuardAssets(): GuardAssets {
  const guard = join(dirname(installFolder), 'guard');
  const manifest = textAt(join(guard, 'node', 'package.json'));
  const rules = Object.values(ruleFileNames).flatMap((name) => {
    const text = textAt(join(shippedRules, name));
    return text === undefined ? [] : [[name, text] as const];
  });
  return {
    pythonModule: textAt(join(guard, 'python', 'protect_lambda.py')),
    nodePackage: manifest === undefined ? undefined : nodePackage(join(guard, 'node'), manifest),
    nodeVersion: /"version":\s*"([^"]+)"/.exec(manifest ?? '')?.[1] ?? '0.1.0',
    rules: Object.fromEntries(rules),
  };
}

/**
 * What npm would pack, once the product is built, without its folder `dist`: many a project's `.gitignore` leaves
 * folders of that name out.
 */
function nodePackage(folder: string, manifest: string): Readonly<Record<string, string>> | undefined {
  let names: readonly string[];
  try {
    names = readdirSync(join(folder, 'dist')).filter((name) => /\.([cm]?js|d\.[cm]?ts)$/.test(name));
  } catch {
    return undefined;
  }
  if (names.length === 0) return undefined;
  const { files: _dist, ...kept } = JSON.parse(manifest.replaceAll('./dist/', './'));
  const files: Record<string, string> = { 'package.json': `${JSON.stringify(kept, undefined, 2)}\n` };
  for (const name of names) files[name] = textAt(join(folder, 'dist', name)) ?? '';
  return files;
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
