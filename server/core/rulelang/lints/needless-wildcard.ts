// `.*` at the outer ends of a pattern: rules are searched, so it adds nothing.
import { isAnything, itemsOf } from '../../regex/shape.ts';
import { type PatternLint, problem, replace } from '../lint.ts';
import type { RuleProblem } from '../rule.ts';

export const lint: PatternLint = {
  of: 'pattern',
  id: 'needless-wildcard',
  severity: 'info',
  title: 'A leading or trailing .* that adds nothing',
  why: 'A rule is searched anywhere in the text. The wildcard changes no verdict; in engines that backtrack it costs time, and the whole line becomes the match.',
  todo: 'Remove it.',
  examples: [
    { kind: 'code', text: '.*(eval|exec)\\(.*', marked: ['.*', '.*'], fixed: '(eval|exec)\\(.*' },
    { kind: 'in', text: '(?i).*x', marked: ['.*'], fixed: '(?i)x' },
    { kind: 'in', text: 'a.*b', marked: [] },
    { kind: 'in', text: '.*a|b', marked: [] },
  ],
  find({ regex, over }) {
    if (regex.faults.length > 0 || regex.root.type === 'alternation' || regex.pattern.includes('\\Q'))
      return [];
    const items = itemsOf(regex.root);
    const found: RuleProblem[] = [];
    let first = 0;
    while (items[first]?.type === 'flags') first++;
    let last = items.length - 1;
    const startsAnchored = over === 'line' && isAnchor(items[first], '^') && isAnything(items[first + 1]);
    const endsAnchored = over === 'line' && isAnchor(items[last], '$') && isAnything(items[last - 1]);
    const head = items[first];
    const headEnd = startsAnchored ? items[first + 1] : head;
    if (head && headEnd && (startsAnchored || isAnything(head))) {
      report('leading', { start: head.start, end: headEnd.end });
      first += startsAnchored ? 2 : 1;
    }
    const tail = items[last];
    const tailStart = endsAnchored ? items[last - 1] : tail;
    if (endsAnchored) last--;
    if (last >= first && tail && tailStart && (endsAnchored || isAnything(tail)))
      report('trailing', { start: tailStart.start, end: tail.end });
    return found;

    function report(which: string, span: { start: number; end: number }): void {
      const written = regex.pattern.slice(span.start, span.end);
      const rest = regex.pattern.slice(0, span.start) + regex.pattern.slice(span.end);
      const fixes = rest === '' ? [] : [replace(`Remove the ${which} ${written}`, span, '')];
      found.push(
        problem(lint, span, `a ${which} ${written} changes no verdict: rules are searched, not anchored`, {
          fixes,
          unnecessary: true,
        }),
      );
    }
  },
};

function isAnchor(node: { readonly type: string } | undefined, form: string): boolean {
  return node?.type === 'anchor' && 'form' in node && node.form === form;
}
