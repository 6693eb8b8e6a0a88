// How rare a distance is, read from the distances so far: those beyond a high quantile are taken for a generalised
// Pareto tail, fitted by its moments (Hosking and Wallis 1987). What is far out is learned only in part, so that one
// outlier does not hide the next, and a series that has become wild is believed after a while.

export interface Tail {
  add(distance: number): void;
  /** Of a distance at least as large. 1 while too little is known. */
  probability(distance: number): number;
  /** The distance that has this probability. */
  reach(probability: number): number;
}

const minimumSize = 40;
/** Shares of the distances that make the tail. */
const tailShare = 0.04;
/** Few points say little of how fat a tail is: it is believed in part, and no further than this. */
const believedShape = 0.7;
const mostShape = 0.2;
/** What is taken for the shape before there are points, and how many points outweigh it. */
const usualShape = 0.12;
const usualWeight = 150;
const leastScaleOfGrain = 0.25;
const leastScaleOfThreshold = 0.1;
/** A distance rarer than this is learned as if it were just so rare. */
const learnedLimit = 2e-4;
const sparseTimes = 3;

/** `grain`: what the distances are whole numbers of, or 0; `most`: how many are remembered. */
export function createTail(most: number, grain: number): Tail {
  const ring: number[] = [];
  let added = 0;
  let madeAt = -1;
  let largest = 0;
  let isSparse = false;
  let fit = { threshold: 0, scale: 0, shape: 0, share: 1 };

  function refit(): typeof fit {
    if (madeAt !== -1 && added - madeAt < Math.max(1, ring.length >> 4)) return fit;
    madeAt = added;
    const sorted = Float64Array.from(ring).sort();
    const some = sorted.length - sorted.findIndex((one) => one > 0);
    largest = sorted.at(-1) ?? 0;
    // Where there is mostly no distance at all, the tail is that of the rest.
    const count = Math.min(Math.max(8, Math.round(tailShare * sorted.length)), some >> 1);
    isSparse = largest === 0 || count < 4;
    if (isSparse) return fit;
    const threshold = sorted[Math.max(0, sorted.length - count - 1)] ?? 0;
    const beyond = sorted.subarray(sorted.length - count);
    const mean = beyond.reduce((sum, one) => sum + one - threshold, 0) / count;
    const variance = beyond.reduce((sum, one) => sum + (one - threshold - mean) ** 2, 0) / (count - 1);
    const ratio = variance > 0 ? mean ** 2 / variance : 1;
    const read = (believedShape * (1 - ratio)) / 2;
    const shape = Math.min(
      mostShape,
      Math.max(0, (read * sorted.length + usualShape * usualWeight) / (sorted.length + usualWeight)),
    );
    // Steps of a grain, and a past that happened to be tame, leave less room than there is.
    const scale = Math.max(mean * (1 - shape), leastScaleOfGrain * grain, leastScaleOfThreshold * threshold);
    fit = { threshold, scale, shape, share: count / sorted.length };
    return fit;
  }

  function probability(distance: number): number {
    if (ring.length < minimumSize) return 1;
    const { threshold, scale, shape, share } = refit();
    // Nothing to fit: what is several times the largest so far is as rare as the past is long.
    if (isSparse) return distance > sparseTimes * largest ? 1 / ring.length ** 2 : 1;
    if (distance <= threshold) return 1;
    const far = (distance - threshold) / scale;
    return share * (shape === 0 ? Math.exp(-far) : (1 + shape * far) ** (-1 / shape));
  }

  function reach(limit: number): number {
    const { threshold, scale, shape, share } = refit();
    if (isSparse) return sparseTimes * largest;
    if (limit >= share) return threshold;
    const rare = share / limit;
    return threshold + scale * (shape === 0 ? Math.log(rare) : (rare ** shape - 1) / shape);
  }

  return {
    probability,
    reach,
    add(distance) {
      const learned = probability(distance) < learnedLimit ? reach(learnedLimit) : distance;
      // Of a past without any scatter nothing can be read: the distance itself is the first of it.
      ring[added % most] = learned === 0 ? distance : learned;
      added++;
    },
  };
}
