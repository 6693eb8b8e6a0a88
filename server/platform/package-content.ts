// What is in a deployment package or a layer: each file with its hash, the libraries, and where given texts stand. The
// archive is read once; nothing of it is written to disk or kept but what is asked for.
import { createHash } from 'node:crypto';
import type { Writing } from '../core/remedy/address-writings.ts';
import type { AddressPlace } from '../core/remedy/evidence.ts';
import { type Library, librariesIn, tellsLibraries, uniqueLibraries } from '../core/remedy/libraries.ts';
import { isDependencyPath } from './inspect-package.ts';
import { readZip } from './zip.ts';

export interface PackageContent {
  /** Path → hash of the bytes, in hexadecimal. */
  readonly files: ReadonlyMap<string, string>;
  readonly libraries: readonly Library[];
  /** The first few hundred. */
  readonly places: readonly AddressPlace[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

export interface ContentOptions {
  /** Before each path, such as `/opt/`. */
  readonly root: string;
  readonly writings: readonly Writing[];
  readonly signal: AbortSignal;
}

const maxPlaces = 300;
const maxPlacesInFile = 20;
/** A larger bundle's comments are not gone through for libraries. */
const maxBundleBytes = 8 << 20;
const maxSkipped = 200;

/** Throws where it is no zip archive, or when aborted. */
export async function readPackageContent(
  archive: string | Uint8Array,
  { root, writings, signal }: ContentOptions,
): Promise<PackageContent> {
  const files = new Map<string, string>();
  const libraries: Library[] = [];
  const places: AddressPlace[] = [];
  const skipped: { path: string; reason: string }[] = [];
  const onSkip = (path: string, reason: string) => {
    if (skipped.length < maxSkipped) skipped.push({ path: root + path, reason });
  };
  for await (const { path, bytes } of readZip(archive, {}, { onSkip, signal })) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    files.set(root + path, createHash('sha256').update(buffer).digest('hex'));
    const wanted = tellsLibraries(path) && buffer.length <= maxBundleBytes;
    libraries.push(...librariesIn(root + path, wanted ? buffer.toString('utf8') : undefined));
    if (places.length < maxPlaces) places.push(...placesIn(root + path, buffer, writings));
  }
  return { files, libraries: uniqueLibraries(libraries), places: places.slice(0, maxPlaces), skipped };
}

function placesIn(path: string, buffer: Buffer, writings: readonly Writing[]): readonly AddressPlace[] {
  const places: AddressPlace[] = [];
  for (const { text, words, apart } of writings) {
    for (
      let at = buffer.indexOf(text, 0, 'latin1');
      at !== -1 && places.length < maxPlacesInFile;
      at = buffer.indexOf(text, at + 1, 'latin1')
    ) {
      const around = [at - 1, at + text.length].map((index) => String.fromCharCode(buffer[index] ?? 32));
      if (
        apart !== undefined &&
        around.some((char) => apart.test(char)) &&
        !isSentenceEnd(around, buffer, at + text.length)
      )
        continue;
      places.push({ path, line: lineAt(buffer, at), isDependency: isDependencyPath(path), writing: words });
    }
  }
  return places;
}

/** An address at the end of a sentence: the dot behind it is not one of its own. */
function isSentenceEnd([before = ' ', after = ' ']: readonly string[], buffer: Buffer, end: number): boolean {
  const next = String.fromCharCode(buffer[end + 1] ?? 32);
  return after === '.' && !/[0-9a-z.]/i.test(next) && !/[0-9a-z.:]/i.test(before);
}

/** 0 in a file that is no text: one with a zero byte among its first thousands. */
function lineAt(buffer: Buffer, at: number): number {
  if (buffer.subarray(0, 8192).includes(0)) return 0;
  let line = 1;
  for (let index = buffer.indexOf(10); index !== -1 && index < at; index = buffer.indexOf(10, index + 1))
    line += 1;
  return line;
}
