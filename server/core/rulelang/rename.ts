// The places of a rule's id inside its file, and whether a word may be an id.
import type { Span } from '../text/span.ts';
import { headerOf, lineAt } from './at-offset.ts';
import { directiveNamed } from './directives.ts';
import type { RuleFile } from './parse.ts';
import type { Rule } from './rule.ts';

export interface RuleAt {
  readonly rule: Rule;
  readonly index: number;
  /** Where the id is written; nothing for a rule that has none and is called after its line. */
  readonly idSpan: Span | undefined;
}

/** The rule whose pattern, directives or examples stand at the offset. */
export function ruleAt(file: RuleFile, offset: number): RuleAt | undefined {
  const line = lineAt(file, offset);
  if (!line || line.kind === 'blank' || line.kind === 'comment') return undefined;
  const rule = file.rules[line.rule];
  return rule && { rule, index: line.rule, idSpan: idSpanOf(file, line.rule) };
}

export function idSpanOf(file: RuleFile, index: number): Span | undefined {
  const id = file.rules[index]?.id;
  const line = headerOf(file, index).findLast(
    (one) => one.kind === 'directive' && one.name === 'id' && one.value === id,
  );
  return line?.kind === 'directive' ? line.valueSpan : undefined;
}

/** A sentence on what is wrong with a new id, or nothing. */
export function whyNotAnId(word: string, taken: ReadonlySet<string>): string | undefined {
  const mistake = directiveNamed('id')?.read(word).mistakes[0];
  if (mistake) return `${word} cannot be an id: ${mistake.message}`;
  return taken.has(word) ? `another rule has the id ${word}` : undefined;
}
