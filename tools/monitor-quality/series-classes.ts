// Series of metrics of any kind, as monitoring systems record them, with one disturbance of a known class put into each.
// The model: a base (an autoregressive gauge, busy days with counts, a slow temperature, a trend with rhythms and signs
// of both kinds, latencies with a heavy tail, sparse bursts, a counter with resets, plateaus of few values), an interval
// between points (1, 5, 30 or 60 minutes, jittered in some, points missing in some), and a disturbance in the last two
// thirds. All parameters are drawn anew for each seed.
import type { Point } from '../../server/core/monitor/metrics/series.ts';
import { type Chance, createChance } from './chance.ts';

export const disturbances = ['spike', 'dip', 'level shift', 'contextual', 'noisier', 'none'] as const;
export type Disturbance = (typeof disturbances)[number];

export const bases = [
  'gauge',
  'busy days',
  'temperature',
  'trend and rhythm',
  'latency',
  'sparse bursts',
  'counter',
  'plateaus',
] as const;
export type Base = (typeof bases)[number];

export interface DisturbedSeries {
  readonly points: readonly Point[];
  /** Milliseconds; undefined where nothing was put in. */
  readonly window: { readonly start: number; readonly end: number } | undefined;
}

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;
const startAt = Date.UTC(2026, 2, 3, 7, 30);

/** What a base gives for a time: its clean value, the size of its usual scatter, and a noisy value. */
interface Drawn {
  readonly clean: number;
  readonly scatter: number;
  readonly value: number;
}

type Draw = (at: number, moved: Moved) => Drawn;

/** How the disturbance changes what the base draws. */
interface Moved {
  /** Added, in units of the scatter. */
  readonly shift: number;
  /** Times the usual scatter. */
  readonly noise: number;
  /** Another time of the day, for what is right elsewhere and wrong here. */
  readonly turn: number;
}

const usual: Moved = { shift: 0, noise: 1, turn: 0 };

function rhythm(at: number, phase: number): number {
  return Math.sin((2 * Math.PI * (at % dayMs)) / dayMs + phase);
}

function isWeekend(at: number): boolean {
  return new Date(at).getUTCDay() % 6 === 0;
}

function baseOf(base: Base, chance: Chance, stepMs: number): Draw {
  const level = 20 + 60 * chance.next();
  const phase = 6 * chance.next();
  switch (base) {
    case 'gauge': {
      const keep = 0.3 + 0.6 * chance.next();
      const scatter = level * (0.02 + 0.08 * chance.next());
      let state = 0;
      return (_at, { shift, noise }) => {
        state = keep * state + Math.sqrt(1 - keep * keep) * chance.normal();
        return { clean: level, scatter, value: level + scatter * (state * noise + shift) };
      };
    }
    case 'busy days': {
      const mean = 10 ** (0.8 + 2.5 * chance.next());
      const depth = 0.4 + 0.5 * chance.next();
      const weekend = 0.3 + 0.7 * chance.next();
      const dispersion = 4 + chance.below(30);
      return (at, { shift, noise, turn }) => {
        const time = at + turn;
        const clean = mean * (1 + depth * rhythm(time, phase)) * (isWeekend(at) ? weekend : 1);
        const scatter = Math.sqrt(clean + clean ** 2 / dispersion);
        const value = Math.max(0, Math.round(chance.count(clean, dispersion / noise) + scatter * shift));
        return { clean, scatter, value };
      };
    }
    case 'temperature': {
      const swing = 2 + 6 * chance.next();
      const scatter = 0.15 + 0.4 * chance.next();
      let walk = 0;
      return (at, { shift, noise, turn }) => {
        walk = 0.999 * walk + 0.03 * Math.sqrt(stepMs / (5 * minuteMs)) * chance.normal();
        const clean = level + swing * rhythm(at + turn, phase) + walk;
        return { clean, scatter, value: clean + scatter * (noise * chance.normal() + shift) };
      };
    }
    case 'trend and rhythm': {
      const slope = (chance.next() - 0.5) * level;
      const scatter = level * (0.03 + 0.1 * chance.next());
      const offset = chance.next() < 0.5 ? level : -level * chance.next();
      return (at, { shift, noise, turn }) => {
        const days = (at - startAt) / dayMs;
        const clean =
          offset +
          (slope * days) / 30 +
          level * 0.6 * rhythm(at + turn, phase) +
          (isWeekend(at) ? -0.2 * level : 0);
        return { clean, scatter, value: clean + scatter * (noise * chance.normal() + shift) };
      };
    }
    case 'latency': {
      const width = 0.15 + 0.35 * chance.next();
      const bursts = 0.002 * chance.next();
      return (_at, { shift, noise }) => {
        const natural = chance.next() < bursts ? 1 + chance.next() : 0;
        const value = level * Math.exp(width * (noise * chance.normal() + natural * 2 + shift));
        return { clean: level, scatter: level * width, value };
      };
    }
    case 'sparse bursts': {
      const rate = 0.01 + 0.05 * chance.next();
      const size = 2 + 8 * chance.next();
      return (_at, { shift, noise }) => {
        const value = chance.next() < rate * noise ? 1 + chance.count(size) : 0;
        return { clean: 0, scatter: size, value: Math.max(0, value + Math.round(size * shift)) };
      };
    }
    case 'counter': {
      const mean = 50 + 500 * chance.next();
      const reset = dayMs * (3 + 6 * chance.next());
      let sum = 0;
      let since = startAt;
      return (at, { shift, noise, turn }) => {
        if (at - since > reset) {
          since = at;
          sum = 0;
        }
        const clean = mean * (1 + 0.5 * rhythm(at + turn, phase));
        const scatter = Math.sqrt(clean + clean ** 2 / 30);
        sum += Math.max(0, Math.round(chance.count(clean, 30 / noise) + scatter * shift));
        return { clean: sum, scatter, value: sum };
      };
    }
    case 'plateaus': {
      const grain = Math.max(1, Math.round(level / 20));
      const scatter = grain * (0.3 + 0.4 * chance.next());
      return (_at, { shift, noise }) => ({
        clean: level,
        scatter: grain,
        value: Math.round((level + scatter * noise * chance.normal() + grain * shift) / grain) * grain,
      });
    }
  }
}

/** Undefined where a base has no such disturbance: nothing dips below nothing. */
export function makeDisturbed(
  base: Base,
  disturbance: Disturbance,
  seed: number,
): DisturbedSeries | undefined {
  const isRhythmic = /busy|temperature|trend|counter/.test(base);
  if (disturbance === 'contextual' && !isRhythmic) return undefined;
  if (disturbance === 'dip' && /sparse|latency|counter/.test(base)) return undefined;
  if (disturbance === 'noisier' && /sparse|counter/.test(base)) return undefined;
  const chance = createChance(seed * 7919 + base.length * 104_729 + disturbance.length);
  const stepMs = chance.pick([1, 5, 5, 5, 30, 60]) * minuteMs;
  const spanMs = (stepMs >= 30 * minuteMs ? 60 : stepMs === minuteMs ? 6 : 14) * dayMs;
  const draw = baseOf(base, chance, stepMs);
  const jitter = chance.next() < 0.25 ? 0.2 : 0;
  const missing = chance.next() < 0.25 ? 0.02 : 0;
  const from = startAt + Math.floor((0.35 + 0.6 * chance.next()) * (spanMs / stepMs)) * stepMs;
  const hours = 3 + 5 * chance.next();
  const sign = base === 'sparse bursts' || base === 'counter' || chance.next() < 0.5 ? 1 : -1;
  const size = 6 + 10 * chance.next();
  const steps = disturbance === 'spike' || disturbance === 'dip' ? 1 + chance.below(2) : undefined;
  const until =
    steps !== undefined
      ? from + steps * stepMs
      : disturbance === 'level shift'
        ? from + (stepMs >= 30 * minuteMs ? 3 : 1) * dayMs
        : from + Math.max(hours * 60 * minuteMs, 8 * stepMs);
  const moved: Moved =
    disturbance === 'spike'
      ? { ...usual, shift: size }
      : disturbance === 'dip'
        ? { ...usual, shift: -size }
        : disturbance === 'level shift'
          ? { ...usual, shift: sign * (4 + 4 * chance.next()) }
          : disturbance === 'contextual'
            ? { ...usual, turn: dayMs / 2 }
            : disturbance === 'noisier'
              ? { ...usual, noise: 5 + 5 * chance.next() }
              : usual;
  const points: Point[] = [];
  for (let at = startAt; at < startAt + spanMs; at += stepMs) {
    const isOdd = disturbance !== 'none' && at >= from && at < until;
    const { value } = draw(at, isOdd ? moved : usual);
    if (!isOdd && chance.next() < missing) continue;
    const shift = jitter === 0 ? 0 : Math.round((stepMs * jitter * (chance.next() - 0.5)) / 1000) * 1000;
    points.push({ at: at + shift, value: Math.round(value * 1000) / 1000 });
  }
  return { points, window: disturbance === 'none' ? undefined : { start: from, end: until } };
}
