// A directive twice above one rule.
import type { FileLint } from '../lint.ts';

export const lint: FileLint = {
  of: 'file',
  id: 'repeated-directive',
  severity: 'warning',
  title: 'A directive twice above one rule',
  why: 'Only the last one holds.',
  todo: 'Remove one of them.',
  examples: [
    { kind: 'in', text: '#@ id: a\n#@ id: b\nx', marked: ['id'], fixed: '\n#@ id: b\nx' },
    { kind: 'in', text: '#@ id: a\nx\n#@ id: b\ny', marked: [] },
  ],
  find: ({ file }) => file.problems.filter((found) => found.code === 'repeated-directive'),
};
