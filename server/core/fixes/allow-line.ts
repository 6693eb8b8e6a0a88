// "Allow with a reason": a `protect: allow` comment for a finding. A person writes the reason over the placeholder.
import { languageOf } from '../syntax/language-of.ts';
import type { Fix } from './fix.ts';

const placeholder = 'reason';
/** Remarks of the scan and of other analyses, which no allow in the source covers. */
const notAllowable = new Set(['unused-allow', 'allow-without-reason', 'scan-incomplete']);

export const allowLine: Fix = {
  id: 'allow-line',
  propose({ finding, language, text, lines }) {
    const { id, place } = finding;
    const comment = languageOf(language)?.comment;
    if (place.kind !== 'code' || notAllowable.has(id) || comment === undefined) return [];
    const line = lines.lineSpan(place.range.start.line);
    const lineText = text.slice(line.start, line.end);
    const title = `Allow ${id} here, with a reason`;
    const existing = /\bprotect:[ \t]*allow[ \t]+[\w-]+(?:[ \t]*,[ \t]*[\w-]+)*(?=[ \t]*--)/.exec(lineText);
    if (existing) {
      const at = line.start + existing.index + existing[0].length;
      return [
        {
          title,
          edits: [{ span: { start: at, end: at }, newText: `, ${id}` }],
          preferred: false,
          safeForAll: false,
        },
      ];
    }
    const indent = /^[ \t]*/.exec(lineText)?.[0] ?? '';
    const lead = `${indent}${comment.line} protect: allow ${id} -- `;
    const end = text.includes('\r\n') ? '\r\n' : '\n';
    const start = line.start + lead.length;
    return [
      {
        title,
        edits: [{ span: { start: line.start, end: line.start }, newText: `${lead}${placeholder}${end}` }],
        preferred: false,
        safeForAll: false,
        select: { start, end: start + placeholder.length },
      },
    ];
  },
};
