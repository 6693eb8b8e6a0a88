import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { kindOfBehaviourFile } from './behaviour-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'lambda-protect-kinds-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['trail', '{"Records":[{"eventVersion":"1.10"}]}'],
  ['trail', '[{"eventName":"CreateUser"}]'],
  ['trail', '{"Events":[{"EventId":"1","CloudTrailEvent":"{}"}]}'],
  ['trail', '{"eventVersion":"1.10","eventName":"a"}\n{"eventVersion":"1.10"}'],
  ['metrics', '{"MetricDataResults":[]}'],
  ['metrics', '{"Label":"Invocations","Datapoints":[]}'],
  ['metrics', 'timestamp,value\n2026-11-01T00:00:00Z,1\n'],
  ['metrics', '\uFEFF"time";"value"\r\n"2026-11-01 00:00";"1"\r\n'],
  ['metrics', '1761955200,4\n1761958800,5\n'],
  ['flows', '2 1 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 1 1 2 ACCEPT OK\n'],
  ['flows', '2 unknown eni-1 - - - - - - - 1431280876 1431280934 - NODATA\n'],
  ['flows', 'version account-id interface-id srcaddr dstaddr bytes\n'],
  [undefined, ''],
  [undefined, '# Notes\n\nof a day'],
  [undefined, '{"name":"package"}'],
  [undefined, 'name,colour\nada,blue\n'],
])('%s is told by its content', async (kind, text) => {
  for (const bytes of [Buffer.from(text), gzipSync(text)]) {
    const path = join(folder, 'file');
    writeFileSync(path, bytes);
    expect(await kindOfBehaviourFile(path, () => {})).toBe(kind);
  }
});

test('a file that is not there is a problem', async () => {
  const problems: string[] = [];
  expect(
    await kindOfBehaviourFile(join(folder, 'gone'), (_path, reason) => problems.push(reason)),
  ).toBeUndefined();
  expect(problems).toEqual(['ENOENT']);
});
