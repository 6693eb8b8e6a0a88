// The views of the side bar.
import { handlers } from './handlers.ts';
import type { TreeView } from './tree-view.ts';

export const trees: readonly TreeView[] = [handlers];
