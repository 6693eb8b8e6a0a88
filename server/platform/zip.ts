// Reads the members of a zip archive one after the other without ever writing one to disk.
// An archive is a stranger's text: sizes that lie, paths that escape, bombs and broken members are survived,
// and every member that was left out is told.
import type { Readable } from 'node:stream';
import * as yauzl from 'yauzl';

export interface ZipMember {
  /** Relative, with `/`, without `.`, `..`, drive letters or a leading slash. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface ZipLimits {
  /** Members after this many are not looked at. */
  readonly maxMembers: number;
  /** A member that unpacks to more than this is left out. */
  readonly maxMemberBytes: number;
  /** Reading ends when this much was unpacked, selected members only. */
  readonly maxTotalBytes: number;
}

export interface ZipReading {
  /** Which members to unpack; the others cost nothing. `unpackedBytes` is what the archive claims. */
  readonly select?: (path: string, unpackedBytes: number) => boolean;
  /** Called for each member that was left out although it was selected, and once when reading ends early. */
  readonly onSkip?: (path: string, reason: string) => void;
  readonly signal?: AbortSignal;
}

/** Lambda unpacks at most 250 MB of package and layers together; a container holds more only by accident. */
export const defaultZipLimits: ZipLimits = {
  maxMembers: 200_000,
  maxMemberBytes: 50 * 1024 * 1024,
  maxTotalBytes: 512 * 1024 * 1024,
};

/**
 * The files of an archive, in the order of its directory; folders and links are passed over.
 * `source` is a file's path or the archive's bytes. Throws only where it is no zip archive at all (or aborted):
 * what is wrong with single members goes to `onSkip`.
 */
export async function* readZip(
  source: string | Uint8Array,
  limits: Partial<ZipLimits> = {},
  reading: ZipReading = {},
): AsyncGenerator<ZipMember, void, undefined> {
  const bounds = { ...defaultZipLimits, ...limits };
  const skip = reading.onSkip ?? (() => {});
  const zip = await open(source);
  let members = 0;
  let total = 0;
  try {
    for await (const entry of entriesOf(zip, skip)) {
      reading.signal?.throwIfAborted();
      members += 1;
      if (members > bounds.maxMembers) {
        skip('', `the archive has more than ${bounds.maxMembers} members`);
        return;
      }
      const path = safePath(entry);
      if (path === undefined) {
        skip(printable(nameOf(entry)), 'its path leads out of the archive');
        continue;
      }
      if (path === '' || path.endsWith('/') || isLink(entry)) continue;
      if (reading.select && !reading.select(path, entry.uncompressedSize)) continue;
      const room = Math.min(bounds.maxMemberBytes, bounds.maxTotalBytes - total);
      if (entry.uncompressedSize > bounds.maxMemberBytes) {
        skip(path, `it unpacks to more than ${bounds.maxMemberBytes} bytes`);
        continue;
      }
      if (entry.uncompressedSize > room) {
        skip(path, `the archive unpacks to more than ${bounds.maxTotalBytes} bytes`);
        return;
      }
      const bytes = await unpack(zip, entry, room);
      if (typeof bytes === 'string') {
        skip(path, bytes);
        continue;
      }
      total += bytes.length;
      yield { path, bytes };
    }
  } finally {
    zip.close();
  }
}

async function open(source: string | Uint8Array): Promise<yauzl.ZipFile> {
  const options = { lazyEntries: true, decodeStrings: false, autoClose: false, validateEntrySizes: true };
  try {
    return typeof source === 'string'
      ? await yauzl.openPromise(source, options)
      : await yauzl.fromBufferPromise(
          Buffer.from(source.buffer, source.byteOffset, source.byteLength),
          options,
        );
  } catch (error) {
    throw new Error(`no zip archive: ${messageOf(error)}`);
  }
}

/** A directory that is cut off ends the walk with a note; what came before it stands. */
async function* entriesOf(
  zip: yauzl.ZipFile,
  skip: (path: string, reason: string) => void,
): AsyncGenerator<yauzl.Entry> {
  type Step = { readonly entry: yauzl.Entry } | { readonly end: true } | { readonly error: string };
  let resolveStep: (step: Step) => void = () => {};
  zip.on('entry', (entry: yauzl.Entry) => resolveStep({ entry }));
  zip.on('end', () => resolveStep({ end: true }));
  zip.on('error', (error: unknown) => resolveStep({ error: messageOf(error) }));
  for (;;) {
    const step = await new Promise<Step>((resolve) => {
      resolveStep = resolve;
      zip.readEntry();
    });
    if ('end' in step) return;
    if ('error' in step) {
      skip('', `the archive's directory is broken: ${step.error}`);
      return;
    }
    yield step.entry;
  }
}

/** The bytes, or the reason why there are none. Stops as soon as the data exceed the room, whatever the header said. */
async function unpack(zip: yauzl.ZipFile, entry: yauzl.Entry, room: number): Promise<Uint8Array | string> {
  if (entry.isEncrypted()) return 'it is encrypted';
  if (!entry.canDecodeFileData()) return `its compression method ${entry.compressionMethod} is not known`;
  let stream: Readable;
  try {
    stream = await zip.openReadStreamPromise(entry);
  } catch (error) {
    return `it cannot be read: ${messageOf(error)}`;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const piece: unknown = chunk;
      if (!Buffer.isBuffer(piece)) continue;
      size += piece.length;
      if (size > room) {
        stream.destroy();
        return `it unpacks to more than ${room} bytes`;
      }
      chunks.push(piece);
    }
  } catch (error) {
    return `it cannot be unpacked: ${messageOf(error)}`;
  }
  return Buffer.concat(chunks, size);
}

function nameOf(entry: yauzl.Entry): string {
  return yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
}

/** The member's path in its simplest form; undefined where it points outside. */
function safePath(entry: yauzl.Entry): string | undefined {
  const name = nameOf(entry);
  if (name.includes('\0') || name.startsWith('/') || /^[A-Za-z]:/.test(name)) return undefined;
  const parts = name
    .split('/')
    .filter((part, index, all) => part !== '.' && (part !== '' || index === all.length - 1));
  if (parts.includes('..')) return undefined;
  return parts.join('/');
}

/** Upper half of the external attributes: the Unix mode, where the archive was made on Unix (3). */
function isLink(entry: yauzl.Entry): boolean {
  return entry.versionMadeBy >> 8 === 3 && ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}

function printable(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '?').slice(0, 120);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
