// The fixes of findings in code.
import { allowLine } from './allow-line.ts';
import type { Fix } from './fix.ts';
import { removeAllow } from './remove-allow.ts';
import { safeSpelling } from './safe-spelling.ts';

/** In the order in which they are offered. */
export const fixes: readonly Fix[] = [safeSpelling, removeAllow, allowLine];
