// Bytes of a base64 string to text, unpacked where they are packed. What core cannot do by itself, or only slowly,
// comes in through ports.
import { base64Text, decodeBase64 } from './base64.ts';
import type { LayerName } from './layer.ts';
import { decodeUtf8 } from './utf8.ts';

export type Packing = 'gzip' | 'deflate' | 'br';

export type Inflated =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'unreadable' };

export interface BytePorts {
  /** Never throws. At most `maxBytes` come back; more is `too-long`. */
  readonly inflate?: (bytes: Uint8Array, packing: Packing, maxBytes: number) => Inflated;
  /** Quicker ways to do what core does itself. */
  readonly fromBase64?: (solid: string) => Uint8Array;
  readonly toText?: (bytes: Uint8Array) => string;
}

export type BinaryText =
  | { readonly kind: 'text'; readonly text: string; readonly layers: readonly LayerName[] }
  | { readonly kind: 'not-base64' | 'too-long' | 'no-unpacker' };

/** `encoding`: the content encoding that a header tells, for packings without a mark of their own. */
export function binaryText(
  text: string,
  encoding: string | undefined,
  ports: BytePorts,
  maxBytes: number,
): BinaryText {
  const solid = base64Text(text);
  if (solid === undefined) return { kind: 'not-base64' };
  const bytes = (ports.fromBase64 ?? decodeBase64)(solid);
  const packing = packingOf(bytes, encoding);
  if (packing !== undefined) {
    const inflated = ports.inflate?.(bytes, packing, maxBytes);
    if (inflated === undefined) return { kind: 'no-unpacker' };
    if (inflated.kind === 'too-long') return { kind: 'too-long' };
    if (inflated.kind === 'bytes')
      return { kind: 'text', text: bytesToText(inflated.bytes, ports), layers: ['base64', packing] };
    // Bytes that only look packed are searched as they are.
  }
  return { kind: 'text', text: bytesToText(bytes, ports), layers: ['base64'] };
}

export function bytesToText(bytes: Uint8Array, ports: BytePorts): string {
  return (ports.toText ?? decodeUtf8)(bytes);
}

function packingOf(bytes: Uint8Array, encoding: string | undefined): Packing | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  return encoding === 'deflate' || encoding === 'br' ? encoding : undefined;
}
