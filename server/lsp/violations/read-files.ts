// Violations in exported log files, as the panel shows them: where a record names neither function nor time, its file
// stands for them, and that is said.
import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { SeenViolation } from '../../core/monitor/violations/overview.ts';
import { parseViolation } from '../../core/monitor/violations/violation.ts';
import { countOf } from '../../core/rulelang/rule-facts.ts';
import { eventsWith } from '../../platform/log-events.ts';
import { filesBelow } from '../../platform/read-chunks.ts';
import type { FromViolations } from './job.ts';
import { keptViolations } from './shown.ts';

/** In one message to the server, which has to breathe between them. */
const atOnce = 5000;
const words = ['Rule Violation for', 'Rule violation for'];

export async function readViolationFiles(
  paths: readonly string[],
  signal: AbortSignal,
  tell: (message: FromViolations) => void,
): Promise<void> {
  const gaps: string[] = [];
  const files = filesBelow(paths, (path, reason) => void gaps.push(`${path}: ${reason}`));
  let newest: SeenViolation[] = [];
  let total = 0;
  let unread = 0;
  let timeless = 0;
  for (const [index, path] of files.entries()) {
    tell({
      kind: 'progress',
      words: `${basename(path)}, ${countOf(total, 'violation')} so far`,
      done: index,
      total: files.length,
    });
    // Hears a person's "stop" between files.
    await setImmediate();
    if (signal.aborted) return;
    const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    let line = 0;
    await eventsWith(
      path,
      words,
      ({ message, at }) => {
        line++;
        const violation = parseViolation(message);
        if (!violation) {
          unread++;
          return;
        }
        total++;
        const time = violation.at ?? at;
        if (time === undefined) timeless++;
        newest.push({
          ...violation,
          at: time ?? Math.floor(written),
          function: violation.function ?? streamOf(path),
          id: `${path} ${line}`,
          account: '',
          region: '',
          logGroup: path,
          logStream: '',
        });
        if (newest.length >= 2 * keptViolations) newest = keepNewest(newest);
      },
      (file, reason) => void gaps.push(`${file}: ${reason}`),
    );
  }
  newest = keepNewest(newest);
  if (unread > 0) gaps.push(`lines that speak of a violation and are no record of the guard: ${unread}`);
  if (timeless > 0)
    gaps.push(`${countOf(timeless, 'violation')} without a time: shown when their file was last written`);
  if (total > newest.length) gaps.push(`only the newest ${newest.length} of ${total} violations are kept`);
  for (let start = 0; start < newest.length; start += atOnce)
    tell({ kind: 'read', violations: newest.slice(start, start + atOnce), gaps: [] });
  tell({ kind: 'read', violations: [], gaps });
}

function keepNewest(violations: SeenViolation[]): SeenViolation[] {
  return violations.sort((a, b) => b.at - a.at).slice(0, keptViolations);
}

/** A CloudWatch export has a folder for each log stream; another file is known by its own name. */
function streamOf(path: string): string {
  return /^\d{6}\.gz$/.test(basename(path)) ? basename(dirname(path)) : basename(path);
}
