// Chooses the regular-expression engine: the native one where a file for this very Node or Electron loads,
// else re2js. The choice is told, never silent, and never a reason not to start.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { RegexEngine } from '../../core/engine/regex-engine.ts';
import { createRe2Engine, type Re2Module } from './re2-engine.ts';
import { createRe2jsEngine } from './re2js-engine.ts';

export type EngineChoice = 'auto' | 're2' | 're2js';

export interface LoadedEngine {
  readonly engine: RegexEngine;
  /** Why the native engine is not the one, when it was wanted. */
  readonly note?: string;
}

/** `folder` holds this program's bundle: native files lie in `native/` beside it. */
export function loadEngine(choice: EngineChoice, folder: string): LoadedEngine {
  if (choice === 're2js') return { engine: createRe2jsEngine() };
  try {
    return { engine: createRe2Engine(loadNative(folder)) };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    const where = `${process.platform}-${process.arch}, ABI ${process.versions.modules}`;
    return {
      engine: createRe2jsEngine(),
      note: `no native RE2 for ${where} (${reason}): re2js is used, with the same verdicts`,
    };
  }
}

function loadNative(folder: string): Re2Module {
  const name = `re2-${process.platform}-${process.arch}-${process.versions.modules}.node`;
  const shipped = join(folder, 'native', name);
  const require = createRequire(join(folder, 'bundle.cjs'));
  return require(existsSync(shipped) ? shipped : 're2') as Re2Module;
}
