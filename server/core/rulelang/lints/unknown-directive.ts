// A directive that does not exist.
import type { FileLint } from '../lint.ts';

export const lint: FileLint = {
  of: 'file',
  id: 'unknown-directive',
  severity: 'error',
  title: 'A directive that does not exist',
  why: 'It is read as a comment: what was meant to hold does not hold, and nobody is told at run time.',
  todo: 'Correct the name, or write a comment without the @.',
  examples: [
    { kind: 'in', text: '#@ sevrity: hint\nx', marked: ['sevrity'], fixed: '#@ severity: hint\nx' },
    { kind: 'in', text: '#@ severity: hint\nx', marked: [] },
  ],
  find: ({ file }) => file.problems.filter((found) => found.code === 'unknown-directive'),
};
