// JSON records from files of any size, one at a time: `{"Records": […]}` as CloudTrail delivers, `{"events": […]}` as
// CloudWatch Logs answers, an array, or a record a line. The text is cut at the records' braces by bytes and each is parsed by itself: a broken one is counted, and
// memory stays at one record.
import { readChunks } from './read-chunks.ts';

const quote = 34;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;
const openBracket = 91;
const closeBracket = 93;
/** A larger record is none of CloudTrail's (256 KB at most). */
const maxRecordBytes = 4 << 20;

export interface RecordCounts {
  records: number;
  malformed: number;
}

/** Calls back with each record of a file; `counts` grows as it goes. */
export function readJsonRecords(
  path: string,
  onRecord: (value: unknown) => void,
  counts: RecordCounts,
  onProblem: (path: string, reason: string) => void,
): Promise<void> {
  return readJsonPieces(readChunks(path, onProblem), onRecord, counts, (reason) => onProblem(path, reason));
}

/** As `readJsonRecords`, from text that comes in pieces. */
export async function readJsonPieces(
  pieces: AsyncIterable<Buffer>,
  onRecord: (value: unknown) => void,
  counts: RecordCounts,
  onProblem: (reason: string) => void,
): Promise<void> {
  /** Depth at which a record's brace opens; decided by how the text begins. */
  let recordDepth = -1;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let head = '';
  let parts: Buffer[] = [];
  let partBytes = 0;
  let open = false;

  function emit(): void {
    const text =
      parts.length === 1
        ? (parts[0] ?? Buffer.alloc(0)).toString('utf8')
        : Buffer.concat(parts).toString('utf8');
    parts = [];
    partBytes = 0;
    try {
      onRecord(JSON.parse(text));
      counts.records++;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      counts.malformed++;
    }
  }

  for await (const piece of pieces) {
    if (recordDepth === -1) {
      head += piece.toString('utf8', 0, Math.min(piece.length, 256));
      recordDepth = depthOfRecords(head);
    }
    let start = open ? 0 : -1;
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i];
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inString = false;
        else if (byte === 10 && recordDepth === 0) {
          // No string of JSON holds a line feed: a record a line was cut off. The next line begins anew.
          inString = false;
          depth = 0;
          if (open) counts.malformed++;
          open = false;
          parts = [];
          start = -1;
        }
        continue;
      }
      if (byte === quote) inString = true;
      else if (byte === openBrace || byte === openBracket) {
        if (byte === openBrace && depth === recordDepth && !open) {
          open = true;
          start = i;
        }
        depth++;
      } else if (byte === closeBrace || byte === closeBracket) {
        if (depth > 0) depth--;
        if (open && depth === recordDepth) {
          parts.push(piece.subarray(start, i + 1));
          emit();
          open = false;
          start = -1;
        }
      }
    }
    if (open) {
      partBytes += piece.length - start;
      if (partBytes > maxRecordBytes) {
        counts.malformed++;
        open = false;
        parts = [];
        partBytes = 0;
        onProblem('a record of more than 4 MB was passed over');
      } else parts.push(Buffer.from(piece.subarray(start)));
    }
  }
  // Cut off in the middle of a record.
  if (open) counts.malformed++;
}

function depthOfRecords(head: string): number {
  const text = head.replace(/^\uFEFF?\s*/, '');
  if (text.startsWith('[')) return 1;
  return /^\{\s*"(?:Records|Events)"\s*:\s*\[/.test(text) || isLogAnswer(text) ? 2 : 0;
}

/** The head of what `aws logs filter-log-events` and `get-log-events` print. */
export function isLogAnswer(head: string): boolean {
  return /^\uFEFF?\s*\{\s*"(?:(?:events|searchedLogStreams)"\s*:\s*\[|next(?:Forward|Backward)?Token"\s*:)/.test(
    head,
  );
}
