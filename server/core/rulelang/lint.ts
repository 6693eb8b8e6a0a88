// What a lint of rule files is: a mistake that a person makes, with its reason, its remedy and its examples.
// Lints of patterns see one pattern alone, so that their answers can be kept while the file around it changes.
import type { Compiled, CompiledRegex } from '../engine/regex-engine.ts';
import type { Severity } from '../finding/finding.ts';
import type { ParsedRegex } from '../regex/ast.ts';
import type { Span } from '../text/span.ts';
import type { RuleFix } from './fix.ts';
import type { RuleFile } from './parse.ts';
import type { Rule, RuleFileKind, RuleProblem } from './rule.ts';

export interface LintExample {
  readonly kind: RuleFileKind;
  readonly text: string;
  /** The characters that are underlined, one entry for each problem; empty for a good example. */
  readonly marked: readonly string[];
  /** The text after the first fix of the first problem. */
  readonly fixed?: string;
}

interface LintBase {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly todo: string;
  readonly examples: readonly LintExample[];
}

export interface FileLint extends LintBase {
  readonly of: 'file';
  find(context: FileContext): readonly RuleProblem[];
}

/** Spans and edits count from the pattern's start. */
export interface PatternLint extends LintBase {
  readonly of: 'pattern';
  find(context: PatternContext): readonly RuleProblem[];
}

/** Found elsewhere, at leisure (`deep-lints.ts`): here are the words only. */
export interface DeepLint extends LintBase {
  readonly of: 'deep';
}

export type RuleLint = FileLint | PatternLint | DeepLint;

export interface FileContext {
  readonly text: string;
  readonly file: RuleFile;
  /** Ids of the other files of the set, and the name of the file that each stands in. */
  readonly idsElsewhere: ReadonlyMap<string, string>;
  /** The pattern of a rule as it is searched for; nothing where it does not compile. */
  regexOf(rule: Rule): CompiledRegex | undefined;
  /** Does the pattern occur in the text? Answers are kept. */
  matches(rule: Rule, regex: CompiledRegex, text: string): boolean;
}

export interface PatternContext {
  readonly kind: RuleFileKind;
  /** What one search sees: a text without line ends, or any text. Events and responses are always `file`. */
  readonly over: 'line' | 'file';
  readonly pattern: string;
  readonly regex: ParsedRegex;
  readonly compiled: Compiled;
}

/** Another place that explains a problem; of the same file. */
export interface RelatedSpan {
  readonly span: Span;
  readonly message: string;
}

export interface ProblemData {
  readonly fixes?: readonly RuleFix[];
  readonly related?: readonly RelatedSpan[];
  /** The editor shows the text faded. */
  readonly unnecessary?: boolean;
  /** A changed pattern that hits less; a shell can say which lines it stops matching. */
  readonly tighten?: { readonly from: string; readonly to: string };
  readonly attack?: { readonly text: string; readonly complexity: string };
}

export function problem(
  lint: Pick<LintBase, 'id' | 'severity'>,
  span: Span,
  message: string,
  data?: ProblemData,
): RuleProblem {
  const found = {
    code: lint.id,
    severity: lint.severity,
    message,
    span: { start: span.start, end: span.end },
  };
  return data === undefined ? found : { ...found, data };
}

export function problemData(found: RuleProblem): ProblemData {
  return typeof found.data === 'object' && found.data !== null ? found.data : {};
}

/** Moves a problem and everything in it that has a place. */
export function shifted(found: RuleProblem, by: number): RuleProblem {
  const move = (span: Span) => ({ start: span.start + by, end: span.end + by });
  const moved = { ...found, span: move(found.span) };
  if (found.data === undefined) return moved;
  const { fixes, related, ...rest } = problemData(found);
  return {
    ...moved,
    data: {
      ...rest,
      ...(fixes && {
        fixes: fixes.map((fix) => ({
          ...fix,
          edits: fix.edits.map((edit) => ({ span: move(edit.span), newText: edit.newText })),
        })),
      }),
      ...(related && { related: related.map((one) => ({ ...one, span: move(one.span) })) }),
    },
  };
}

export function replace(title: string, span: Span, newText: string): RuleFix {
  return { title, edits: [{ span: { start: span.start, end: span.end }, newText }], preferred: true };
}
