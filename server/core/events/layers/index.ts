// The layers of encoding that are taken off a value before it is searched, in the order in which they are tried.
import { html } from './html.ts';
import type { TextDecoder } from './layer.ts';
import { percent } from './percent.ts';
import { unicode } from './unicode.ts';

/** In the order in which they are tried on a text, behind base64 and JSON. */
export const textDecoders: readonly TextDecoder[] = [percent, html, unicode];
