// The scanner of the thread that looks into deployed code: the same engine and rules as the editor's own.
import { join } from 'node:path';
import { installFolder, shippedRules } from '../../platform/install-folder.ts';
import { loadEngine } from '../../platform/regex/load-engine.ts';
import { createRuleFolders } from '../../platform/rule-files.ts';
import { createScanner, type Scanner } from '../../platform/scanner.ts';
import { shareLastTree } from '../../platform/shared-tree.ts';
import { createTreeParser } from '../../platform/tree-sitter.ts';
import type { CodeWish } from './job.ts';

export async function openCodeScanner({ engine, rules }: CodeWish): Promise<Scanner> {
  return createScanner({
    engine: loadEngine(engine, installFolder).engine,
    parser: shareLastTree(await createTreeParser({ wasmDir: join(installFolder, 'wasm') })),
    folders: createRuleFolders(shippedRules, rules),
  });
}
