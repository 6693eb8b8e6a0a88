// The lints that take long: backtracking, and rules or alternatives that cover each other. They ask through ports,
// run in a worker, and say "undecided" where they cannot tell. What is undecided is never called safe.
import type { CompiledRegex, RegexEngine } from '../engine/regex-engine.ts';
import { type Ambiguity, ambiguityOf } from '../regex/ambiguity.ts';
import type { AlternationNode, ParsedRegex, RegexNode } from '../regex/ast.ts';
import { walk } from '../regex/ast.ts';
import { parseRegex } from '../regex/parse.ts';
import { sampleOf, samplesOf } from '../regex/sample.ts';
import { stripOuter } from '../regex/strip.ts';
import { type JavaScriptRegex, toJavaScript } from '../regex/to-javascript.ts';
import type { Span } from '../text/span.ts';
import { problem, replace } from './lint.ts';
import { searchedOver } from './linter.ts';
import { lint as coveredAlternative } from './lints/covered-alternative.ts';
import { lint as subsumedRule } from './lints/subsumed-rule.ts';
import { lint as superLinear } from './lints/super-linear-pattern.ts';
import type { Rule, RuleProblem } from './rule.ts';

export type BacktrackVerdict =
  | { readonly kind: 'safe' }
  | { readonly kind: 'undecided'; readonly reason: string }
  | {
      readonly kind: 'vulnerable';
      /** Such as `exponential` or `polynomial of degree 2`. */
      readonly complexity: string;
      readonly hotspots: readonly Span[];
      /** A text that shows it, written as JavaScript. */
      readonly attack: string;
      /** The one engine that it is true of, where not all that backtrack. */
      readonly only?: string;
    };

/** Does matching take more than linear time where an engine backtracks? `regex` has JavaScript's syntax. */
export type BacktrackChecker = (regex: {
  readonly source: string;
  readonly flags: string;
}) => BacktrackVerdict;

/** Whether every text that holds `inner` holds `outer` too, or (`whole`) every `inner` is an `outer`. `undefined`: cannot tell. */
export type InclusionChecker = (
  outer: JavaScriptRegex,
  inner: JavaScriptRegex,
  how: 'within' | 'whole',
) => boolean | undefined;

/**
 * What a backtracking engine would do with a pattern; places count from the pattern's start. Our own analysis proves
 * most patterns safe or, with a text that RE2 says it does not match, vulnerable. The checker decides the others.
 */
export function checkBacktracking(
  pattern: string,
  engine: RegexEngine,
  check: BacktrackChecker,
): BacktrackVerdict {
  const regex = parseRegex(pattern);
  if (regex.faults.length > 0) return check({ source: pattern, flags: '' });
  const ambiguity = ambiguityOf(regex.root);
  if (ambiguity.kind === 'bounded') return { kind: 'safe' };
  const proved =
    ambiguity.kind === 'unbounded' && !ambiguity.isLoose ? prove(regex, ambiguity, engine) : undefined;
  if (proved) return proved;
  const translated = toJavaScript(regex);
  if (translated === undefined)
    return { kind: 'undecided', reason: 'it cannot be said in the syntax of the checker' };
  const verdict = check(translated);
  // The checker calls "safe" what is bounded; a bound may be too high for anybody to reach.
  if (verdict.kind !== 'vulnerable' && ambiguity.kind === 'unbounded' && ambiguity.isLoose)
    return {
      kind: 'undecided',
      reason: 'its optional and counted parts can share a text out in very many ways',
    };
  if (verdict.kind !== 'vulnerable') return verdict;
  const hotspots = verdict.hotspots
    .map((span) => translated.spanOf(span))
    .filter((span) => span.start < span.end)
    .map((span) => repetitionAround(regex.root, span));
  return { ...verdict, hotspots };
}

/** The first of the texts that RE2 does not match, with something behind it, is a proof. */
function prove(
  regex: ParsedRegex,
  { texts, reading }: Extract<Ambiguity, { kind: 'unbounded' }>,
  engine: RegexEngine,
): BacktrackVerdict | undefined {
  const compiled = engine.compile(regex.pattern);
  if (!compiled.ok) return undefined;
  for (const { growth, prefix, pump, leaves } of texts) {
    const suffix = failingSuffix(compiled.regex, prefix, pump);
    if (suffix === undefined) continue;
    const isExponential = growth === 'exponential';
    const parts = [shown(prefix), `${shown(pump)}.repeat(${isExponential ? 40 : 50_000})`, shown(suffix)];
    return {
      kind: 'vulnerable',
      complexity: isExponential ? 'exponential' : 'polynomial (at least quadratic)',
      hotspots: leaves.map((leaf) => repetitionAround(regex.root, leaf)),
      attack: parts.filter((part) => part !== "''").join(' + '),
      ...(reading === 'python' ? { only: 'Python' } : {}),
    };
  }
  return undefined;
}

const PUMPS = 60;

/** What to write behind the pumped text so that nothing matches: an engine then tries every way. */
function failingSuffix(regex: CompiledRegex, prefix: string, pump: string): string | undefined {
  const text = prefix + pump.repeat(PUMPS);
  return ['', '!', '\0', '\n', '\uffff', ' ', 'a', '0', '-'].find((suffix) => !regex.test(text + suffix));
}

/** As a string of JavaScript. */
function shown(text: string): string {
  const quoted = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${quoted}'`;
}

/** The outermost repetition that a hot spot lies in: that is what a person has to change. */
function repetitionAround(root: RegexNode, span: Span): Span {
  let found: Span | undefined;
  walk(root, (node) => {
    if (found || node.type !== 'repeat' || node.max === 1) return;
    if (node.start <= span.start && span.end <= node.end) found = { start: node.start, end: node.end };
  });
  return found ?? span;
}

/** Relative to the pattern's start. */
export function backtrackProblems(pattern: string, verdict: BacktrackVerdict): readonly RuleProblem[] {
  switch (verdict.kind) {
    case 'safe':
      return [];
    case 'undecided':
      return [
        problem(
          { id: superLinear.id, severity: 'info' },
          { start: 0, end: pattern.length },
          `undecided whether Python or JavaScript take more than linear time for this pattern: ${verdict.reason}; RE2 does not`,
        ),
      ];
    case 'vulnerable': {
      const { complexity, attack } = verdict;
      const spot = joined(verdict.hotspots) ?? { start: 0, end: pattern.length };
      const message = `${complexity} in ${verdict.only ?? 'Python and JavaScript'}, linear in RE2; attack string: ${attack}`;
      return [problem(superLinear, spot, message, { attack: { text: attack, complexity } })];
    }
  }
}

function joined(spans: readonly Span[]): Span | undefined {
  if (spans.length === 0) return undefined;
  return {
    start: Math.min(...spans.map((span) => span.start)),
    end: Math.max(...spans.map((span) => span.end)),
  };
}

/** Alternatives of one group that another one covers; relative to the pattern's start. */
export function coveredAlternatives(pattern: string, includes: InclusionChecker): readonly RuleProblem[] {
  const regex = parseRegex(pattern);
  if (regex.faults.length > 0) return [];
  const found: RuleProblem[] = [];
  walk(regex.root, (node) => {
    if (node.type === 'alternation' && node.options.length <= 60)
      found.push(...coveredIn(pattern, regex, node, includes));
  });
  return found;
}

function coveredIn(
  pattern: string,
  regex: ParsedRegex,
  node: AlternationNode,
  includes: InclusionChecker,
): readonly RuleProblem[] {
  const options = node.options.map((option) => ({
    option,
    text: pattern.slice(option.start, option.end),
    isLiteral: isLiteral(option),
    script: hasAssertion(option) ? undefined : toJavaScript({ ...regex, root: option }),
  }));
  const gone = new Set<number>();
  const found: RuleProblem[] = [];
  options.forEach((small, index) => {
    if (small.option.start === small.option.end) return;
    const cover = options.findIndex((big, other) => {
      if (other === index || gone.has(other)) return false;
      if (big.text === small.text) return other < index;
      if (
        big.isLiteral ||
        !big.script ||
        !small.script ||
        !fits(big.script.source, sampleOf(small.option, 0))
      )
        return false;
      return includes(big.script, small.script, 'whole') === true;
    });
    const big = options[cover];
    if (!big) return;
    gone.add(index);
    const span =
      index === 0
        ? { start: small.option.start, end: node.options[1]?.start ?? small.option.end }
        : { start: small.option.start - 1, end: small.option.end };
    const same = big.text === small.text;
    found.push(
      problem(
        coveredAlternative,
        small.option,
        same
          ? `${small.text} stands twice`
          : `everything that ${small.text} matches, ${big.text} matches too`,
        {
          fixes: [replace('Remove the alternative', span, '')],
          unnecessary: true,
        },
      ),
    );
  });
  return found;
}

/** A quick no: the sample is short and ours, so a backtracking engine is harmless here. */
function fits(source: string, sample: string): boolean {
  if (sample.length > 60) return true;
  try {
    return new RegExp(`^(?:${source})$`).test(sample.slice(0, 24)) || sample.length > 24;
  } catch {
    return true;
  }
}

function isLiteral(node: RegexNode): boolean {
  return node.type === 'char' || (node.type === 'concat' && node.items.every((item) => item.type === 'char'));
}

function hasAssertion(node: RegexNode): boolean {
  let found = false;
  walk(node, (one) => {
    if (one.type === 'anchor' || one.type === 'flags') found = true;
  });
  return found;
}

/** Rules that another rule of the file covers. `isOver`: the time is up, what is found by then is returned. */
export function subsumedRules(
  rules: readonly Rule[],
  engine: RegexEngine,
  includes: InclusionChecker,
  isOver: () => boolean,
): readonly RuleProblem[] {
  const ready = rules.flatMap((rule) => {
    const over = searchedOver(rule);
    const stripped = stripOuter(rule.pattern, over);
    const regex = parseRegex(stripped);
    const compiled = engine.compile(stripped);
    if (!compiled.ok || regex.faults.length > 0) return [];
    const sample = samplesOf(regex).find((text) => compiled.regex.test(text));
    const script = toJavaScript(regex);
    if (sample === undefined || script === undefined) return [];
    return [{ rule, sample, script, compiled: compiled.regex, isExact: !hasAssertion(regex.root) }];
  });
  const found: RuleProblem[] = [];
  for (const [index, small] of ready.entries()) {
    if (isOver()) break;
    const cover = ready.find((big, other) => {
      if (other === index || !big.isExact || big.rule.pattern === small.rule.pattern) return false;
      if (!covers(big.rule, small.rule) || !big.compiled.test(small.sample)) return false;
      if (includes(big.script, small.script, 'within') !== true) return false;
      // Of two that cover each other the first one stays.
      return other < index || !small.isExact || includes(small.script, big.script, 'within') !== true;
    });
    if (!cover) continue;
    found.push(
      problem(
        subsumedRule,
        small.rule.patternSpan,
        `whatever this rule hits, ${cover.rule.id} on line ${cover.rule.line + 1} hits too`,
        {
          unnecessary: true,
          related: [{ span: cover.rule.patternSpan, message: `the wider rule: ${cover.rule.id}` }],
        },
      ),
    );
  }
  return found;
}

/** Does `big` look everywhere where `small` looks, and act at least as strictly? */
function covers(big: Rule, small: Rule): boolean {
  const strictness = { off: 0, monitor: 1, block: 2 };
  return (
    strictness[big.mode] >= strictness[small.mode] &&
    (big.lang.length === 0 || (small.lang.length > 0 && small.lang.every((one) => big.lang.includes(one)))) &&
    (big.where === 'any' || big.where === small.where) &&
    (big.target === 'any' || big.target === small.target) &&
    big.over === small.over
  );
}
