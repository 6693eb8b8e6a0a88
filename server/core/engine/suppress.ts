// `protect: allow <id>[, <id>] -- <reason>` in a comment: which findings a person has accepted, and which of
// these words accept nothing.
import type { Finding } from '../finding/finding.ts';
import type { Regions } from '../syntax/regions.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { Span } from '../text/span.ts';

export interface Allow {
  /** Zero-based line that the word stands on. */
  readonly line: number;
  readonly ids: readonly { readonly id: string; readonly span: Span }[];
  /** Empty where the person gave none. */
  readonly reason: string;
  readonly span: Span;
}

const allowWord = /\bprotect:[ \t]*allow[ \t]+([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)[ \t]*(?:--[ \t]*([^\r\n]*))?/g;
/** What closes a block comment is no part of the reason. */
const commentEnd = /\s*(?:\*\/|-->|\*\/\})\s*$/;

/** Every allow of the text that stands in a comment. `regions` is asked only where the word occurs. */
export function findAllows(text: string, lines: LineIndex, regions: () => Regions | undefined): Allow[] {
  if (!text.includes('protect:')) return [];
  const allows: Allow[] = [];
  for (const match of text.matchAll(allowWord)) {
    const start = match.index;
    const kinds = regions();
    if (kinds && kinds.kindAt(start) !== 'comment') continue;
    const list = match[1] ?? '';
    const listStart = start + match[0].indexOf(list, 'protect:'.length);
    const ids = [...list.matchAll(/[\w-]+/g)].map((word) => ({
      id: word[0],
      span: { start: listStart + word.index, end: listStart + word.index + word[0].length },
    }));
    const reason = (match[2] ?? '').replace(commentEnd, '').trim();
    const length = match[0].replace(commentEnd, '').trimEnd().length;
    allows.push({ line: lines.positionAt(start).line, ids, reason, span: { start, end: start + length } });
  }
  return allows;
}

/**
 * Marks the findings that an allow covers: those of its id on its own line or, where that has none, on the
 * next. `leftOver` are allows, by id, that covered nothing; an allow without a reason covers nothing.
 */
export function applyAllows(
  findings: readonly Finding[],
  allows: readonly Allow[],
): {
  readonly findings: readonly Finding[];
  readonly leftOver: readonly { readonly allow: Allow; readonly at: number }[];
} {
  if (allows.length === 0) return { findings, leftOver: [] };
  const reasons = new Map<Finding, string>();
  const leftOver: { readonly allow: Allow; readonly at: number }[] = [];
  for (const allow of allows) {
    allow.ids.forEach(({ id }, at) => {
      const covered = allow.reason === '' ? [] : coveredBy(findings, id, allow.line);
      for (const finding of covered) reasons.set(finding, allow.reason);
      if (covered.length === 0) leftOver.push({ allow, at });
    });
  }
  const marked = findings.map((finding): Finding => {
    const justification = reasons.get(finding);
    return justification === undefined
      ? finding
      : { ...finding, suppression: { kind: 'in-source', justification } };
  });
  return { findings: marked, leftOver };
}

function coveredBy(findings: readonly Finding[], id: string, line: number): readonly Finding[] {
  const on = (wanted: number) =>
    findings.filter(
      ({ id: its, place }) => its === id && place.kind === 'code' && place.range.start.line === wanted,
    );
  const own = on(line);
  return own.length > 0 ? own : on(line + 1);
}
