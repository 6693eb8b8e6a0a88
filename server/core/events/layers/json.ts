// JSON inside a string: bodies, messages of SNS in SQS, and whatever else was serialised twice.

export type JsonText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'container'; readonly value: object };

/** Only objects, arrays and strings count: a number or a word would add nothing. */
export function decodeJson(text: string): JsonText | undefined {
  if (!looksLikeJson(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string') return { kind: 'text', text: value };
    return typeof value === 'object' && value !== null ? { kind: 'container', value } : undefined;
  } catch {
    return undefined;
  }
}

export function looksLikeJson(text: string): boolean {
  let start = 0;
  while (isSpace(text.charCodeAt(start))) start++;
  const opens = text.charCodeAt(start);
  const closer = opens === 0x7b ? 0x7d : opens === 0x5b ? 0x5d : opens === 0x22 ? 0x22 : 0;
  if (closer === 0) return false;
  let end = text.length - 1;
  while (end > start && isSpace(text.charCodeAt(end))) end--;
  return end > start && text.charCodeAt(end) === closer;
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
}
