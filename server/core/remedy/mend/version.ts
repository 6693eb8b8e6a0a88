// Versions of packages compared across the ways that npm, PyPI, Maven, Go, RubyGems and NuGet write them: numbers by
// value, words by their rank before or after the release, build metadata not at all.

/** Before the release, in their order; what is in none of the lists counts as a word before the release. */
const before = [
  'dev',
  'a',
  'alpha',
  'b',
  'beta',
  'm',
  'milestone',
  'c',
  'cr',
  'rc',
  'pre',
  'preview',
  'snapshot',
];
const same = ['', 'final', 'ga', 'release', 'jre', 'android'];
const after = ['sp', 'post', 'rev', 'r'];

/** Negative: `a` is older. `v1.2` and `1.2.0` are the same. */
export function compareVersions(a: string, b: string): number {
  const left = partsOf(a);
  const right = partsOf(b);
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const order = compareParts(left[at], right[at]);
    if (order !== 0) return order;
  }
  return 0;
}

/** Begins with a number, after a `v` if there is one. */
export function isVersion(text: string): boolean {
  return /^v?\d+(?:[.\-_+!]?[0-9A-Za-z]+)*$/.test(text);
}

/** The leading numbers: `v2.10.0-rc1` gives 2, 10, 0. */
export function releaseOf(version: string): readonly number[] {
  const numbers = /^v?(\d+(?:\.\d+)*)/.exec(version)?.[1];
  return numbers === undefined ? [] : numbers.split('.').map(Number);
}

type Part = number | string;

function partsOf(version: string): readonly Part[] {
  const plain = version
    .trim()
    .replace(/^v(?=\d)/i, '')
    .replace(/^\d+!/, '')
    .replace(/\+.*$/, '');
  return (plain.match(/\d+|[A-Za-z]+/g) ?? []).map((part) =>
    /^\d/.test(part) ? Number(part) : part.toLowerCase(),
  );
}

/** A part that is missing is a zero among numbers, and the release among words. */
function compareParts(a: Part | undefined, b: Part | undefined): number {
  if (typeof a === 'number') {
    if (typeof b === 'string') return rankOf(b) > 0 ? -1 : 1;
    return a - (b ?? 0);
  }
  if (typeof b === 'number') return a === undefined ? -b : rankOf(a) > 0 ? 1 : -1;
  const left = a ?? '';
  const right = b ?? '';
  const order = rankOf(left) - rankOf(right);
  return order !== 0 || rankOf(left) !== unknownRank ? order : left < right ? -1 : left > right ? 1 : 0;
}

const unknownRank = -100;

function rankOf(word: string): number {
  if (same.includes(word)) return 0;
  const later = after.indexOf(word);
  if (later !== -1) return 1 + later;
  const earlier = before.indexOf(word);
  return earlier === -1 ? unknownRank : earlier - before.length;
}
