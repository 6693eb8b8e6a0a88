// The source files of a folder that a scan looks at: the code of its functions, or with `all` every source.

import { createFunctionIndex } from '../platform/function-index.ts';
import type { Scanner } from '../platform/scanner.ts';
import { createWorkspace } from '../platform/workspace.ts';
import type { Shell } from './command.ts';

export async function sourcesBelow(
  folder: string,
  scanner: Scanner,
  how: { readonly all: boolean; readonly shell: Shell },
): Promise<{ readonly files: readonly string[]; readonly functions?: number }> {
  const workspace = createWorkspace([folder]);
  const index = createFunctionIndex(workspace, scanner.parser);
  if (workspace.isCut)
    how.shell.complain(`more than ${workspace.paths.length} files below ${folder}: the rest is left out`);
  if (how.all) return { files: await index.sources('all') };
  const { handlers } = await index.handlers();
  return { files: await index.sources('functions'), functions: handlers.length };
}
