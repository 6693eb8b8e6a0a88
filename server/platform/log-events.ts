// Log events from files: a line each, or the JSON that `aws logs filter-log-events` and `get-log-events` print. Plain or
// gzip, of any size: memory stays at a few pieces.
import { isLogAnswer, readJsonPieces } from './json-records.ts';
import { linesWith } from './lines-with.ts';
import { readChunks } from './read-chunks.ts';

export interface LogEvent {
  readonly message: string;
  /** Milliseconds since 1970, where the file says so beside the message. */
  readonly at?: number;
}

/** Calls back with each event whose text holds one of the words. */
export async function eventsWith(
  path: string,
  words: readonly string[],
  onEvent: (event: LogEvent) => void,
  onProblem: (path: string, reason: string) => void,
): Promise<void> {
  const pieces = readChunks(path, onProblem);
  const first = await pieces.next();
  if (first.done) return;
  const all = withFirst(first.value, pieces);
  if (!isLogAnswer(first.value.toString('utf8', 0, 4096)))
    return linesWith(
      all,
      words,
      (message) => onEvent({ message }),
      (reason) => onProblem(path, reason),
    );
  const counts = { records: 0, malformed: 0 };
  const onRecord = (value: unknown) => {
    const event = eventOf(value);
    if (event && words.some((word) => event.message.includes(word))) onEvent(event);
  };
  await readJsonPieces(all, onRecord, counts, (reason) => onProblem(path, reason));
  if (counts.malformed > 0) onProblem(path, `broken or cut off: ${counts.malformed} of its events`);
}

async function* withFirst(
  first: Buffer,
  rest: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  yield first;
  yield* rest;
}

function eventOf(value: unknown): LogEvent | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('message' in value) || typeof value.message !== 'string') return undefined;
  const at = 'timestamp' in value && typeof value.timestamp === 'number' ? { at: value.timestamp } : {};
  return { message: value.message.trimEnd(), ...at };
}
