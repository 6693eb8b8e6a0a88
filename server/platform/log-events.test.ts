// Log events from files of every kind: lines, gzip, and what the AWS command line prints, whole and cut off.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { eventsWith, type LogEvent } from './log-events.ts';

const folder = mkdtempSync(join(tmpdir(), 'lambda-protect-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(content: string | Uint8Array) {
  const path = join(folder, 'log');
  writeFileSync(path, content);
  const events: LogEvent[] = [];
  const problems: string[] = [];
  await eventsWith(
    path,
    ['found', 'also'],
    (event) => events.push(event),
    (_path, reason) => problems.push(reason),
  );
  return { events, problems };
}

const lines = 'found 1\r\nnothing\nboth found and also\nalso last';
test.each([
  ['plain', lines],
  ['gzip', gzipSync(lines)],
])('lines, %s, in order of the words, each once', async (_name, content) => {
  expect(await read(content)).toEqual({
    events: [{ message: 'found 1' }, { message: 'both found and also' }, { message: 'also last' }],
    problems: [],
  });
});

const answer = {
  events: [
    { logStreamName: 's', timestamp: 1000, message: 'found {"a":1}\n', eventId: '1' },
    { logStreamName: 's', timestamp: 2000, message: 'nothing', eventId: '2' },
    { logStreamName: 's', timestamp: 3000, message: 'also', eventId: '3' },
  ],
  searchedLogStreams: [{ logStreamName: 's', searchedCompletely: true }],
};
const { events, ...rest } = answer;
test.each([
  ['indented', JSON.stringify(answer, undefined, 4)],
  ['on one line', JSON.stringify(answer)],
  ['gzip', gzipSync(JSON.stringify(answer))],
  ['in another order', JSON.stringify({ ...rest, events })],
  ['of get-log-events', JSON.stringify({ nextForwardToken: 'f/1', events })],
])('an answer of the AWS command line, %s', async (_name, content) => {
  expect(await read(content)).toEqual({
    events: [
      { message: 'found {"a":1}', at: 1000 },
      { message: 'also', at: 3000 },
    ],
    problems: [],
  });
});

test('an answer that is cut off gives what it has, and says so', async () => {
  const found = await read(JSON.stringify(answer).slice(0, 200));
  expect(found.events).toHaveLength(1);
  expect(found.problems).toEqual(['broken or cut off: 1 of its events']);
});

test.each([
  ['packed and cut off', gzipSync(lines.repeat(9)).subarray(0, -12), 'breaks off'],
  ['packed and damaged', gzipSync(lines).fill(0xff, 10, 20), 'is damaged'],
  ['of Windows PowerShell', Buffer.from(`\ufeff${lines}`, 'utf16le'), 'is written in UTF-16'],
])('a file %s is a problem in words', async (_name, content, words) => {
  const { problems } = await read(content);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(words);
});

test('nothing in an empty file, and a file that is not there is a problem', async () => {
  expect(await read('')).toEqual({ events: [], problems: [] });
  const problems: string[] = [];
  await eventsWith(
    join(folder, 'gone'),
    ['x'],
    () => {},
    (_path, reason) => problems.push(reason),
  );
  expect(problems).toEqual(['ENOENT']);
});
