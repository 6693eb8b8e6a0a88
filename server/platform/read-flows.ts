// Flow-log files into a flow table, piece by piece.
import type { FlowFormat } from '../core/monitor/flows/flow-format.ts';
import type { FlowTable } from '../core/monitor/flows/flow-table.ts';
import { readChunks } from './read-chunks.ts';

/** A line that is longer is no record. */
const maxRest = 1 << 16;

export async function readFlows(
  path: string,
  table: FlowTable,
  format: FlowFormat | undefined,
  onProblem: (path: string, reason: string) => void,
): Promise<void> {
  table.nextFile(format);
  let rest: Buffer | undefined;
  for await (const piece of readChunks(path, onProblem)) {
    const bytes = rest ? joinFirstLine(rest, piece, table) : piece;
    const used = table.add(bytes, false);
    rest =
      used < bytes.length && bytes.length - used < maxRest ? Buffer.from(bytes.subarray(used)) : undefined;
  }
  if (rest) table.add(rest, true);
}

/** The broken line is completed by itself, so that a piece is not copied for it. */
function joinFirstLine(rest: Buffer, piece: Buffer, table: FlowTable): Buffer {
  const end = piece.indexOf(10);
  if (end === -1) return Buffer.concat([rest, piece]);
  table.add(Buffer.concat([rest, piece.subarray(0, end + 1)]), false);
  return piece.subarray(end + 1);
}
