// Reads behaviour from files and folders: of each file its content says whether it is a trail, a metric or a flow log.
import type { ReadingBuilder } from '../../core/monitor/build-reading.ts';
import { connectionsOf } from '../../core/monitor/flows/connections.ts';
import { createFlowTable } from '../../core/monitor/flows/flow-table.ts';
import { kindOfBehaviourFile } from '../../platform/behaviour-file.ts';
import { filesBelow } from '../../platform/read-chunks.ts';
import { readFlows } from '../../platform/read-flows.ts';
import { readSeries } from '../../platform/read-series.ts';
import { readTrail } from '../../platform/read-trail.ts';

/** Rejects where no file held anything. */
export async function readBehaviourFiles(
  paths: readonly string[],
  builder: ReadingBuilder,
  signal: AbortSignal,
  onProgress: (words: string) => void,
): Promise<void> {
  const problem = (path: string, reason: string) => builder.addGap(`${path}: ${reason}`);
  const files = filesBelow(paths, problem);
  const trails: string[] = [];
  const flows = createFlowTable();
  let found = 0;
  for (const path of files) {
    if (signal.aborted) break;
    onProgress(path);
    const kind = await kindOfBehaviourFile(path, problem);
    if (kind === undefined) problem(path, 'holds neither a trail nor a metric nor flow records');
    else found++;
    if (kind === 'trail') trails.push(path);
    if (kind === 'metrics') for (const series of readSeries(path, problem)) builder.addSeries(series);
    if (kind === 'flows') await readFlows(path, flows, undefined, problem);
  }
  if (found === 0 && !signal.aborted)
    throw new Error(
      files.length === 0
        ? 'there is no such file'
        : 'no file holds records of CloudTrail, points of a metric or flow records',
    );
  if (trails.length > 0) {
    const counts = await readTrail(trails, builder.addEvent, problem, signal);
    if (counts.malformed > 0)
      builder.addGap(`${counts.malformed} records of trails could not be read and do not count`);
  }
  const { malformed, records } = flows.counts;
  if (malformed > 0) builder.addGap(`${malformed} flow records could not be read and do not count`);
  if (records > 0)
    builder.addConnections(
      connectionsOf(() => flows.sums()),
      [],
    );
}
