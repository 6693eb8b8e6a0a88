// The line above each rule: what it hits now, and what its examples say. Each part leads somewhere.
import type { Span } from '../text/span.ts';
import type { RuleFile } from './parse.ts';
import type { Rule } from './rule.ts';
import { countOf, type Measured, type RuleFacts } from './rule-facts.ts';

export interface RuleLens {
  readonly rule: Rule;
  readonly span: Span;
  readonly title: string;
  /** Where a click leads; `none` where there is nothing to show. */
  readonly leads: 'hits' | 'examples' | 'events' | 'none';
}

export interface ExampleCount {
  readonly passed: number;
  readonly of: number;
}

export function lensesOf(
  file: RuleFile,
  factsOf: (rule: Rule) => RuleFacts,
  examplesOf: (rule: Rule) => ExampleCount | undefined,
): readonly RuleLens[] {
  return file.rules.flatMap((rule): RuleLens[] => {
    const facts = factsOf(rule);
    const span = rule.patternSpan;
    const lenses: RuleLens[] = [];
    if (rule.mode === 'off') lenses.push({ rule, span, title: 'off', leads: 'none' });
    if (facts.code) {
      const hits = facts.code;
      const isEmpty = hits.state !== 'known' || hits.value.hits === 0;
      lenses.push({ rule, span, title: words(hits, 'hits', codeWords), leads: isEmpty ? 'none' : 'hits' });
    }
    const examples = examplesOf(rule);
    if (examples && examples.of > 0)
      lenses.push({
        rule,
        span,
        title: `${examples.passed} of ${countOf(examples.of, 'example')} pass`,
        leads: 'examples',
      });
    if (facts.events) {
      const noun = rule.kind === 'out' ? 'response' : 'event';
      const isEmpty = facts.events.state !== 'known' || facts.events.value.hits === 0;
      lenses.push({
        rule,
        span,
        title: words(facts.events, `${noun}s`, (value) => `${value.hits} of ${countOf(value.of, noun)}`),
        leads: isEmpty ? 'none' : 'events',
      });
    }
    return lenses;
  });
}

function codeWords(value: {
  readonly hits: number;
  readonly files: number;
  readonly handlers: number;
}): string {
  if (value.hits === 0) return 'no hits';
  const where = value.handlers > 0 ? countOf(value.handlers, 'handler') : countOf(value.files, 'file');
  return `${countOf(value.hits, 'hit')} in ${where}`;
}

function words<T>(fact: Measured<T>, what: string, known: (value: T) => string): string {
  switch (fact.state) {
    case 'known':
      return known(fact.value);
    case 'timed-out':
      return `${what}: timed out`;
    case 'pending':
      return `${what}: …`;
  }
}
