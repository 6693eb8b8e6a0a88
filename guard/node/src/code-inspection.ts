// The hits of code rules in the function's own files: found when the handler is wrapped, and again when a file changes.
// What a hit is, the editor's own scan decides.
import { relative, sep } from 'node:path';
import { buildRuleSet, type RuleSet } from '../../../server/core/engine/rule-set.ts';
import { scan } from '../../../server/core/engine/scan.ts';
import type { Rule } from '../../../server/core/rulelang/rule.ts';
import { languageIdOf } from '../../../server/core/syntax/language-of.ts';
import { lexRegions } from '../../../server/core/syntax/lexers/index.ts';
import { lazyEngine } from './engine.ts';
import { type OwnFile, ownFiles, stampOf } from './own-files.ts';

export interface CodeHit {
  readonly rule: Rule;
  /** Relative to the function's root. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly matched: string;
}

export interface CodeFindings {
  readonly hits: readonly CodeHit[];
  /** False where a file was too much for the time that a scan may take. */
  readonly isComplete: boolean;
}

export interface CodeInspection {
  /** Rules that RE2 refuses. */
  readonly invalid: readonly Rule[];
  /** Throws where a file cannot be read. */
  findings(now: number): CodeFindings;
}

export interface CodeInspectionInput {
  readonly file: string;
  readonly root: string;
  readonly rules: readonly Rule[];
  readonly ruleText: string;
  readonly passOver: (path: string) => boolean;
}

/** How often files are looked at again: an invocation in a busy loop must not pay for it each time. */
const lookAgainMs = 20;
const scanMs = 10_000;

export function createCodeInspection(input: CodeInspectionInput): CodeInspection {
  const { set, problems } = buildRuleSet(lazyEngine, [
    { source: 'code_protect.txt', text: input.ruleText, rules: input.rules },
  ]);
  const byPlace = new Map(input.rules.map((rule) => [rule.patternSpan.start, rule]));
  let stamps = new Map<string, string>();
  let byContent = new Map<string, CodeFindings>();
  let known: CodeFindings | undefined;
  let lookedAt = 0;

  function refresh(): CodeFindings {
    const before = byContent;
    byContent = new Map();
    stamps = new Map([[input.file, stampOf(input.file)]]);
    const parts: CodeFindings[] = [];
    for (const source of ownFiles(input.file, input.root, input.passOver)) {
      stamps.set(source.path, stampOf(source.path));
      const file = relative(input.root, source.path).split(sep).join('/');
      const key = `${file}\0${source.text}`;
      const found = before.get(key) ?? scanFile(source, file, set, byPlace);
      byContent.set(key, found);
      parts.push(found);
    }
    return { hits: parts.flatMap((part) => part.hits), isComplete: parts.every((part) => part.isComplete) };
  }

  const refused = [...problems.values()].flat().map((problem) => problem.span.start);
  return {
    invalid: input.rules.filter((rule) => refused.includes(rule.patternSpan.start)),
    findings(now) {
      if (known !== undefined && now - lookedAt < lookAgainMs) return known;
      const isSame = known !== undefined && [...stamps].every(([path, stamp]) => stampOf(path) === stamp);
      if (!isSame) {
        known = undefined;
        known = refresh();
      }
      lookedAt = now;
      return known ?? refresh();
    },
  };
}

function scanFile(
  source: OwnFile,
  file: string,
  set: RuleSet,
  byPlace: ReadonlyMap<number, Rule>,
): CodeFindings {
  const { text } = source;
  const language =
    languageIdOf(source.path) ?? (/\.[mc]?tsx?$/.test(source.path) ? 'typescript' : 'javascript');
  const deadline = performance.now() + scanMs;
  const { findings, leftOut } = scan({
    file,
    language,
    text,
    rules: set,
    regions: () => lexRegions(language, text),
    limits: { isOver: () => performance.now() > deadline },
  });
  const hits: CodeHit[] = [];
  for (const { place, related, suppression } of findings) {
    const origin = related?.[0]?.place;
    if (suppression !== undefined || place.kind !== 'code' || origin?.kind !== 'code') continue;
    const rule = byPlace.get(origin.span.start);
    if (rule === undefined) continue;
    const matched = text.slice(place.span.start, place.span.end);
    hits.push({ rule, file, line: place.range.start.line + 1, matched });
  }
  return { hits, isComplete: leftOut.length === 0 };
}
