// The source files of a folder that a scan looks at.

import { createFunctionIndex } from '../platform/function-index.ts';
import type { Scanner } from '../platform/scanner.ts';
import { createWorkspace } from '../platform/workspace.ts';

export interface SourcesBelow {
  readonly files: readonly string[];
  /** How many handlers there are; `undefined` when nobody asked. */
  readonly handlers?: number;
  /** The folder holds more files than are looked at. */
  readonly isCut: boolean;
  /** Texts that were read on the way. */
  read(path: string): string | undefined;
}

/** `all`: every source file of a known language; else those of the folder's functions. */
export async function sourcesBelow(folder: string, scanner: Scanner, all: boolean): Promise<SourcesBelow> {
  const workspace = createWorkspace([folder]);
  const index = createFunctionIndex(workspace, scanner.parser);
  const files = await index.sources(all ? 'all' : 'functions');
  const { isCut, read } = workspace;
  if (all) return { files, isCut, read };
  const { handlers } = await index.handlers();
  return { files, handlers: handlers.length, isCut, read };
}
