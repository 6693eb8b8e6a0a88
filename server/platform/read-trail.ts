// Trail files into events, one at a time, whatever their size.
import { parseTrailEvent, type TrailEvent } from '../core/monitor/trail/trail-event.ts';
import { type RecordCounts, readJsonRecords } from './json-records.ts';
import { filesBelow } from './read-chunks.ts';

export async function readTrail(
  paths: readonly string[],
  onEvent: (event: TrailEvent) => void,
  problem: (path: string, reason: string) => void,
  signal: AbortSignal,
): Promise<RecordCounts> {
  const counts: RecordCounts = { records: 0, malformed: 0 };
  for (const path of filesBelow(paths, problem)) {
    if (signal.aborted) {
      problem(path, 'stopped before its end');
      break;
    }
    await readJsonRecords(
      path,
      (value) => {
        const event = parseTrailEvent(value);
        if (event) onEvent(event);
        else counts.malformed++;
      },
      counts,
      problem,
    );
  }
  return counts;
}
