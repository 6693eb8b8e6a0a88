// `checkScan`: a small picture of code with marks under what must be found, run through the real scan with the real
// engine and parser. A mark line is a comment that holds `^^^ rule-id` under the place.
import { expect } from 'vitest';
import type { RegexEngine } from '../server/core/engine/regex-engine.ts';
import { buildRuleSet } from '../server/core/engine/rule-set.ts';
import { type ScanInput, type ScanResult, scan } from '../server/core/engine/scan.ts';
import { parseRuleFile } from '../server/core/rulelang/parse.ts';
import { findRegions } from '../server/core/syntax/regions.ts';
import { installFolder } from '../server/platform/install-folder.ts';
import { loadEngine } from '../server/platform/regex/load-engine.ts';
import { createRe2jsEngine } from '../server/platform/regex/re2js-engine.ts';
import { createTreeParser } from '../server/platform/tree-sitter.ts';

export const parser = await createTreeParser();
await parser.load();

const loaded = loadEngine('auto', installFolder);

/** The native engine where it loads, and re2js: every expectation must hold in both. */
export const engines: readonly RegexEngine[] =
  loaded.engine.name === 're2' ? [loaded.engine, createRe2jsEngine()] : [createRe2jsEngine()];

export function scanWith(
  engine: RegexEngine,
  rules: string,
  language: string,
  text: string,
  more: Partial<Pick<ScanInput, 'memo' | 'limits'>> = {},
): ScanResult {
  const { set } = buildRuleSet(engine, [
    { source: 'code_protect.txt', text: rules, rules: parseRuleFile(rules, 'code').rules },
  ]);
  const tree = parser.parse(language, text);
  try {
    return scan({
      file: 'handler',
      language,
      text,
      rules: set,
      regions: () => (tree ? findRegions(tree) : undefined),
      ...more,
    });
  } finally {
    tree?.dispose();
  }
}

/** `line:column-column id`, and ` (allowed: reason)` for suppressed ones; from 1, in the order of the text. */
export function picture({ findings }: ScanResult): string[] {
  return findings.map(({ id, place, suppression }) => {
    if (place.kind !== 'code') return id;
    const { start, end } = place.range;
    const to = end.line === start.line ? `${end.character + 1}` : `${end.line + 1}:${end.character + 1}`;
    const allowed = suppression ? ` (allowed: ${suppression.justification})` : '';
    return `${start.line + 1}:${start.character + 1}-${to} ${id}${allowed}`;
  });
}

export function checkScan(rules: string, language: string, marked: string): void {
  const { text, marks } = readMarks(marked.replace(/^\n/, ''));
  for (const engine of engines) {
    expect(picture(scanWith(engine, rules, language, text)), engine.name).toEqual(marks);
  }
}

/** Takes the mark lines out: each mark speaks of the nearest code line above. */
function readMarks(marked: string): { readonly text: string; readonly marks: string[] } {
  const kept: string[] = [];
  const marks: string[] = [];
  for (const line of marked.split('\n')) {
    const mark = /^(\s*(?:#|\/\/)?\s*)(\^+) (.+)$/.exec(line);
    if (!mark) {
      kept.push(line);
      continue;
    }
    const start = (mark[1] ?? '').length + 1;
    marks.push(`${kept.length}:${start}-${start + (mark[2] ?? '').length} ${mark[3] ?? ''}`);
  }
  return { text: kept.join('\n'), marks };
}
