// Logs read offline: flow records beside the same grouping in `mawk`, CloudTrail events.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Bench, Figure } from '../../tools/bench.ts';
import { ours, seconds, writeLines } from './support/offline.ts';
import { numbers } from './support/sources.ts';

function flowLines(count: number): (n: number) => string {
  const next = numbers(5);
  const pick = (of: number) => Math.floor(next() * of);
  return (n) => {
    const mine = pick(60);
    const peer = next() < 0.8 ? `10.0.10.${pick(20)}` : `52.94.${pick(4)}.${pick(50)}`;
    const isOut = next() < 0.5;
    const [own, port, service] = [
      `10.0.1.${10 + mine}`,
      32_768 + pick(28_000),
      [443, 3306, 5432, 6379][pick(4)] ?? 443,
    ];
    const start = 1_790_000_000 + Math.floor((n / count) * 86_400);
    const ends = isOut ? `${own} ${peer} ${port} ${service}` : `${peer} ${own} ${service} ${port}`;
    return `2 111122223333 eni-0${(0x1a2b3c4d + mine).toString(16)}5e6f70 ${ends} 6 ${1 + pick(50)} ${40 + pick(90_000)} ${start} ${start + 60} ACCEPT OK`;
  };
}

const grouping =
  '{p=$6<$7?$6:$7; k=$3" "$4" "$5" "p" "$8" "$13" "int($11/3600); n[k]++; pk[k]+=$9; b[k]+=$10} END{for(k in n){c++; s+=b[k]} print c, s}';

function trailRecord(n: number): unknown {
  return {
    eventVersion: '1.09',
    userIdentity: {
      type: 'AssumedRole',
      arn: `arn:aws:sts::111122223333:assumed-role/orders-role/orders-${n % 20}`,
      accountId: '111122223333',
      accessKeyId: 'ASIAEXAMPLE',
      sessionContext: { attributes: { creationDate: '2026-10-01T00:00:00Z', mfaAuthenticated: 'false' } },
    },
    eventTime: new Date(1_790_000_000_000 + n * 1000).toISOString(),
    eventSource: 'dynamodb.amazonaws.com',
    eventName: ['GetItem', 'PutItem', 'Query'][n % 3],
    awsRegion: 'eu-central-1',
    sourceIPAddress: '10.0.0.1',
    userAgent: 'Boto3/1.34 exec-env/AWS_Lambda_python3.12',
    requestParameters: { tableName: 'orders', key: { pk: `x${n}` } },
    requestID: `r${n}`,
    eventID: `e${n}`,
    readOnly: true,
    recipientAccountId: '111122223333',
  };
}

export const bench: Bench = {
  name: 'Logs read offline',
  async run() {
    const figures: Figure[] = [];
    const folder = mkdtempSync(join(tmpdir(), 'lambda-protect-logs-'));
    try {
      const trail = join(folder, 'trail.json.gz');
      const count = 100_000;
      writeFileSync(
        trail,
        gzipSync(JSON.stringify({ Records: Array.from({ length: count }, (_, n) => trailRecord(n)) })),
      );
      const events = ours(['monitor', 'trail', '--from', trail]);
      const rate = count / events.seconds;
      figures.push({
        name: 'CloudTrail events, gzip',
        value: rate,
        unit: 'events/s',
        must: 'at least 50,000',
        holds: rate >= 50_000,
      });
      figures.push({ name: 'CloudTrail events: memory', value: events.memoryMiB, unit: 'MiB' });

      const flows = join(folder, 'flows.txt');
      const records = 10_000_000;
      await writeLines(flows, records, flowLines(records));
      const sums = ours(['monitor', 'flows', '--from', flows], 1);
      if (JSON.parse(sums.out).summary.records < records * 0.999) throw new Error('flow records are missing');
      figures.push({ name: '10 million flow records', value: sums.seconds, unit: 's' });
      figures.push({ name: 'flow records: memory', value: sums.memoryMiB, unit: 'MiB' });
      if (spawnSync('mawk', ['-W', 'version']).status === 0) {
        const mawk = seconds('mawk', [grouping, flows], 1);
        const ratio = sums.seconds / mawk.seconds;
        figures.push({
          name: 'flow records: to the same grouping in mawk',
          value: ratio,
          unit: '×',
          must: 'under 1',
          holds: ratio < 1,
        });
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return figures;
  },
};
