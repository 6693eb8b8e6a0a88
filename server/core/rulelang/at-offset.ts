// What stands at a place of a rule file.
import type { RegexNode, SetItem } from '../regex/ast.ts';
import type { DirectiveLine, ExampleLine, RuleFile, RuleLine } from './parse.ts';
import type { Rule } from './rule.ts';

/** The line that holds the offset; its end counts as inside. */
export function lineAt(file: RuleFile, offset: number): RuleLine | undefined {
  let low = 0;
  let high = file.lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((file.lines[middle]?.span.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const line = file.lines[low];
  return line && line.span.start <= offset && offset <= line.span.end ? line : undefined;
}

/** The rule that a line belongs to: its own, or the next one for directives and examples. */
export function ruleOfLine(file: RuleFile, line: RuleLine): Rule | undefined {
  return line.kind === 'blank' || line.kind === 'comment' ? undefined : file.rules[line.rule];
}

/** The directives and examples above a rule. */
export function headerOf(file: RuleFile, index: number): readonly (DirectiveLine | ExampleLine)[] {
  return file.lines.filter(
    (line): line is DirectiveLine | ExampleLine =>
      (line.kind === 'directive' || line.kind === 'example') && line.rule === index,
  );
}

/** The smallest node at an offset of the pattern, after the nodes around it. */
export function nodesAt(root: RegexNode, offset: number): readonly (RegexNode | SetItem)[] {
  const path: (RegexNode | SetItem)[] = [];
  let next: RegexNode | SetItem | undefined = root;
  while (next) {
    path.push(next);
    next = childrenOf(next).find((child) => child.start <= offset && offset < child.end);
  }
  return path;
}

function childrenOf(node: RegexNode | SetItem): readonly (RegexNode | SetItem)[] {
  switch (node.type) {
    case 'group':
    case 'repeat':
      return [node.body];
    case 'foreign':
      return node.body ? [node.body] : [];
    case 'concat':
    case 'set':
      return node.items;
    case 'alternation':
      return node.options;
    default:
      return [];
  }
}
