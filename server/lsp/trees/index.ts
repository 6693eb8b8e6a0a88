// The views of the side bar.
import { findings } from './findings.ts';
import { functions } from './functions.ts';
import { handlers } from './handlers.ts';
import { observations } from './observations.ts';
import { replay } from './replay.ts';
import { threats } from './threats.ts';
import type { TreeView } from './tree-view.ts';
import { violations } from './violations.ts';

export const trees: readonly TreeView[] = [
  handlers,
  functions,
  findings,
  threats,
  observations,
  violations,
  replay,
];
