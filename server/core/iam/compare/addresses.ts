// IPv4 and IPv6 addresses against CIDR blocks; an address without a prefix length is a block of one.

interface Block {
  readonly bits: 32 | 128;
  readonly value: bigint;
  readonly prefix: number;
}

/** False where one of the two is no address, or the families differ. */
export function addressIn(value: string, block: string): boolean {
  const address = parseBlock(value);
  const range = parseBlock(block);
  if (address === undefined || range === undefined || address.bits !== range.bits) return false;
  if (address.prefix < range.prefix) return false;
  const shift = BigInt(range.bits - range.prefix);
  return address.value >> shift === range.value >> shift;
}

export function parseBlock(text: string): Block | undefined {
  const [host = '', length, ...more] = text.trim().split('/');
  if (more.length > 0) return undefined;
  const v6 = host.includes(':');
  const bits = v6 ? 128 : 32;
  const value = v6 ? parseV6(host) : parseV4(host);
  if (value === undefined) return undefined;
  if (length === undefined) return { bits, value, prefix: bits };
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits) return undefined;
  return { bits, value, prefix: Number(length) };
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groups(halves[0] ?? '');
  const tail = groups(halves[1] ?? '');
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  let value = 0n;
  for (const group of [...head, ...Array<number>(missing).fill(0), ...tail]) {
    value = (value << 16n) | BigInt(group);
  }
  return value;
}

function groups(text: string): number[] | undefined {
  if (text === '') return [];
  const result: number[] = [];
  for (const [index, part] of text.split(':').entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      result.push(Number.parseInt(part, 16));
    } else if (part.includes('.') && index === text.split(':').length - 1) {
      const v4 = parseV4(part);
      if (v4 === undefined) return undefined;
      result.push(Number(v4 >> 16n), Number(v4 & 0xffffn));
    } else {
      return undefined;
    }
  }
  return result;
}
