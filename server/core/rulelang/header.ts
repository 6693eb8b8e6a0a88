// What stands above a pattern: directives gathered into the fields of the rule to come, and what is wrong with them.
import type { Span } from '../text/span.ts';
import { type Directive, directiveNamed, directives, directivesOf, type RuleFields } from './directives.ts';
import { type RuleFix, withFixes } from './fix.ts';
import { nearest } from './nearest.ts';
import type { DirectiveLine } from './parse.ts';
import type { RuleExample, RuleFileKind, RuleProblem } from './rule.ts';

export interface Header {
  fields: Partial<RuleFields>;
  readonly seen: Map<string, Span>;
  readonly examples: RuleExample[];
}

export function emptyHeader(): Header {
  return { fields: {}, seen: new Map(), examples: [] };
}

export function applyDirective(
  line: DirectiveLine,
  kind: RuleFileKind,
  header: Header,
  problems: RuleProblem[],
): void {
  const directive = directiveNamed(line.name);
  if (directive === undefined) {
    problems.push(unknownDirective(line, kind));
    return;
  }
  if (line.colonSpan === undefined) {
    const fix = insertion('Add the colon', line.nameSpan.end, ': ');
    problems.push(
      withFixes(
        {
          code: 'bad-directive-value',
          severity: 'error',
          message: `${line.name} has no value: expected \`#@ ${line.name}: …\`, ${directive.form}`,
          span: line.nameSpan,
        },
        [fix],
      ),
    );
    return;
  }
  if (!directive.kinds.includes(kind)) {
    problems.push(foreignDirective(line, directive, kind));
    return;
  }
  const before = header.seen.get(line.name);
  if (before !== undefined) problems.push(repeatedDirective(line, before));
  header.seen.set(line.name, line.span);

  const reading = directive.read(line.value);
  for (const mistake of reading.mistakes) {
    const span = { start: line.valueSpan.start + mistake.start, end: line.valueSpan.start + mistake.end };
    problems.push(
      withFixes(
        {
          code: 'bad-directive-value',
          severity: 'error',
          message: `${line.name}: ${mistake.message}`,
          span: span.start === span.end ? line.nameSpan : span,
        },
        mistake.instead === undefined
          ? []
          : [replacement(`Change to ${mistake.instead}`, span, mistake.instead)],
      ),
    );
  }
  header.fields = { ...header.fields, ...reading.fields };
}

function unknownDirective(line: DirectiveLine, kind: RuleFileKind): RuleProblem {
  const code = 'unknown-directive';
  const offered = directivesOf(kind).map((directive) => directive.name);
  if (line.name === '') {
    const message = `a directive without a name: expected one of ${offered.join(', ')}`;
    return { code, severity: 'error', message, span: line.markerSpan };
  }
  const all = directives.map((directive) => directive.name);
  const meant = nearest(line.name, offered) ?? nearest(line.name, all);
  const hint = meant === undefined ? `expected one of ${offered.join(', ')}` : `did you mean ${meant}?`;
  return withFixes(
    {
      code,
      severity: 'error',
      message: `unknown directive: ${line.name}, it is ignored; ${hint}`,
      span: line.nameSpan,
    },
    meant === undefined ? [] : [replacement(`Change to ${meant}`, line.nameSpan, meant)],
  );
}

function foreignDirective(line: DirectiveLine, directive: Directive, kind: RuleFileKind): RuleProblem {
  const homes = directive.kinds.map((home) => `${home}_protect.txt`).join(' and ');
  return withFixes(
    {
      code: 'foreign-directive',
      severity: 'warning',
      message: `${line.name} means nothing in ${kind}_protect.txt: it belongs into ${homes} and is ignored here`,
      span: line.nameSpan,
    },
    [removal('Remove the directive', line.span)],
  );
}

function repeatedDirective(line: DirectiveLine, before: Span): RuleProblem {
  return withFixes(
    {
      code: 'repeated-directive',
      severity: 'warning',
      message: `${line.name} stands twice above one rule: the last one holds`,
      span: line.nameSpan,
    },
    [removal('Remove the first one', before)],
  );
}

function replacement(title: string, span: Span, newText: string): RuleFix {
  return { title, edits: [{ span, newText }], preferred: true };
}

function insertion(title: string, at: number, newText: string): RuleFix {
  return { title, edits: [{ span: { start: at, end: at }, newText }], preferred: true };
}

/** Takes the line's text away and leaves a blank line: the span of the line end is not the line's own. */
function removal(title: string, span: Span): RuleFix {
  return { title, edits: [{ span, newText: '' }], preferred: true };
}
