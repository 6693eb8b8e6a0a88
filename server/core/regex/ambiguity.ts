// In how many ways can a backtracking engine go through a text? Bounded by a number: linear time. Growing with the
// text: polynomial or exponential. After A. Weber and H. Seidl, "On the degree of ambiguity of finite automata"
// (1991). An engine that finds a match stops, so ambiguity is a danger only where a text does not match.
import { type RegexNode, walk } from './ast.ts';
import { type Automaton, buildAutomaton, type Target } from './automaton.ts';
import type { Reading } from './char-ranges.ts';

/** `prefix`, then `pump` again and again, can be read in ever more ways. */
export interface AmbiguousText {
  readonly growth: 'polynomial' | 'exponential';
  readonly prefix: string;
  readonly pump: string;
  /** Leaves that take the pumped text. */
  readonly leaves: readonly RegexNode[];
  /** One of the two loops is the search for a start. */
  readonly isFromStart: boolean;
}

export type Ambiguity =
  /** Each character costs at most a constant. */
  | { readonly kind: 'bounded' }
  /** Some of the texts that show it, the worst first. `isLoose`: only with counts taken for "any number". */
  | {
      readonly kind: 'unbounded';
      readonly texts: readonly AmbiguousText[];
      readonly isLoose: boolean;
      /** `python`: only there. */
      readonly reading: Reading;
    }
  | { readonly kind: 'unknown' };

/** First every count is taken for "any number", which is quick and can only add ways; then they are counted out. */
const loose = { maxCount: 0, maxLeaves: 8000 };
const exact = { maxCount: 1000, maxLeaves: 2500 };

/** So many ways at the most, for one start, are a constant that nobody notices. */
const HARMLESS_WAYS = 3000;

/** Steps of the search through pairs and triples of states: about 100 ms. */
const MAX_STEPS = 1_500_000;

/** As JavaScript reads the pattern, and where that is bounded, as Python does. */
export function ambiguityOf(root: RegexNode): Ambiguity {
  const first = ambiguityAs(root, 'javascript');
  return first.kind === 'bounded' && readsDiffer(root) ? ambiguityAs(root, 'python') : first;
}

function readsDiffer(root: RegexNode): boolean {
  let found = false;
  walk(root, (node) => {
    if (node.type === 'class' && node.form === 'perl') found = true;
    if (node.type === 'anchor' && (node.form === '\\b' || node.form === '\\B')) found = true;
  });
  return found;
}

function ambiguityAs(root: RegexNode, reading: Reading): Ambiguity {
  const first = buildAutomaton(root, loose, reading);
  if (!first) return { kind: 'unknown' };
  const verdict = judge(first, reading);
  if (verdict.kind === 'bounded' || first.loosened.length === 0) return verdict;
  const second = buildAutomaton(root, exact, reading);
  if (!second) return verdict;
  const strict = judge(second, reading);
  if (strict.kind === 'unbounded') return strict;
  if (strict.kind === 'bounded' && countedWays(root, first) <= HARMLESS_WAYS) return strict;
  return verdict.kind === 'unknown' ? verdict : { ...verdict, isLoose: true };
}

/**
 * In how many ways the counted repetitions that overlap can share a text out, for all starts that are open at once.
 * `Infinity` where that took too long to find out.
 */
function countedWays(root: RegexNode, loosened: Automaton): number {
  const inner = new Set<RegexNode>();
  const fromStart = new Set<RegexNode>();
  const search = createSearch(loosened);
  try {
    for (const { leaves } of search.exponential()) for (const leaf of leaves) inner.add(leaf);
    for (const { leaves, isFromStart } of search.polynomial())
      for (const leaf of leaves) (isFromStart ? fromStart : inner).add(leaf);
  } catch (error) {
    if (error instanceof OutOfSteps) return Number.POSITIVE_INFINITY;
    throw error;
  }
  let ways = 1;
  let open = 1;
  for (const repeat of countedRepetitions(root)) {
    if (holdsOneOf(repeat, inner)) ways *= waysOf(repeat);
    if (holdsOneOf(repeat, fromStart))
      open += repeat.max === Number.POSITIVE_INFINITY ? repeat.min : repeat.max;
  }
  // The shares of one count already run over the starts that it leaves open.
  return ways + open;
}

/** The outermost ones. */
function countedRepetitions(root: RegexNode): readonly Extract<RegexNode, { type: 'repeat' }>[] {
  const found: Extract<RegexNode, { type: 'repeat' }>[] = [];
  walk(root, (node) => {
    if (node.type !== 'repeat' || (node.max === Number.POSITIVE_INFINITY && node.min <= 1)) return;
    if (!found.some((outer) => outer.start <= node.start && node.end <= outer.end)) found.push(node);
  });
  return found;
}

function holdsOneOf(node: RegexNode, leaves: ReadonlySet<RegexNode>): boolean {
  let found = false;
  walk(node, (one) => {
    if (one.type !== 'range' && leaves.has(one)) found = true;
  });
  return found;
}

function waysOf(node: RegexNode): number {
  switch (node.type) {
    case 'group':
      return waysOf(node.body);
    case 'repeat':
      if (node.max === Number.POSITIVE_INFINITY) return waysOf(node.body);
      return (node.max - node.min + 1) * waysOf(node.body) ** node.max;
    case 'concat':
      return node.items.reduce((ways, item) => ways * waysOf(item), 1);
    case 'alternation':
      return 2 * Math.max(...node.options.map(waysOf));
    default:
      return 1;
  }
}

/** Enough to find one among them that does not match. */
const MAX_TEXTS = 24;

function judge(automaton: Automaton, reading: Reading): Ambiguity {
  const texts: AmbiguousText[] = [];
  const search = createSearch(automaton);
  const isLoose = automaton.loosened.length > 0;
  try {
    for (const found of search.exponential()) if (texts.push(found) >= MAX_TEXTS / 2) break;
    for (const found of search.polynomial()) if (texts.push(found) >= MAX_TEXTS) break;
  } catch (error) {
    if (!(error instanceof OutOfSteps)) throw error;
    if (texts.length === 0) return { kind: 'unknown' };
  }
  return texts.length === 0 ? { kind: 'bounded' } : { kind: 'unbounded', texts, isLoose, reading };
}

class OutOfSteps extends Error {}

function createSearch({ states, alphabet }: Automaton) {
  const edges = states.map(({ next }) => [
    ...new Set(next.flatMap((list) => list.map(({ state }) => state))),
  ]);
  const component = componentsOf(edges);
  const count = states.length;
  const letters = alphabet.length;
  const reached = new Map<number, ReadonlySet<number>>();
  let steps = 0;

  function step(): void {
    if (++steps > MAX_STEPS) throw new OutOfSteps();
  }

  function reach(from: number): ReadonlySet<number> {
    const known = reached.get(from);
    if (known) return known;
    const seen = new Set([from]);
    for (const one of seen) for (const next of edges[one] ?? []) if (!seen.has(next)) seen.add(next);
    steps += seen.size;
    reached.set(from, seen);
    return seen;
  }

  function targets(state: number, letter: number): readonly Target[] {
    return states[state]?.next[letter] ?? [];
  }

  function isLoop(state: number): boolean {
    return (
      states[state]?.next.some((list) => list.some((one) => component[one.state] === component[state])) ===
      true
    );
  }

  const loops = states.map((_, state) => state).filter(isLoop);

  /** The letters of a shortest path from the start. */
  function wayTo(goal: number): string {
    const from = new Map<number, { readonly state: number; readonly letter: number } | undefined>([
      [0, undefined],
    ]);
    for (const [state] of from) {
      if (state === goal) break;
      alphabet.forEach((_, letter) => {
        for (const one of targets(state, letter))
          if (!from.has(one.state)) from.set(one.state, { state, letter });
      });
    }
    let word = '';
    for (let at = from.get(goal); at; at = from.get(at.state)) word = (alphabet[at.letter] ?? '') + word;
    return word;
  }

  function found(growth: AmbiguousText['growth'], at: number, inner: number, pump: string): AmbiguousText {
    const loopsOf = new Set([component[at], component[inner]]);
    const leaves = states.flatMap(({ leaf }, state) => (leaf && loopsOf.has(component[state]) ? [leaf] : []));
    return { growth, prefix: wayTo(at), pump, leaves, isFromStart: states[at]?.leaf === undefined };
  }

  /** Two ways from a state back to itself over one text; one text for each loop. */
  function* exponential(): Generator<AmbiguousText> {
    const done = new Set<number>();
    for (const home of loops) {
      if (done.has(component[home] ?? -1)) continue;
      const pump = wordAround(home);
      if (pump === undefined) continue;
      done.add(component[home] ?? -1);
      yield found('exponential', home, home, pump);
    }
  }

  function wordAround(home: number): string | undefined {
    const inside = component[home];
    // A pair of states, and whether the two ways have parted by now; written as one number.
    const code = (one: number, two: number, parted: boolean) => (one * count + two) * 2 + (parted ? 1 : 0);
    const trail = createTrail(code(home, home, false));
    for (const key of trail.keys) {
      const parted = key % 2 === 1;
      const a = Math.floor(key / 2 / count);
      const b = Math.floor(key / 2) % count;
      for (let letter = 0; letter < letters; letter++) {
        for (const one of targets(a, letter)) {
          if (component[one.state] !== inside) continue;
          for (const two of targets(b, letter)) {
            if (component[two.state] !== inside) continue;
            step();
            const now = parted || one.state !== two.state || (a === b && one.isDouble);
            if (now && one.state === home && two.state === home)
              return wordOf(trail, key) + (alphabet[letter] ?? '');
            trail.add(code(one.state, two.state, now), key, letter);
          }
        }
      }
    }
    return undefined;
  }

  /** A text over which one loop stays, leads into another, and the other stays; one text for each pair of loops. */
  function* polynomial(): Generator<AmbiguousText> {
    const done = new Set<string>();
    for (const p of loops) {
      for (const q of loops) {
        const pair = `${component[p]} ${component[q]}`;
        if (p === q || done.has(pair) || !reach(p).has(q)) continue;
        const pump = wordThrough(p, q);
        if (pump === undefined) continue;
        done.add(pair);
        yield found('polynomial', p, q, pump);
      }
    }
  }

  function wordThrough(p: number, q: number): string | undefined {
    const code = (x: number, y: number, z: number) => (x * count + y) * count + z;
    const goal = code(p, q, q);
    const trail = createTrail(code(p, p, q));
    for (const key of trail.keys) {
      const x = Math.floor(key / count / count);
      const y = Math.floor(key / count) % count;
      const z = key % count;
      for (let letter = 0; letter < letters; letter++) {
        for (const one of targets(x, letter)) {
          if (component[one.state] !== component[p]) continue;
          for (const three of targets(z, letter)) {
            if (component[three.state] !== component[q]) continue;
            for (const two of targets(y, letter)) {
              step();
              if (!reach(two.state).has(q)) continue;
              const next = code(one.state, two.state, three.state);
              trail.add(next, key, letter);
              if (next === goal) return wordOf(trail, next);
            }
          }
        }
      }
    }
    return undefined;
  }

  function wordOf(trail: Trail, goal: number): string {
    let word = '';
    for (let at = trail.before(goal); at; at = trail.before(at.key))
      word = (alphabet[at.letter] ?? '') + word;
    return word;
  }

  return { exponential, polynomial };
}

/** What a search has seen, in its order, and from where. */
interface Trail {
  readonly keys: Iterable<number>;
  add(key: number, from: number, letter: number): void;
  /** Nothing for where it began. */
  before(key: number): { readonly key: number; readonly letter: number } | undefined;
}

function createTrail(start: number): Trail {
  const from = new Map<number, number>([[start, -1]]);
  const letters = new Map<number, number>();
  return {
    keys: from.keys(),
    add(key, before, letter) {
      if (from.has(key)) return;
      from.set(key, before);
      letters.set(key, letter);
    },
    before(key) {
      const before = from.get(key);
      return before === undefined || before === -1
        ? undefined
        : { key: before, letter: letters.get(key) ?? 0 };
    },
  };
}

/** The strongly connected component of each state, by number (Tarjan, without recursion). */
function componentsOf(edges: readonly (readonly number[])[]): readonly number[] {
  const order: number[] = new Array(edges.length).fill(-1);
  const low: number[] = new Array(edges.length).fill(0);
  const component: number[] = new Array(edges.length).fill(-1);
  const stack: number[] = [];
  let count = 0;
  let components = 0;
  for (let root = 0; root < edges.length; root++) {
    if (order[root] !== -1) continue;
    const frames = [{ state: root, at: 0 }];
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      const { state } = frame;
      if (frame.at === 0) {
        order[state] = low[state] = count++;
        stack.push(state);
      }
      const next = edges[state]?.[frame.at++];
      if (next !== undefined) {
        if (order[next] === -1) frames.push({ state: next, at: 0 });
        else if (component[next] === -1) low[state] = Math.min(low[state] ?? 0, order[next] ?? 0);
        continue;
      }
      frames.pop();
      const parent = frames.at(-1)?.state;
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[state] ?? 0);
      if (low[state] !== order[state]) continue;
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        component[member] = components;
        if (member === state) break;
      }
      components++;
    }
  }
  return component;
}
