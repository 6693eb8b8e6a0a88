// Two rules with one id, in one file or in the files of one set.
import { type FileLint, problem, type RelatedSpan } from '../lint.ts';
import type { DirectiveLine } from '../parse.ts';
import type { RuleProblem } from '../rule.ts';

export const lint: FileLint = {
  of: 'file',
  id: 'repeated-id',
  severity: 'error',
  title: 'Two rules with one id',
  why: 'A suppression or a report that names the id means both, and nobody can tell which one hit.',
  todo: 'Give each rule of the three files its own id.',
  examples: [
    { kind: 'in', text: '#@ id: a\nx\n#@ id: a\ny', marked: ['a'] },
    { kind: 'in', text: 'x\n#@ id: line-1\ny', marked: ['line-1'] },
    { kind: 'in', text: '#@ id: a\nx\n#@ id: b\ny', marked: [] },
  ],
  find({ file, idsElsewhere }) {
    const nameLines = new Map<number, DirectiveLine>();
    for (const line of file.lines)
      if (line.kind === 'directive' && line.name === 'id') nameLines.set(line.rule, line);
    const first = new Map<string, number>();
    const found: RuleProblem[] = [];
    file.rules.forEach((rule, index) => {
      const line = nameLines.get(index);
      const earlier = first.get(rule.id);
      const elsewhere = idsElsewhere.get(rule.id);
      if (earlier === undefined) first.set(rule.id, index);
      if (line === undefined || line.value !== rule.id) return;
      if (earlier !== undefined) {
        const span = nameLines.get(earlier)?.valueSpan ?? file.rules[earlier]?.patternSpan;
        const related: RelatedSpan[] = span
          ? [{ span, message: `the first rule with the id ${rule.id}` }]
          : [];
        const where = `line ${(file.rules[earlier]?.line ?? 0) + 1}`;
        found.push(
          problem(lint, line.valueSpan, `the rule on ${where} has the id ${rule.id} too`, { related }),
        );
      } else if (elsewhere !== undefined)
        found.push(problem(lint, line.valueSpan, `a rule of ${elsewhere} has the id ${rule.id} too`));
    });
    return found;
  },
};
