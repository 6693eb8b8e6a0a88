// Chance that comes out the same for the same seed: every figure can be made again.

export interface Chance {
  /** From 0 to below 1. */
  next(): number;
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
  normal(): number;
  /** Counts with this mean; above the mean's own scatter where `dispersion` is given (negative binomial). */
  count(mean: number, dispersion?: number): number;
}

/** A 32-bit generator (mulberry32): long enough for a year of hours. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const poisson = (mean: number): number => {
    if (mean <= 0) return 0;
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    const limit = Math.exp(-mean);
    let product = next();
    let count = 0;
    while (product > limit && count < 1000) {
      product *= next();
      count++;
    }
    return count;
  };
  /** Sum of exponentials for whole shapes is enough here. */
  const gamma = (shape: number): number => {
    let sum = 0;
    for (let n = 0; n < Math.max(1, Math.round(shape)); n++) sum -= Math.log(1 - next());
    return sum / Math.max(1, Math.round(shape));
  };
  return {
    next,
    normal,
    below: (limit) => Math.floor(next() * limit),
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
    count: (mean, dispersion) => poisson(dispersion === undefined ? mean : mean * gamma(dispersion)),
  };
}
