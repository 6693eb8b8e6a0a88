// An alternative that another alternative covers. It takes long to find, so a worker looks for it (`deep-lints.ts`).
import type { DeepLint } from '../lint.ts';

export const lint: DeepLint = {
  of: 'deep',
  id: 'covered-alternative',
  severity: 'info',
  title: 'An alternative that another alternative covers',
  why: 'It adds no text to what the pattern finds.',
  todo: 'Remove it.',
  examples: [
    { kind: 'in', text: '(\\w+|abc)=', marked: ['abc'] },
    { kind: 'in', text: '(abc|abd)=', marked: [] },
  ],
};
