import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readZip, type ZipLimits, type ZipReading } from './zip.ts';

async function read(source: string | Uint8Array, limits: Partial<ZipLimits> = {}, reading: ZipReading = {}) {
  const files: Record<string, string> = {};
  const skipped: string[] = [];
  for await (const member of readZip(source, limits, {
    ...reading,
    onSkip: (path, reason) => skipped.push(`${path}: ${reason}`),
  })) {
    files[member.path] = Buffer.from(member.bytes).toString();
  }
  return { files, skipped };
}

test('files come out, folders do not', async () => {
  const zip = zipSync({ 'app.py': strToU8('print()'), lib: { 'a.py': strToU8('1') }, empty: {} });
  expect(await read(zip)).toEqual({ files: { 'app.py': 'print()', 'lib/a.py': '1' }, skipped: [] });
});

test('a file on disk is read as its bytes are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zip-'));
  await writeFile(join(folder, 'x.zip'), zipSync({ a: strToU8('b') }));
  expect((await read(join(folder, 'x.zip'))).files).toEqual({ a: 'b' });
  await rm(folder, { recursive: true });
});

test('paths that lead out are told and left out', async () => {
  const zip = zipSync({
    '../up': strToU8('1'),
    '/root': strToU8('2'),
    'a/../../b': strToU8('3'),
    'C:/x': strToU8('4'),
    ok: strToU8('5'),
  });
  const result = await read(zip);
  expect(result.files).toEqual({ ok: '5' });
  expect(result.skipped).toHaveLength(4);
});

test('a bomb is stopped by the size of a member and of the whole', async () => {
  const zip = zipSync({ bomb: new Uint8Array(5_000_000), small: strToU8('x') });
  expect(await read(zip, { maxMemberBytes: 1_000_000 })).toEqual({
    files: { small: 'x' },
    skipped: ['bomb: it unpacks to more than 1000000 bytes'],
  });
  expect((await read(zip, { maxTotalBytes: 1_000_000 })).skipped).toEqual([
    'bomb: the archive unpacks to more than 1000000 bytes',
  ]);
});

test('a size that lies is noticed while unpacking', async () => {
  const zip = Buffer.from(zipSync({ bomb: new Uint8Array(1_000_000) }));
  const directory = zip.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  zip.writeUInt32LE(10, directory + 24);
  const result = await read(zip);
  expect(result.files).toEqual({});
  expect(result.skipped[0]).toMatch(/^bomb: it cannot be unpacked/);
});

test('only selected members are unpacked', async () => {
  const zip = zipSync({ 'a.py': strToU8('1'), 'b.bin': strToU8('2') });
  expect((await read(zip, {}, { select: (path) => path.endsWith('.py') })).files).toEqual({ 'a.py': '1' });
});

test('what is no archive says so', async () => {
  await expect(read(strToU8('hello'))).rejects.toThrow(/no zip archive/);
});

test('broken archives never hang and never fail otherwise', async () => {
  const zip = zipSync({ 'a.py': strToU8('print(1)'.repeat(50)), 'b/c.py': strToU8('x = 1') });
  await fc.assert(
    fc.asyncProperty(
      fc.nat(zip.length - 1),
      fc.integer({ min: 0, max: 255 }),
      fc.nat(zip.length),
      async (at, byte, cut) => {
        const broken = zip.slice(0, Math.max(30, cut));
        if (at < broken.length) broken[at] = byte;
        await read(broken).catch((error: Error) => expect(error.message).toMatch(/^no zip archive/));
      },
    ),
    { numRuns: 200 },
  );
});
