// Bytes to text as the WHATWG Encoding Standard's UTF-8 decoder does it, without dropping a byte-order mark: every
// longest piece that cannot be continued becomes one U+FFFD. Node's Buffer and Python's `errors="replace"` agree.

const REPLACEMENT = 0xfffd;
const CHUNK = 8192;

export function decodeUtf8(bytes: Uint8Array): string {
  let text = '';
  const units: number[] = [];
  let needed = 0;
  let seen = 0;
  let point = 0;
  let lower = 0x80;
  let upper = 0xbf;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (needed > 0) {
      if (byte < lower || byte > upper) {
        units.push(REPLACEMENT);
        needed = 0;
        lower = 0x80;
        upper = 0xbf;
        i--;
        continue;
      }
      lower = 0x80;
      upper = 0xbf;
      point = (point << 6) | (byte & 0x3f);
      if (++seen < needed) continue;
      needed = 0;
      if (point > 0xffff) units.push(0xd7c0 + (point >> 10), 0xdc00 + (point & 0x3ff));
      else units.push(point);
    } else if (byte < 0x80) {
      units.push(byte);
    } else if (byte >= 0xc2 && byte <= 0xf4) {
      seen = 0;
      needed = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
      point = byte & (needed === 1 ? 0x1f : needed === 2 ? 0x0f : 0x07);
      // The second byte's range rules out overlong forms, surrogates and what lies beyond U+10FFFF.
      if (byte === 0xe0) lower = 0xa0;
      if (byte === 0xed) upper = 0x9f;
      if (byte === 0xf0) lower = 0x90;
      if (byte === 0xf4) upper = 0x8f;
    } else {
      units.push(REPLACEMENT);
    }
    if (units.length >= CHUNK) {
      text += String.fromCharCode(...units);
      units.length = 0;
    }
  }
  if (needed > 0) units.push(REPLACEMENT);
  return text + String.fromCharCode(...units);
}
