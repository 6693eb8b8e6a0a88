// What a file of behaviour holds, by its beginning: records of CloudTrail, points of a metric, or flow records.
import { readChunks } from './read-chunks.ts';

export type BehaviourFileKind = 'trail' | 'metrics' | 'flows';

const head = 4096;

/** Undefined where it is none of them. A file that cannot be read goes to `problem`. */
export async function kindOfBehaviourFile(
  path: string,
  problem: (path: string, reason: string) => void,
): Promise<BehaviourFileKind | undefined> {
  for await (const piece of readChunks(path, problem)) return kindOf(piece.toString('utf8', 0, head));
  return undefined;
}

function kindOf(given: string): BehaviourFileKind | undefined {
  const text = given.replace(/^\uFEFF?\s*/, '');
  if (text.startsWith('{') || text.startsWith('[')) {
    if (/"(MetricDataResults|Datapoints|Timestamps)"/.test(text)) return 'metrics';
    return /"(Records|Events|eventName|eventSource|eventVersion|CloudTrailEvent)"/.test(text)
      ? 'trail'
      : undefined;
  }
  const [first = '', second = ''] = text.split(/\r\n?|\n/);
  // A header of names, or records of the default order: version, account, interface, addresses.
  if (/\b(srcaddr|interface-id)\b/.test(first) || /^\d+ \S+ \S+ \S+ \S+ /.test(first)) return 'flows';
  const isPoint = (line: string) => /^"?(\d{4}-\d\d-\d\d|\d{9,13})[^,;\t]*[,;\t]/.test(line);
  const hasHeader = /^"?[a-z_ ]+"?[,;\t]/i.test(first);
  return isPoint(first) || (hasHeader && (isPoint(second) || /time|date/i.test(first)))
    ? 'metrics'
    : undefined;
}
