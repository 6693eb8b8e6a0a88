// Times on the command line: a date, a moment, or how long ago.
import { UsageError } from './options.ts';

const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `2026-11-01`, `2026-11-01T10:00:00Z`, or `90m`, `12h`, `7d` before `now`. Milliseconds since 1970. */
export function momentOf(word: string, now: number): number {
  const ago = /^(\d+)([smhdw])$/.exec(word);
  if (ago) return now - Number(ago[1]) * (units[ago[2] ?? ''] ?? 0);
  const at = Date.parse(word);
  if (Number.isNaN(at))
    throw new UsageError(`no time: ${word}; write 2026-11-01, 2026-11-01T10:00:00Z, 12h or 7d`);
  return at;
}
