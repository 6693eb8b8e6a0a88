// The examples of a rule file with their verdicts, for the editor's list of tests.
import { readFile } from 'node:fs/promises';
import type { RegexEngine } from '../../core/engine/regex-engine.ts';
import { stripOuter } from '../../core/regex/strip.ts';
import { parseRuleFile } from '../../core/rulelang/parse.ts';
import type { Rule, RuleFileKind } from '../../core/rulelang/rule.ts';
import { type LineIndex, lineIndex } from '../../core/text/line-index.ts';
import { ruleFileKindOf } from '../../platform/rule-files.ts';
import {
  type ExampleVerdict,
  type RuleExamples,
  type RuleExamplesParams,
  ruleExamplesRequest,
} from '../../protocol/rule-examples.ts';
import type { Method } from '../method.ts';
import { pathOf } from '../open-document.ts';

export const ruleExamples: Method = {
  register(connection, session) {
    connection.onRequest(ruleExamplesRequest, async ({ uri }: RuleExamplesParams): Promise<RuleExamples> => {
      const path = pathOf(uri);
      const kind = ruleFileKindOf(path);
      if (kind === undefined) throw new Error(`not a rule file by its name: ${path}`);
      const text = session.documentAt(path)?.text ?? (await readFile(path, 'utf8'));
      const { engine } = await session.scanner();
      return judgeExamples(text, kind, engine);
    });
  },
};

function judgeExamples(text: string, kind: RuleFileKind, engine: RegexEngine): RuleExamples {
  const lines = lineIndex(text);
  const rules = parseRuleFile(text, kind).rules.filter((rule) => rule.examples.length > 0);
  return {
    rules: rules.map((rule) => ({
      id: rule.id,
      range: lines.rangeOf(rule.patternSpan),
      examples: verdictsOf(rule, lines, engine),
    })),
  };
}

function verdictsOf(rule: Rule, lines: LineIndex, engine: RegexEngine): ExampleVerdict[] {
  // Values of events may hold line feeds: a payload rule always sees a whole text.
  const over = rule.kind === 'code' ? rule.over : 'file';
  const compiled = engine.compile(stripOuter(rule.pattern, over));
  return rule.examples.map(({ text, mustMatch, span }) => {
    const example = { text, mustMatch, range: lines.rangeOf(span) };
    if (!compiled.ok) return { ...example, failure: `the pattern is not RE2: ${compiled.message}` };
    if (compiled.regex.test(text) === mustMatch) return example;
    return { ...example, failure: mustMatch ? 'must match and does not' : 'must not match and does' };
  });
}
