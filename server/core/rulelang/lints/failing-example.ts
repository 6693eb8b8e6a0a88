// An example line that says something else than the pattern does.
import { type FileLint, problem } from '../lint.ts';
import type { RuleProblem } from '../rule.ts';

export const lint: FileLint = {
  of: 'file',
  id: 'failing-example',
  severity: 'error',
  title: 'An example that fails',
  why: 'The rule does not do what its author wrote that it does.',
  todo: 'Correct the pattern or the example.',
  examples: [
    { kind: 'in', text: '#+ abc\n#- xyz\nx', marked: ['abc', 'xyz'] },
    { kind: 'in', text: '#+ xyz\n#- abc\nx', marked: [] },
  ],
  find({ file, regexOf, matches }) {
    const found: RuleProblem[] = [];
    for (const rule of file.rules) {
      if (rule.examples.length === 0) continue;
      const regex = regexOf(rule);
      if (regex === undefined) continue;
      for (const example of rule.examples) {
        if (matches(rule, regex, example.text) === example.mustMatch) continue;
        const message = example.mustMatch
          ? `${rule.id} must match this example and does not`
          : `${rule.id} must not match this example and does`;
        const span = example.span.start === example.span.end ? rule.patternSpan : example.span;
        found.push(
          problem(lint, span, message, { related: [{ span: rule.patternSpan, message: 'the pattern' }] }),
        );
      }
    }
    return found;
  },
};
