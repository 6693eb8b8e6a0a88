// Runs the quick lints over a rule file. What was found about a pattern is kept by pattern, so that a keystroke in
// a file of 2,000 rules costs one new pattern. The dear lints live in `deep-lints.ts`.
import type { Compiled, RegexEngine } from '../engine/regex-engine.ts';
import type { ParsedRegex } from '../regex/ast.ts';
import { parseRegex } from '../regex/parse.ts';
import { stripOuter } from '../regex/strip.ts';
import { type FileContext, type FileLint, type PatternLint, shifted } from './lint.ts';
import { lints } from './lints/index.ts';
import { parseRuleFile, type RuleFile } from './parse.ts';
import type { Rule, RuleFileKind, RuleProblem } from './rule.ts';

export interface LintedFile {
  readonly file: RuleFile;
  /** Ordered by place. */
  readonly problems: readonly RuleProblem[];
}

export interface RuleLinter {
  /** `idsElsewhere`: ids of the other files of the set, with the name of the file that each stands in. */
  lint(text: string, kind: RuleFileKind, idsElsewhere?: ReadonlyMap<string, string>): LintedFile;
  regexOf(pattern: string): ParsedRegex;
  /** The pattern as it is searched for: without its outer `.*`. */
  compile(pattern: string, over: 'line' | 'file'): Compiled;
}

/** Patterns, and verdicts on examples, that are kept. */
const KEPT_PATTERNS = 20_000;
const KEPT_VERDICTS = 50_000;

const fileLints = lints.filter((lint): lint is FileLint => lint.of === 'file');
const patternLints = lints.filter((lint): lint is PatternLint => lint.of === 'pattern');

/** What one search of a rule sees: values of events may hold line feeds. */
export function searchedOver(rule: Rule): 'line' | 'file' {
  return rule.kind === 'code' ? rule.over : 'file';
}

export function createRuleLinter(engine: RegexEngine): RuleLinter {
  const parsed = kept<ParsedRegex>(KEPT_PATTERNS);
  const compiled = kept<Compiled>(KEPT_PATTERNS);
  const found = kept<readonly RuleProblem[]>(KEPT_PATTERNS);
  const verdicts = kept<boolean>(KEPT_VERDICTS);

  const regexOf = (pattern: string) => parsed(pattern, () => parseRegex(pattern));
  const compile = (pattern: string, over: 'line' | 'file') =>
    compiled(`${over} ${pattern}`, () => engine.compile(stripOuter(pattern, over)));

  function patternProblems(rule: Rule): readonly RuleProblem[] {
    const over = searchedOver(rule);
    const { kind, pattern } = rule;
    return found(`${kind} ${over} ${pattern}`, () => {
      const context = { kind, over, pattern, regex: regexOf(pattern), compiled: compile(pattern, over) };
      return patternLints.flatMap((lint) => lint.find(context));
    });
  }

  function lint(
    text: string,
    kind: RuleFileKind,
    idsElsewhere: ReadonlyMap<string, string> = new Map(),
  ): LintedFile {
    const file = parseRuleFile(text, kind);
    const context: FileContext = {
      text,
      file,
      idsElsewhere,
      regexOf(rule) {
        const result = compile(rule.pattern, searchedOver(rule));
        return result.ok ? result.regex : undefined;
      },
      matches: (rule, regex, example) =>
        verdicts(`${searchedOver(rule)} ${rule.pattern}\n${example}`, () => regex.test(example)),
    };
    const problems = fileLints.flatMap((one) => one.find(context));
    for (const rule of file.rules)
      for (const one of patternProblems(rule)) problems.push(shifted(one, rule.patternSpan.start));
    return {
      file,
      problems: problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end),
    };
  }

  return { lint, regexOf, compile };
}

/** Remembers answers by key and forgets all of them when there are too many. */
function kept<T>(limit: number): (key: string, make: () => T) => T {
  const answers = new Map<string, T>();
  return (key, make) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    if (answers.size >= limit) answers.clear();
    const made = make();
    answers.set(key, made);
    return made;
  };
}
