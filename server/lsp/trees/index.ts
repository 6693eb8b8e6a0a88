// The views of the side bar.
import { findings } from './findings.ts';
import { functions } from './functions.ts';
import { handlers } from './handlers.ts';
import type { TreeView } from './tree-view.ts';

export const trees: readonly TreeView[] = [handlers, functions, findings];
