import { beforeAll, describe, expect, test } from 'vitest';
import type { RegexEngine } from '../../server/core/engine/regex-engine.ts';
import { buildRuleSet } from '../../server/core/engine/rule-set.ts';
import { scan } from '../../server/core/engine/scan.ts';
import { buildEventRules } from '../../server/core/events/event-rules.ts';
import { inspectEvent } from '../../server/core/events/inspect.ts';
import { parseRegex } from '../../server/core/regex/parse.ts';
import { parseRuleFile } from '../../server/core/rulelang/parse.ts';
import { lexRegions } from '../../server/core/syntax/lexers/index.ts';
import { findRegions, type Regions } from '../../server/core/syntax/regions.ts';
import type { TreeParser } from '../../server/core/syntax/syntax-tree.ts';
import { bytePorts } from '../../server/platform/byte-ports.ts';
import { loadEngine } from '../../server/platform/regex/load-engine.ts';
import { createTreeParser } from '../../server/platform/tree-sitter.ts';
import { type CodeCase, type EventCase, type MatchCase, type RulesCase, readCases } from './cases.ts';

const cases = readCases();
const engines = (['re2', 're2js'] as const).map((name) => ({
  name,
  loaded: loadEngine(name, import.meta.dirname),
}));
let parser: TreeParser;

beforeAll(async () => {
  parser = await createTreeParser();
  await parser.load();
});

describe.each(engines)('$name', ({ name, loaded }) => {
  const { engine, note } = loaded;
  test.skipIf(engine.name !== name)(`is there${note === undefined ? '' : `: ${note}`}`, () =>
    expect(engine.name).toBe(name),
  );
  const mine = engine.name === name ? cases : [];

  for (const one of mine) {
    const title = `${one.file}: ${one.name}`;
    if (one.kind === 'match') test(title, () => checkMatch(engine, one));
    if (one.kind === 'code') test(title, () => checkCode(engine, one));
    if (one.kind === 'in' || one.kind === 'out') test(title, () => checkEvent(engine, one));
    if (one.kind === 'rules') test(title, () => checkRules(one));
  }
});

function checkMatch(engine: RegexEngine, { pattern, text, matches, invalid }: MatchCase): void {
  const compiled = engine.compile(pattern);
  expect({ parser: parseRegex(pattern).faults.length > 0, engine: !compiled.ok }).toEqual({
    parser: invalid === true,
    engine: invalid === true,
  });
  if (!compiled.ok) return;
  const found: [number, number][] = [];
  for (let at = 0; at <= text.length; ) {
    const match = compiled.regex.find(text, at);
    if (match === undefined) break;
    found.push([match.start, match.end]);
    const isEmpty = match.end === match.start;
    at = match.end + (isEmpty ? ((text.codePointAt(match.end) ?? 0) > 0xffff ? 2 : 1) : 0);
  }
  expect(found).toEqual(matches);
  expect(compiled.regex.test(text)).toBe(found.length > 0);
  if (found.length > 0) checkGate(engine, pattern, text);
}

/** What the pattern matches in, no gate may pass over: as it stands, in JSON, and in JSON inside JSON with white space. */
function checkGate(engine: RegexEngine, pattern: string, text: string): void {
  const { rules } = parseRuleFile('x', 'in');
  const { gate, always } = buildEventRules(
    engine,
    rules.map((rule) => ({ ...rule, pattern })),
  );
  if (always.length > 0) return;
  const nested = JSON.stringify({ body: JSON.stringify({ v: [text] }, null, '\t') });
  for (const seen of [text, JSON.stringify({ v: text }), nested, `${'filler '.repeat(20)}${text}`]) {
    const { ids, count, isEscaped } = gate.scan(seen);
    expect(isEscaped || ids.slice(0, count).includes(0), `${pattern} in ${seen}`).toBe(true);
  }
}

function checkCode(engine: RegexEngine, one: CodeCase): void {
  const ways = [() => lexRegions(one.language, one.text), () => treeRegions(one.language, one.text)];
  const known = ways.filter((regions) => regions() !== undefined);
  for (const regions of known.length === 0 ? [() => undefined] : known) checkScan(engine, one, regions);
}

function checkScan(engine: RegexEngine, one: CodeCase, regions: () => Regions | undefined): void {
  const { rules } = parseRuleFile(one.rules.code, 'code');
  const { set } = buildRuleSet(engine, [{ source: 'code_protect.txt', text: one.rules.code, rules }]);
  const result = scan({
    file: one.sourceFile,
    language: one.language,
    text: one.text,
    rules: set,
    regions,
  });
  const entries = result.findings.flatMap(({ place, related, suppression, id }) => {
    const origin = related?.[0]?.place;
    if (place.kind !== 'code' || origin?.kind !== 'code') return [];
    const rule = rules.find((candidate) => candidate.patternSpan.start === origin.span.start);
    if (rule === undefined) return [];
    const { start, end } = place.range;
    const entry = {
      rule: id,
      line: start.line + 1,
      column: start.character + 1,
      ...(end.line === start.line ? {} : { endLine: end.line + 1 }),
      endColumn: end.character + 1,
      ...(rule.mode === 'monitor' ? { mode: 'monitor' } : {}),
      ...(suppression === undefined ? {} : { reason: suppression.justification }),
    };
    return [{ rule: rule.line, start: place.span.start, isSuppressed: suppression !== undefined, entry }];
  });
  const ordered = entries.sort((a, b) => a.rule - b.rule || a.start - b.start);
  const live = ordered.filter((hit) => !hit.isSuppressed).map((hit) => hit.entry);
  expect(live).toEqual(one.verdict);
  expect(live.some((entry) => !('mode' in entry))).toBe(one.blocked);
  if (one.suppressed)
    expect(ordered.filter((hit) => hit.isSuppressed).map((hit) => hit.entry)).toEqual(one.suppressed);
  if (one.problems === undefined) return;
  const problems = result.findings.flatMap(({ id, place, related }) =>
    related === undefined && place.kind === 'code' ? [{ code: id, line: place.range.start.line + 1 }] : [],
  );
  expect(problems).toEqual(one.problems);
}

/** Nothing where the parser gave up on a part: what is code there is its guess, and the lexer's is the one that is told. */
function treeRegions(language: string, text: string): Regions | undefined {
  const tree = parser.parse(language, text);
  const regions = tree === undefined || tree.nodesOf(['ERROR']).length > 0 ? undefined : findRegions(tree);
  tree?.dispose();
  return regions;
}

function checkEvent(engine: RegexEngine, one: EventCase): void {
  const { rules } = parseRuleFile(one.rules, one.kind);
  const { hits, leftOut } = inspectEvent(one.value, buildEventRules(engine, rules), { ports: bytePorts });
  const verdict = hits.map(({ rule, path, layers, isKey }) => ({
    rule: rule.id,
    path,
    ...(layers.length === 0 ? {} : { layers }),
    ...(isKey ? { key: true } : {}),
    ...(rule.mode === 'monitor' ? { mode: 'monitor' } : {}),
  }));
  expect(verdict).toEqual(one.verdict);
  expect(verdict.some((entry) => !('mode' in entry))).toBe(one.blocked);
  expect(leftOut.length > 0).toBe(one.incomplete === true);
}

function checkRules(one: RulesCase): void {
  const { rules } = parseRuleFile(one.rules, one.ruleKind);
  const known = rules.map((rule, index) => {
    const facts: Readonly<Record<string, unknown>> = { ...rule, line: rule.line + 1, span: rule.over };
    return Object.fromEntries(
      Object.keys(one.parsed[index] ?? { id: '' }).map((name) => [name, facts[name]]),
    );
  });
  expect(known).toEqual(one.parsed);
}
