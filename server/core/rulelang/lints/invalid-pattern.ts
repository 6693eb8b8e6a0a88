// A pattern that RE2 does not take, for a reason that other engines would have too, or for its size.
import { type PatternLint, problem } from '../lint.ts';

export const lint: PatternLint = {
  of: 'pattern',
  id: 'invalid-pattern',
  severity: 'error',
  title: 'A pattern that does not compile',
  why: 'The rule is left out; the others of the file still run.',
  todo: 'Correct the marked part.',
  examples: [
    { kind: 'in', text: 'a(b', marked: ['('] },
    { kind: 'in', text: 'a)b', marked: [')'] },
    { kind: 'in', text: '[z-a]x', marked: ['z-a'] },
    { kind: 'in', text: 'a**', marked: ['*'] },
    { kind: 'in', text: 'a{1001}', marked: ['{1001}'] },
    { kind: 'in', text: 'a{,2}(b)[]]', marked: [] },
  ],
  find({ regex, compiled, pattern }) {
    if (compiled.ok) return [];
    const errors = regex.faults.filter((fault) => fault.type === 'error');
    if (errors.length > 0)
      return errors.map((fault) =>
        problem(lint, fault.end > fault.start ? fault : { start: 0, end: pattern.length }, fault.message),
      );
    if (regex.faults.length > 0) return [];
    return [
      problem(lint, { start: 0, end: pattern.length }, `RE2 does not take this pattern: ${compiled.message}`),
    ];
  },
};
