// Rules made ready to run: compiled, grouped by language, with quick ways to tell that a text has no hit.
// A rule that does not compile is a problem of its file; the others run.
import type { CodePlace } from '../finding/finding.ts';
import { type RequiredLiterals, requiredLiterals } from '../regex/required-literals.ts';
import { stripOuter } from '../regex/strip.ts';
import type { Rule, RuleProblem } from '../rulelang/rule.ts';
import { lineIndex } from '../text/line-index.ts';
import type { CompiledRegex, RegexEngine, RegexSet } from './regex-engine.ts';

export interface ReadyRule {
  readonly rule: Rule;
  readonly regex: CompiledRegex;
  /** The rule's line in its file. */
  readonly place: CodePlace;
}

/** The code rules that look at one language, by what a search of theirs sees. */
export interface LanguageRules {
  readonly language: string;
  readonly line: RuleGate;
  readonly file: RuleGate;
}

export interface RuleSet {
  /** Ready code rules of every language, in the order of the file. */
  readonly code: readonly ReadyRule[];
  forLanguage(language: string): LanguageRules;
}

export interface RuleSource {
  /** Names the rule file, for links. */
  readonly source: string;
  readonly text: string;
  readonly rules: readonly Rule[];
}

/** Rules that share a way to see quickly which of them can hit a text. */
export interface RuleGate {
  readonly rules: readonly ReadyRule[];
  /** Indexes of the rules that may hit somewhere in `text`: all that do, perhaps more. `text` has LF line ends only. */
  candidates(text: string): readonly number[];
  /** For line rules: like the rule's pattern, but for a text of many lines; may match across their ends. */
  overLines(index: number): CompiledRegex | undefined;
}

/** Compiles code rules. Rules in mode `off` are left out. */
export function buildRuleSet(
  engine: RegexEngine,
  sources: readonly RuleSource[],
): { readonly set: RuleSet; readonly problems: ReadonlyMap<string, readonly RuleProblem[]> } {
  const code: ReadyRule[] = [];
  const problems = new Map<string, RuleProblem[]>();
  for (const { source, text, rules } of sources) {
    const lines = lineIndex(text);
    for (const rule of rules) {
      if (rule.kind !== 'code') continue;
      const compiled = engine.compile(stripOuter(rule.pattern, rule.over));
      if (compiled.ok) {
        const span = rule.patternSpan;
        const place: CodePlace = { kind: 'code', file: source, span, range: lines.rangeOf(span) };
        if (rule.mode !== 'off') code.push({ rule, regex: compiled.regex, place });
        continue;
      }
      const list = problems.get(source) ?? [];
      list.push(invalidPattern(rule, compiled.message));
      problems.set(source, list);
    }
  }
  const byLanguage = new Map<string, LanguageRules>();
  const set: RuleSet = {
    code,
    forLanguage(language) {
      const ready = byLanguage.get(language);
      if (ready) return ready;
      const mine = code.filter(({ rule }) => appliesTo(rule, language));
      const made: LanguageRules = {
        language,
        line: buildGate(
          engine,
          mine.filter(({ rule }) => rule.over === 'line'),
          'line',
        ),
        file: buildGate(
          engine,
          mine.filter(({ rule }) => rule.over === 'file'),
          'file',
        ),
      };
      byLanguage.set(language, made);
      return made;
    },
  };
  return { set, problems };
}

/** `lang: javascript` also means JavaScript with JSX, and so for TypeScript. */
export function appliesTo(rule: Rule, language: string): boolean {
  if (rule.lang.length === 0 || rule.lang.includes(language)) return true;
  return language.endsWith('react') && rule.lang.includes(language.slice(0, -'react'.length));
}

export function invalidPattern(rule: Rule, message: string): RuleProblem {
  return {
    code: 'invalid-pattern',
    severity: 'error',
    message: `RE2 does not take this pattern: ${message}; the rule is left out, the others run`,
    span: rule.patternSpan,
  };
}

/** Anchors and flags that mean something else when lines are searched together. */
const tiedToText = /\\[Az]|\(\?[a-zA-Z]*-?[a-zA-Z]*m/;

function buildGate(engine: RegexEngine, rules: readonly ReadyRule[], over: 'line' | 'file'): RuleGate {
  const literals: (RequiredLiterals | undefined)[] = [];
  const overLines: (CompiledRegex | undefined)[] = [];
  const inSet: number[] = [];
  const always: number[] = [];
  const patterns: string[] = [];
  rules.forEach(({ regex }, index) => {
    literals.push(requiredLiterals(regex.pattern));
    if (over === 'file') {
      patterns.push(regex.pattern);
      inSet.push(index);
      return;
    }
    const together = tiedToText.test(regex.pattern) ? undefined : engine.compile(`(?m:${regex.pattern})`);
    if (together?.ok) {
      overLines[index] = together.regex;
      patterns.push(together.regex.pattern);
      inSet.push(index);
    } else always.push(index);
  });
  const set = makeSet(engine, patterns);
  return {
    rules,
    overLines: (index) => overLines[index],
    candidates(text) {
      if (rules.length === 0) return [];
      const found = set
        ? set.matching(text).map((at) => inSet[at] ?? 0)
        : literalCandidates(text, inSet, literals);
      return always.length === 0 ? found : [...found, ...always].sort((a, b) => a - b);
    },
  };
}

function makeSet(engine: RegexEngine, patterns: readonly string[]): RegexSet | undefined {
  if (patterns.length === 0) return { matching: () => [] };
  return engine.compileSet(patterns);
}

function literalCandidates(
  text: string,
  indexes: readonly number[],
  literals: readonly (RequiredLiterals | undefined)[],
): number[] {
  let folded: string | undefined;
  return indexes.filter((index) => {
    const required = literals[index];
    if (!required) return true;
    if (required.ignoreCase) folded ??= text.toLowerCase();
    const haystack = required.ignoreCase ? (folded ?? text) : text;
    return required.anyOf.some((literal) => haystack.includes(literal));
  });
}
