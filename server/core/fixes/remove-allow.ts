// Removes an allow that suppresses nothing: its id, or the whole comment when it is the only one.
import type { Fix } from './fix.ts';

export const removeAllow: Fix = {
  id: 'remove-allow',
  propose({ finding, text, lines }) {
    const { place } = finding;
    if (finding.id !== 'unused-allow' || place.kind !== 'code') return [];
    const line = lines.lineSpan(place.range.start.line);
    const lineText = text.slice(line.start, line.end);
    const title = 'Remove the allow that suppresses nothing';
    const word = /\bprotect:[ \t]*allow[ \t]+([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)/.exec(lineText);
    const ids = word?.[1]?.split(',').map((id) => id.trim()) ?? [];
    if (ids.length > 1) {
      const { start, end } = place.span;
      const after = /^[ \t]*,[ \t]*/.exec(text.slice(end, line.end))?.[0].length ?? 0;
      const before = after > 0 ? 0 : (/[ \t]*,[ \t]*$/.exec(text.slice(line.start, start))?.[0].length ?? 0);
      return [
        {
          title,
          edits: [{ span: { start: start - before, end: end + after }, newText: '' }],
          preferred: true,
          safeForAll: true,
        },
      ];
    }
    // The comment that holds nothing but the allow goes with its sign; code before it stays.
    const comment = /(?:^[ \t]*|[ \t]+)(?:#|\/\/|\/\*)[ \t]*protect:[ \t]*allow[^\r\n]*$/.exec(lineText);
    if (!comment) return [];
    const alone = comment.index === 0;
    const next = lines.lineSpan(place.range.start.line + 1).start;
    const span = alone
      ? { start: line.start, end: next > line.end ? next : line.end }
      : { start: line.start + comment.index, end: line.end };
    return [{ title, edits: [{ span, newText: '' }], preferred: true, safeForAll: true }];
  },
};
