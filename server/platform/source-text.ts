// Bytes of a source file to text, or why they are none.

export type SourceText =
  | { readonly ok: true; readonly text: string; readonly note?: string }
  | { readonly ok: false; readonly reason: string };

/** No handler is larger; a bundle may be. Above it the time for one file would not do. */
export const maxSourceBytes = 20 << 20;

const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('utf-8');

/** UTF-8 with or without byte-order mark, UTF-16 with one. Bytes that are no UTF-8 are replaced, and that is said. */
export function decodeSource(bytes: Uint8Array): SourceText {
  if (bytes.length > maxSourceBytes) {
    return {
      ok: false,
      reason: `${Math.round(bytes.length / (1 << 20))} MB is more than is looked at in one file`,
    };
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { ok: true, text: new TextDecoder('utf-16le').decode(bytes) };
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { ok: true, text: new TextDecoder('utf-16be').decode(bytes) };
  if (bytes.subarray(0, 8192).includes(0)) return { ok: false, reason: 'a binary file' };
  try {
    return { ok: true, text: strict.decode(bytes) };
  } catch {
    return {
      ok: true,
      text: lenient.decode(bytes),
      note: 'not UTF-8 everywhere: the wrong bytes count as U+FFFD',
    };
  }
}
