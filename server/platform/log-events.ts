// Log events from files: a line each, or the JSON that `aws logs filter-log-events` and `get-log-events` print.
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { linesWith } from './lines-with.ts';

export interface LogEvent {
  readonly message: string;
  /** Milliseconds since 1970, where the file says so beside the message. */
  readonly at?: number;
}

/** Above it a JSON answer is not parsed whole: lines are asked for instead. */
const maxJsonBytes = 48 << 20;

/** Calls back with each event whose text holds one of the words. */
export async function eventsWith(
  path: string,
  words: readonly string[],
  onEvent: (event: LogEvent) => void,
  onProblem: (path: string, reason: string) => void,
): Promise<void> {
  let answer: readonly LogEvent[] | undefined;
  try {
    answer = looksLikeAnswer(path) ? readAnswer(path) : undefined;
  } catch (error) {
    onProblem(path, error instanceof Error && 'code' in error ? String(error.code) : String(error));
    return;
  }
  if (answer) {
    for (const event of answer) if (words.some((word) => event.message.includes(word))) onEvent(event);
  } else await linesWith(path, words, (message) => onEvent({ message }), onProblem);
}

function looksLikeAnswer(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(4096);
    const text = head.toString('utf8', 0, readSync(file, head, 0, head.length, 0));
    return (
      /^\s*\{\s*"(?:events|searchedLogStreams|nextForwardToken)"\s*:/.test(text) &&
      statSync(path).size <= maxJsonBytes
    );
  } finally {
    closeSync(file);
  }
}

function readAnswer(path: string): readonly LogEvent[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('events' in value) || !Array.isArray(value.events))
    return undefined;
  return value.events.flatMap((event: unknown): LogEvent[] => {
    if (
      typeof event !== 'object' ||
      event === null ||
      !('message' in event) ||
      typeof event.message !== 'string'
    )
      return [];
    const at = 'timestamp' in event && typeof event.timestamp === 'number' ? { at: event.timestamp } : {};
    return [{ message: event.message.trimEnd(), ...at }];
  });
}
