// A rule that another rule covers. It takes long to find, so a worker looks for it (`deep-lints.ts`).
import type { DeepLint } from '../lint.ts';

export const lint: DeepLint = {
  of: 'deep',
  id: 'subsumed-rule',
  severity: 'warning',
  title: 'A rule that another rule covers',
  why: 'Whatever it hits, the other rule hits too: it adds nothing but a second report.',
  todo: 'Remove it, unless its message, severity or mode is wanted beside the other one.',
  examples: [
    { kind: 'in', text: 'exec\\(\npre_exec\\(', marked: ['pre_exec\\('] },
    { kind: 'in', text: 'exec\\(\nspawn\\(', marked: [] },
  ],
};
