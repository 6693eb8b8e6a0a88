// Hover in a rule file, as Markdown: a rule in words, with what it costs and hits; a directive with its values.
import type { ParsedRegex } from '../regex/ast.ts';
import type { Span } from '../text/span.ts';
import { lineAt, nodesAt } from './at-offset.ts';
import { type Directive, directiveNamed } from './directives.ts';
import { explainRegex, type Outline, outlineOf } from './explain-regex.ts';
import type { DirectiveLine, RuleFile } from './parse.ts';
import type { Rule } from './rule.ts';
import { countOf, type Measured, type RuleCost, type RuleFacts } from './rule-facts.ts';

export interface RuleHover {
  readonly markdown: string;
  readonly span: Span;
}

export interface HoverInput {
  readonly file: RuleFile;
  readonly offset: number;
  regexOf(pattern: string): ParsedRegex;
  factsOf(rule: Rule): RuleFacts;
}

export function hoverAt({ file, offset, regexOf, factsOf }: HoverInput): RuleHover | undefined {
  const line = lineAt(file, offset);
  if (!line) return undefined;
  switch (line.kind) {
    case 'directive':
      return directiveHover(line, offset, file);
    case 'example': {
      const verb = line.mustMatch ? 'must match' : 'must not match';
      const rule = file.rules[line.rule];
      return {
        span: line.span,
        markdown: `An example: the pattern ${rule ? `of ${code(rule.id)} ` : ''}**${verb}** this text. It is checked while you type, in the Test Explorer and by \`rules check\`.`,
      };
    }
    case 'pattern': {
      const rule = file.rules[line.rule];
      if (!rule || offset < line.patternSpan.start || offset > line.patternSpan.end) return undefined;
      const regex = regexOf(rule.pattern);
      return {
        span: line.patternSpan,
        markdown: ruleMarkdown(rule, regex, factsOf(rule), offset - line.patternSpan.start),
      };
    }
    case 'blank':
    case 'comment':
      return undefined;
  }
}

function directiveHover(line: DirectiveLine, offset: number, file: RuleFile): RuleHover | undefined {
  const directive = directiveNamed(line.name);
  if (!directive) return undefined;
  const isOnValue = offset >= line.valueSpan.start && line.valueSpan.end > line.valueSpan.start;
  const word = isOnValue ? wordAt(line, offset) : undefined;
  const known = directive.words.find((one) => one.word === word?.text);
  if (known && word)
    return {
      span: word.span,
      markdown: `${code(`${directive.name}: ${known.word}`)}\n\n${known.documentation}`,
    };
  const foreign = directive.kinds.includes(file.kind)
    ? ''
    : `\n\nIt means nothing in \`${file.kind}_protect.txt\`.`;
  return {
    span: { start: line.nameSpan.start, end: line.nameSpan.end },
    markdown: directiveMarkdown(directive) + foreign,
  };
}

function wordAt(
  line: DirectiveLine,
  offset: number,
): { readonly text: string; readonly span: Span } | undefined {
  for (const match of line.value.matchAll(/[^\s,]+/g)) {
    const start = line.valueSpan.start + match.index;
    const end = start + match[0].length;
    if (start <= offset && offset <= end) return { text: match[0], span: { start, end } };
  }
  return undefined;
}

export function directiveMarkdown(directive: Directive): string {
  const words = directive.words.map((one) => `- ${code(one.word)}: ${one.documentation}`).join('\n');
  const files = directive.kinds.map((kind) => `\`${kind}_protect.txt\``).join(', ');
  return [
    `${code(`#@ ${directive.name}:`)} ${directive.form}`,
    directive.documentation,
    words,
    `Default: ${directive.default}. In ${files}.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function ruleMarkdown(rule: Rule, regex: ParsedRegex, facts: RuleFacts, at: number): string {
  const parts: string[] = [`**${code(rule.id)}** · ${rule.severity}, ${modeWords[rule.mode]}`];
  if (rule.message !== rule.pattern) parts.push(plain(rule.message));
  if (regex.faults.length > 0) parts.push('This pattern is not RE2: the rule is left out.');
  else parts.push(`Finds ${plain(explainRegex(regex))}.`);
  const inner = nodesAt(regex.root, at).at(-1);
  if (inner && inner.type === 'set') parts.push(`Here: ${code(regex.pattern.slice(inner.start, inner.end))}`);
  const tree = regex.faults.length > 0 ? '' : outlineMarkdown(outlineOf(regex), 0);
  if (tree !== '') parts.push(`Structure:\n\n${tree}`);
  parts.push(...factLines(rule, facts));
  return parts.join('\n\n');
}

const modeWords = { block: 'blocks', monitor: 'watches', off: 'switched off' } as const;

const MAX_LINES = 24;

function outlineMarkdown(parts: readonly Outline[], depth: number): string {
  const lines: string[] = [];
  const add = (outlines: readonly Outline[], level: number) => {
    for (const part of outlines) {
      if (lines.length >= MAX_LINES) return;
      lines.push(`${'  '.repeat(level)}- ${code(part.source)} ${plain(part.words)}`);
      add(part.parts, level + 1);
    }
  };
  add(parts, depth);
  return lines.join('\n');
}

function factLines(rule: Rule, facts: RuleFacts): string[] {
  const lines: string[] = [];
  const hits: string[] = [];
  if (facts.code)
    hits.push(
      measured(
        facts.code,
        (value) => `${countOf(value.hits, 'hit')} in ${countOf(value.files, 'file')} of the workspace`,
        'workspace',
      ),
    );
  if (facts.events) {
    const what = rule.kind === 'out' ? 'response' : 'event';
    hits.push(
      measured(facts.events, (value) => `hits ${value.hits} of ${countOf(value.of, what)}`, 'events'),
    );
  }
  if (hits.length > 0) lines.push(`Now: ${hits.join(', ')}.`);
  const costs = (facts.costs ?? []).map((cost) => measured(cost, costWords, 'time'));
  if (costs.length > 0) lines.push(`Costs ${costs.join(', ')}.`);
  if (facts.sample !== undefined) lines.push(`Matches, for example, ${code(visible(facts.sample))}`);
  if (rule.why !== undefined) lines.push(`Why: ${plain(rule.why)}`);
  if (rule.todo !== undefined) lines.push(`Instead: ${plain(rule.todo)}`);
  const links = rule.cwe.map(
    (number) => `[CWE-${number}](https://cwe.mitre.org/data/definitions/${number}.html)`,
  );
  if (rule.ref !== undefined) links.push(`[more](${rule.ref})`);
  if (links.length > 0) lines.push(links.join(' · '));
  return lines;
}

function costWords({ ms, subject }: RuleCost): string {
  const time =
    ms < 0.001 ? 'under 1 µs' : ms < 1 ? `${(ms * 1000).toPrecision(2)} µs` : `${ms.toPrecision(2)} ms`;
  return `${time} on ${plain(subject)}`;
}

function measured<T>(fact: Measured<T>, words: (value: T) => string, what: string): string {
  switch (fact.state) {
    case 'known':
      return words(fact.value);
    case 'timed-out':
      return `${what}: timed out`;
    case 'pending':
      return `${what}: being measured`;
  }
}

function visible(text: string): string {
  return text.replace(/[\0-\x1f\x7f]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** Markdown code with as many backticks as the text needs. */
export function code(text: string): string {
  const runs = [...text.matchAll(/`+/g)].map((match) => match[0].length);
  const fence = '`'.repeat(Math.max(0, ...runs) + 1);
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${space}${text}${space}${fence}`;
}

function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
}
