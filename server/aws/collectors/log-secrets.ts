// Secrets in the newest records of log groups, looked for when a person asks for it. Kinds and counts come back; the
// records themselves are dropped where they are read.
import { findSecrets } from '../../core/audit/secrets.ts';
import { type Known, known, unknown } from '../../core/model/known.ts';
import type { LogGroup, SecretsInLog } from '../../core/model/log-store.ts';
import type { CollectorFacts, RegionScope } from '../scope.ts';

export const logSecretsCollector: CollectorFacts = {
  thing: 'the newest records of log groups, to look for secrets (--log-samples)',
  feature: 'logs',
  actions: ['logs:DescribeLogStreams', 'logs:GetLogEvents'],
};

/** The most that GetLogEvents gives in one answer. */
const mostRecords = 10_000;

/** Two requests a group: the stream that was written last, and its end. `count`: records to read of each. */
export async function collectLogSecrets(
  scope: RegionScope,
  groups: readonly LogGroup[],
  count: number,
): Promise<readonly LogGroup[]> {
  return Promise.all(
    groups.map(async (group) => ({ ...group, secrets: await secretsIn(scope, group, count) })),
  );
}

async function secretsIn(
  scope: RegionScope,
  { name, class: logClass }: LogGroup,
  count: number,
): Promise<Known<SecretsInLog>> {
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html
  if (logClass !== 'standard')
    return unknown({
      action: 'logs:GetLogEvents',
      reason: 'unavailable',
      detail: `log class ${logClass} has no GetLogEvents`,
    });
  const logs = await scope.client('logs');
  const streams = await scope.ask.known('logs:DescribeLogStreams', (options) =>
    logs.describeLogStreams(
      { logGroupName: name, orderBy: 'LastEventTime', descending: true, limit: 1 },
      options,
    ),
  );
  if (!streams.known) return streams;
  const logStreamName = streams.value.logStreams?.[0]?.logStreamName;
  if (logStreamName === undefined) return known({ recordsRead: 0, kinds: [] });
  const page = await scope.ask.known('logs:GetLogEvents', (options) =>
    logs.getLogEvents(
      { logGroupName: name, logStreamName, limit: Math.min(count, mostRecords), startFromHead: false },
      options,
    ),
  );
  if (!page.known) return page;
  const records = page.value.events ?? [];
  const kinds = new Map<string, number>();
  for (const { message = '' } of records)
    for (const { kind } of findSecrets('', message, 1)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return known({
    recordsRead: records.length,
    kinds: [...kinds].map(([kind, number]) => ({ kind, records: number })),
  });
}
