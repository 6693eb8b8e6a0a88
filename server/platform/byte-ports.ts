// Node's own base64, UTF-8 and zlib behind the ports of `core/events`: unpacking, which core cannot do, and quicker ways
// for what it can.
import type { BytePorts, Inflated, Packing } from '../core/events/layers/bytes.ts';
import type { AsciiWriter } from '../core/events/text-gate.ts';

export const bytePorts: BytePorts = {
  inflate,
  fromBase64: (solid) => Buffer.from(solid, 'base64'),
  toText: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'),
};

/** One byte for each UTF-16 unit, in native code. */
export const writeAscii: AsciiWriter = (text, into) => {
  latin1Write.call(into, text, 0, text.length);
};

// Node's, and on every Buffer, but not in its published types.
const latin1Write: (this: Uint8Array, text: string, offset: number, length: number) => number = Reflect.get(
  Buffer.prototype,
  'latin1Write',
);

/** Loaded when something packed comes along: it is no small module, and the guard's cold start would pay for it. */
const zlib = (): typeof import('node:zlib') =>
  process.getBuiltinModule?.('node:zlib') ?? require('node:zlib');

function inflate(bytes: Uint8Array, packing: Packing, maxBytes: number): Inflated {
  const { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } = zlib();
  const ways = { gzip: [gunzipSync], deflate: [inflateSync, inflateRawSync], br: [brotliDecompressSync] };
  for (const way of ways[packing]) {
    try {
      return { kind: 'bytes', bytes: way(bytes, { maxOutputLength: maxBytes }) };
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
        return { kind: 'too-long' };
    }
  }
  return { kind: 'unreadable' };
}
