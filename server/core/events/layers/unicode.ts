// Escapes of JavaScript, JSON and Python strings that hide characters: \u0041, \u{41} and \x41.
import type { TextDecoder } from './layer.ts';

const escapes = /\\u([0-9A-Fa-f]{4})|\\u\{([0-9A-Fa-f]+)\}|\\x([0-9A-Fa-f]{2})/g;

export const unicode: TextDecoder = {
  name: 'unicode',
  decode(text) {
    if (!text.includes('\\')) return undefined;
    const decoded = text.replace(escapes, (whole, four, braced, two) => {
      const point = Number.parseInt(String(four ?? braced ?? two), 16);
      // Two escapes that are halves of a pair come to stand side by side, which makes them one character.
      return point > 0x10ffff ? whole : String.fromCodePoint(point);
    });
    return decoded === text ? undefined : decoded;
  },
};
