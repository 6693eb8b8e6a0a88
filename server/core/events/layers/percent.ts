// Percent-encoding as in URLs, forms and S3 object keys: the bytes are UTF-8, `+` is a space.
import type { TextDecoder } from './layer.ts';
import { decodeUtf8 } from './utf8.ts';

const applies = /%[0-9A-Fa-f]{2}|\+/;
const runs = /(?:%[0-9A-Fa-f]{2})+/g;

export const percent: TextDecoder = {
  name: 'percent',
  decode(text) {
    if (!applies.test(text)) return undefined;
    return text.replaceAll('+', ' ').replace(runs, decodeRun);
  },
};

function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    const bytes = new Uint8Array(run.length / 3);
    for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(run.slice(3 * i + 1, 3 * i + 3), 16);
    return decodeUtf8(bytes);
  }
}
