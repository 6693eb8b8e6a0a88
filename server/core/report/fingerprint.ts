// A short, stable name of a text: the same in every run and on every machine. It tells findings apart between
// runs; it guards nothing.

/** 64 bits of FNV-1a in two halves over UTF-16 units, as 16 hexadecimal digits. */
export function fingerprint(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ (unit + i), 0x01000193);
    b = (b << 13) | (b >>> 19);
  }
  return hex(a) + hex(b);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
