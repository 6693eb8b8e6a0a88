// Violations asked of AWS: read event by event from the true log groups, or grouped there by Logs Insights.
import { openConnection } from '../aws/clients.ts';
import type { ViolationSource } from '../aws/violation-events.ts';
import { queryViolations } from '../aws/violation-query.ts';
import { openViolationReader, type ViolationReader } from '../aws/violations.ts';
import { mergeGroups, type QueriedGroup, type QueryGrouping } from '../core/monitor/violations/query.ts';
import type { Violation } from '../core/monitor/violations/violation.ts';
import type { UnknownItem } from '../core/report/json.ts';
import { accessOf } from './collect-accounts.ts';
import type { CommandArguments, Shell } from './command.ts';
import { listOption, textOption, UsageError } from './options.ts';
import { momentOf } from './since.ts';

const dayMs = 86_400_000;

function rangeOf(args: CommandArguments): { readonly from: number; readonly to: number } {
  const now = Date.now();
  const since = textOption(args, 'since');
  const until = textOption(args, 'until');
  const to = until === undefined ? now : momentOf(until, now);
  return { from: since === undefined ? to - dayMs : momentOf(since, now), to };
}

async function withSources<T>(
  args: CommandArguments,
  shell: Shell,
  unknown: UnknownItem[],
  work: (reader: ViolationReader, sources: readonly ViolationSource[]) => Promise<T>,
): Promise<T> {
  const regions = listOption(args, 'region');
  const reader = openViolationReader({
    connection: openConnection({ ...accessOf(args, shell), retries: 'by-caller' }),
    regions,
    signal: shell.signal,
  });
  try {
    const { sources, gaps } = await reader.sources().catch((error: unknown) => {
      throw new UsageError(error instanceof Error ? error.message : String(error));
    });
    for (const { what, gap } of gaps) unknown.push(gapItem(what, gap));
    if (sources.length === 0 && gaps.length > 0)
      throw new UsageError(gaps.map((one) => gapItem(one.what, one.gap).message).join('; '));
    const names = new Set(listOption(args, 'function'));
    const wanted = sources.filter((one) => names.size === 0 || one.functions.some((name) => names.has(name)));
    return await work(reader, wanted);
  } finally {
    reader.close();
  }
}

/** Of the last day unless `--since` says otherwise. */
export function readLiveViolations(
  args: CommandArguments,
  shell: Shell,
  unknown: UnknownItem[],
  onViolation: (violation: Violation) => void,
): Promise<void> {
  const { from, to } = rangeOf(args);
  return withSources(args, shell, unknown, async (reader, sources) => {
    await Promise.all(
      sources.map(async (source) => {
        const { violations, gap } = await reader.read(source, from, to);
        for (const one of violations) onViolation(one);
        if (gap) unknown.push(gapItem(gap.what, gap.gap));
      }),
    );
    shell.progress(`${sources.length} log groups were read`);
  });
}

export interface InsightsResult {
  readonly groups: readonly QueriedGroup[];
  readonly bytesScanned: number;
}

export function queryLiveViolations(
  args: CommandArguments,
  shell: Shell,
  unknown: UnknownItem[],
  by: QueryGrouping = 'all',
): Promise<InsightsResult> {
  const { from, to } = rangeOf(args);
  return withSources(args, shell, unknown, async (_reader, sources) => {
    const connection = openConnection(accessOf(args, shell));
    const groups: QueriedGroup[] = [];
    let bytesScanned = 0;
    try {
      for (const region of new Set(sources.map((one) => one.region))) {
        const logGroups = sources.filter((one) => one.region === region).map((one) => one.logGroup);
        try {
          const outcome = await queryViolations(connection, {
            region,
            logGroups,
            by,
            from,
            to,
            signal: shell.signal,
            onProgress: (bytes) => shell.progress(`${region}: ${bytes} bytes scanned`),
          });
          groups.push(...outcome.groups);
          bytesScanned += outcome.bytesScanned;
        } catch (error) {
          const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
          unknown.push({ id: 'log-not-read', message: `logs in ${region}: ${reason}` });
        }
      }
    } finally {
      connection.close();
    }
    const rules = new Set(listOption(args, 'rule'));
    const wanted = groups.filter((one) => rules.size === 0 || rules.has(one.rule));
    return { groups: mergeGroups(wanted, by), bytesScanned };
  });
}

function gapItem(
  what: string,
  gap: { readonly action: string; readonly reason: string; readonly detail: string },
): UnknownItem {
  return { id: 'log-not-read', message: `${what}: ${gap.action} was ${gap.reason} (${gap.detail})` };
}
