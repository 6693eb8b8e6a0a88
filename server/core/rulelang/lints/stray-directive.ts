// A directive or example without a rule.
import type { FileLint } from '../lint.ts';

export const lint: FileLint = {
  of: 'file',
  id: 'stray-directive',
  severity: 'warning',
  title: 'A directive or example without a rule',
  why: 'It belongs to the next pattern, and none follows.',
  todo: 'Write the pattern below, or remove the line.',
  examples: [
    { kind: 'in', text: 'x\n#@ id: a', marked: ['#@ id: a'] },
    { kind: 'in', text: '#@ id: a\n\nx', marked: [] },
  ],
  find: ({ file }) => file.problems.filter((found) => found.code === 'stray-directive'),
};
