// Violations in exported log files, as the panel shows them: where a record names neither function nor time, its file
// stands for them, and that is said.
import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { SeenViolation } from '../../core/monitor/violations/overview.ts';
import { parseViolation, type Violation } from '../../core/monitor/violations/violation.ts';
import { countOf } from '../../core/rulelang/rule-facts.ts';
import { eventsWith } from '../../platform/log-events.ts';
import { filesBelow } from '../../platform/read-chunks.ts';
import type { FromViolations } from './job.ts';

/** In one message to the server, which has to breathe between them. */
const atOnce = 5000;
/** The guard's spelling, and that of protectLambda before it. */
const words = ['Rule Violation for', 'Rule violation for'];

export async function readViolationFiles(
  paths: readonly string[],
  signal: AbortSignal,
  tell: (message: FromViolations) => void,
): Promise<void> {
  const gaps: string[] = [];
  const problem = (path: string, reason: string) => void gaps.push(`${path}: ${reason}`);
  const files = filesBelow(paths, problem);
  let waiting: SeenViolation[] = [];
  let total = 0;
  let unread = 0;
  let timeless = 0;
  const flush = () => {
    if (waiting.length > 0) tell({ kind: 'read', violations: waiting, gaps: [] });
    waiting = [];
  };
  for (const [index, path] of files.entries()) {
    const progress = `${basename(path)}, ${countOf(total, 'violation')} so far`;
    tell({ kind: 'progress', words: progress, done: index, total: files.length });
    // Hears a person's "stop" between files.
    await setImmediate();
    if (signal.aborted) return;
    const writtenAt = Math.floor(statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    let number = 0;
    const onEvent = ({ message, at }: { readonly message: string; readonly at?: number }) => {
      number++;
      const violation = parseViolation(message);
      if (!violation) {
        unread++;
        return;
      }
      total++;
      const time = violation.at ?? at;
      if (time === undefined) timeless++;
      waiting.push(seen(violation, path, number, time ?? writtenAt));
      if (waiting.length >= atOnce) flush();
    };
    await eventsWith(path, words, onEvent, problem);
    flush();
  }
  if (unread > 0) gaps.push(`lines that speak of a violation and are no record of the guard: ${unread}`);
  if (timeless > 0)
    gaps.push(`${countOf(timeless, 'violation')} without a time: shown when their file was last written`);
  tell({ kind: 'read', violations: [], gaps });
}

function seen(violation: Violation, path: string, number: number, at: number): SeenViolation {
  return {
    ...violation,
    at,
    function: violation.function ?? streamOf(path),
    id: `${path} ${number}`,
    account: '',
    region: '',
    logGroup: path,
    logStream: '',
  };
}

/** A CloudWatch export has a folder for each log stream; another file is known by its own name. */
function streamOf(path: string): string {
  return /^\d{6}\.gz$/.test(basename(path)) ? basename(dirname(path)) : basename(path);
}
