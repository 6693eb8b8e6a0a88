// The shipped code rules through the real scan: every example of every rule, in every language that it is for; and
// whole handlers, safe and vulnerable.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildRuleSet } from '../server/core/engine/rule-set.ts';
import { scan } from '../server/core/engine/scan.ts';
import type { Finding } from '../server/core/finding/finding.ts';
import { parseRuleFile } from '../server/core/rulelang/parse.ts';
import { languageIdOf } from '../server/core/syntax/language-of.ts';
import { findRegions } from '../server/core/syntax/regions.ts';
import { createRe2jsEngine } from '../server/platform/regex/re2js-engine.ts';
import { createTreeParser } from '../server/platform/tree-sitter.ts';

const languages = ['python', 'javascript', 'typescript', 'java', 'go', 'ruby', 'csharp'];
const ruleText = readFileSync(join(import.meta.dirname, '../rules/code_protect.txt'), 'utf8');
const file = parseRuleFile(ruleText, 'code');
const { set, problems } = buildRuleSet(createRe2jsEngine(), [
  { source: 'code_protect.txt', text: ruleText, rules: file.rules },
]);
const parser = await createTreeParser();
await parser.load();

function findingsIn(language: string, text: string): readonly Finding[] {
  const tree = parser.parse(language, text);
  try {
    const regions = () => (tree ? findRegions(tree) : undefined);
    return scan({ file: 'handler', language, text, rules: set, regions }).findings;
  } finally {
    tree?.dispose();
  }
}

test('the shipped code rules have no problem', () => {
  expect(file.problems).toEqual([]);
  expect([...problems.values()].flat()).toEqual([]);
  expect(new Set(file.rules.map((rule) => rule.id)).size).toBe(file.rules.length);
});

for (const rule of file.rules) {
  test(`${rule.id}: described, and its examples hold`, () => {
    expect(rule.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(rule.message).not.toBe(rule.pattern);
    expect(rule.why && rule.todo).toBeTruthy();
    expect(rule.cwe.length).toBeGreaterThan(0);
    expect(rule.examples.some((example) => example.mustMatch)).toBe(true);
    expect(rule.examples.some((example) => !example.mustMatch)).toBe(true);
    for (const { text, mustMatch } of rule.examples) {
      const hits = (rule.lang.length > 0 ? rule.lang : languages).filter((language) =>
        findingsIn(language, text).some((finding) => finding.id === rule.id),
      );
      if (!mustMatch) expect(hits, text).toEqual([]);
      else if (rule.lang.length > 0) expect(hits, text).toEqual(rule.lang);
      else expect(hits, text).not.toEqual([]);
    }
  });
}

/** The fixtures of one folder, by path and text. */
function handlersIn(folder: string): readonly { readonly path: string; readonly text: string }[] {
  const root = join(import.meta.dirname, 'fixtures', folder);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: path.slice(root.length + 1), text: readFileSync(path, 'utf8') }));
}

function languageAt(path: string): string {
  const language = languageIdOf(path);
  if (language === undefined) throw new Error(`no language: ${path}`);
  return language;
}

for (const { path, text } of handlersIn('safe-handlers')) {
  test(`safe ${path} has no error and no warning`, () => {
    const loud = findingsIn(languageAt(path), text).filter(({ severity }) => severity !== 'info');
    expect(loud.map(describe)).toEqual([]);
  });
}

for (const { path, text } of handlersIn('vulnerable-handlers')) {
  test(`vulnerable ${path} has the marked findings`, () => {
    const found = findingsIn(languageAt(path), text).filter(({ severity }) => severity !== 'info');
    expect([...new Set(found.map(describe))].sort()).toEqual(marksIn(text).sort());
  });
}

function describe({ id, place }: Finding): string {
  return place.kind === 'code' ? `${place.range.start.line + 1} ${id}` : id;
}

/** `expect: id, id` at the end of a line marks that line. */
function marksIn(text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const marked = /\bexpect: ([a-z0-9-]+(?:, [a-z0-9-]+)*)\s*$/.exec(line)?.[1] ?? '';
    return marked === '' ? [] : marked.split(', ').map((id) => `${index + 1} ${id}`);
  });
}
