// Base64 in the standard and the URL alphabet (RFC 4648, 4 and 5), with or without padding, white space passed over.

const values = new Int8Array(128).fill(-1);
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;
values['-'.charCodeAt(0)] = 62;
values['_'.charCodeAt(0)] = 63;

const shape = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** The text without white space, where it is base64 at all. */
export function base64Text(text: string): string | undefined {
  const solid = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
  if (!shape.test(solid)) return undefined;
  return lengthWithoutPadding(solid) % 4 === 1 ? undefined : solid;
}

/** `solid` comes from `base64Text`. */
export function decodeBase64(solid: string): Uint8Array {
  const length = lengthWithoutPadding(solid);
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let at = 0;
  let bits = 0;
  let held = 0;
  for (let i = 0; i < length; i++) {
    held = ((held << 6) | (values[solid.charCodeAt(i)] ?? 0)) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 0xff;
  }
  return bytes;
}

function lengthWithoutPadding(solid: string): number {
  let length = solid.length;
  while (length > 0 && solid.charCodeAt(length - 1) === 61) length--;
  return length;
}
