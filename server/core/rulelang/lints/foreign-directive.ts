// A directive of another kind of rule file.
import type { FileLint } from '../lint.ts';

export const lint: FileLint = {
  of: 'file',
  id: 'foreign-directive',
  severity: 'warning',
  title: 'A directive of another kind of rule file',
  why: 'It is ignored: a language or a region of code means nothing for an event, a target nothing for code.',
  todo: 'Remove it, or move the rule.',
  examples: [
    { kind: 'in', text: '#@ lang: go\nx', marked: ['lang'], fixed: '\nx' },
    { kind: 'code', text: '#@ lang: go\nx', marked: [] },
  ],
  find: ({ file }) => file.problems.filter((found) => found.code === 'foreign-directive'),
};
