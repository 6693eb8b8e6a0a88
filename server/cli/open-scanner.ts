// The scanner of one command-line run, with the engine and the rules that its options name.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installFolder, shippedRules } from '../platform/install-folder.ts';
import { type EngineChoice, loadEngine } from '../platform/regex/load-engine.ts';
import { createRuleFolders } from '../platform/rule-files.ts';
import { createScanner, type Scanner } from '../platform/scanner.ts';
import { shareLastTree } from '../platform/shared-tree.ts';
import { createTreeParser } from '../platform/tree-sitter.ts';
import type { CommandArguments, Shell } from './command.ts';
import { rulesOption, textOption, UsageError } from './options.ts';

export async function openScanner(args: CommandArguments, shell: Shell): Promise<Scanner> {
  const named = rulesOption(args, shell.cwd);
  if (named !== undefined && !existsSync(named)) throw new UsageError(`no such folder: ${named}`);
  const { engine, note } = loadEngine(engineOption(args), installFolder);
  if (note !== undefined) shell.progress(note);
  const wasmDir = join(installFolder, 'wasm');
  const parser = shareLastTree(await createTreeParser(existsSync(wasmDir) ? { wasmDir } : {}));
  const scanner = createScanner({ engine, parser, folders: createRuleFolders(shippedRules, named) });
  if (named !== undefined) {
    const { files, unread } = scanner.rulesFor(named);
    if (files.length === 0 && unread.length === 0) throw new UsageError(`no rule file in ${named}`);
  }
  return scanner;
}

function engineOption(args: CommandArguments): EngineChoice {
  const word = textOption(args, 'engine') ?? 'auto';
  if (word === 'auto' || word === 're2' || word === 're2js') return word;
  throw new UsageError(`unknown engine: ${word}; there are auto, re2, re2js`);
}
