// Patterns with `*` and `?` as policies use them. Linear in the text for plain patterns, at worst pattern × text.

/** Stand-ins for a literal `*` and `?` that a policy variable brought in: private code points, no wildcards. */
export const literalStar = '\ue000';
export const literalQuestion = '\ue001';

/** The whole text must match; `*` takes any characters, `?` exactly one. */
export function globMatches(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  if (!hasWildcard(pattern)) return toLiteral(pattern) === text;
  let p = 0;
  let t = 0;
  let starAt = -1;
  let mark = 0;
  while (t < text.length) {
    const unit = pattern[p];
    if (unit === '*') {
      starAt = p++;
      mark = t;
    } else if (unit !== undefined && (unit === '?' || literalOf(unit) === text[t])) {
      p++;
      t++;
    } else if (starAt !== -1) {
      p = starAt + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/**
 * As `globMatches`, with the rule of the Resource element: a wildcard stays within its colon-separated segment,
 * except a `*` that ends its segment, which may go on across colons.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function arnGlobMatches(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  if (!hasWildcard(pattern)) return toLiteral(pattern) === text;
  // The positions in the text that the pattern read so far can end at.
  let ends = new Set([0]);
  for (let p = 0; p < pattern.length && ends.size > 0; p++) {
    const unit = pattern[p] ?? '';
    const next = new Set<number>();
    if (unit === '*') {
      const crosses = p + 1 === pattern.length || pattern[p + 1] === ':';
      if (crosses && p + 1 === pattern.length) return true;
      for (const start of ends) {
        for (let t = start; t <= text.length && !next.has(t); t++) {
          next.add(t);
          if (!crosses && text[t] === ':') break;
        }
      }
    } else {
      for (const at of ends) {
        const actual = text[at];
        if (actual !== undefined && (unit === '?' ? actual !== ':' : literalOf(unit) === actual)) {
          next.add(at + 1);
        }
      }
    }
    ends = next;
  }
  return ends.has(text.length);
}

export function hasWildcard(pattern: string): boolean {
  return pattern.includes('*') || pattern.includes('?');
}

/** The text that a pattern without wildcards means. */
export function toLiteral(pattern: string): string {
  if (!/[\ue000\ue001]/.test(pattern)) return pattern;
  return pattern.replaceAll(literalStar, '*').replaceAll(literalQuestion, '?');
}

/** A text as a pattern that matches itself only. */
export function toPattern(text: string): string {
  return text.replaceAll('*', literalStar).replaceAll('?', literalQuestion);
}

function literalOf(unit: string): string {
  if (unit === literalStar) return '*';
  return unit === literalQuestion ? '?' : unit;
}
