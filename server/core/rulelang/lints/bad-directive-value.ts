// A value that the directive does not take.
import type { FileLint } from '../lint.ts';

export const lint: FileLint = {
  of: 'file',
  id: 'bad-directive-value',
  severity: 'error',
  title: 'A value that the directive does not take',
  why: 'The default holds instead: a rule that was meant to watch may block, or the other way round.',
  todo: 'Write one of the values that the message names.',
  examples: [
    { kind: 'in', text: '#@ mode: montor\nx', marked: ['montor'], fixed: '#@ mode: monitor\nx' },
    {
      kind: 'code',
      text: '#@ lang: python, pyhton\nx',
      marked: ['pyhton'],
      fixed: '#@ lang: python, python\nx',
    },
    { kind: 'in', text: '#@ cwe: CWE-78\nx', marked: [] },
  ],
  find: ({ file }) => file.problems.filter((found) => found.code === 'bad-directive-value'),
};
