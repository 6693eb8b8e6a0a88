// The ways in which a remote address or domain may stand in code: plain, as the number that an IPv4 address is, in
// hexadecimal, or in Base64. Pure; whoever has the bytes searches them.
import type { Contact } from '../model/threat.ts';

export interface Writing {
  /** ASCII. */
  readonly text: string;
  readonly words: string;
  /** No such character may stand directly before or behind, or it is a part of something else. Absent: any may. */
  readonly apart?: RegExp;
}

const inAddress = /[0-9a-fA-F.:]/;
const inDomain = /[a-z0-9-]/i;
const inNumber = /[0-9a-zA-Z_.]/;

/** Empty where the contact names neither address nor domain. */
export function addressWritings(
  contact: Pick<Contact, 'address' | 'domain'> | undefined,
): readonly Writing[] {
  if (contact === undefined) return [];
  const { address, domain } = contact;
  return [
    ...(address === ''
      ? []
      : [
          {
            text: address,
            words: 'as it is',
            apart: address.includes(':') ? inAddress : /[0-9.]/,
          },
        ]),
    ...numbersOf(address),
    ...(domain === '' ? [] : [{ text: domain, words: 'as it is', apart: inDomain }]),
    ...[address, domain]
      .filter((text) => text !== '')
      .map((text) => ({ text: toBase64(text), words: 'in Base64' })),
  ];
}

function numbersOf(address: string): readonly Writing[] {
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255))) return [];
  const number = parts.reduce((sum, part) => sum * 256 + part, 0);
  // Small numbers stand everywhere.
  if (number < 1 << 24) return [];
  return [
    { text: String(number), words: 'as a number', apart: inNumber },
    { text: `0x${number.toString(16)}`, words: 'in hexadecimal', apart: inNumber },
  ];
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Without padding and without the last character, which depends on what follows. */
function toBase64(text: string): string {
  let bits = 0;
  let count = 0;
  let out = '';
  for (const char of text) {
    bits = (bits << 8) | (char.charCodeAt(0) & 0xff);
    count += 8;
    while (count >= 6) {
      count -= 6;
      out += alphabet[(bits >> count) & 63];
      bits &= (1 << count) - 1;
    }
  }
  return out;
}
