// The `refa` library behind the port `InclusionChecker`: whether one regular language lies inside another. Sizes are
// limited; what is too large is undecided.
import { DFA, isDisjointWith, JS, NFA, TooManyNodesError } from 'refa';
import type { InclusionChecker } from '../../core/rulelang/deep-lints.ts';

const MAX_NODES = 2000;

/** Automata by their source: a rule is compared with many. */
export function createInclusionChecker(): InclusionChecker {
  const inner = new Map<string, NFA | undefined>();
  const complements = new Map<string, DFA | undefined>();

  function cached<T>(store: Map<string, T | undefined>, key: string, make: () => T): T | undefined {
    if (store.has(key)) return store.get(key);
    let made: T | undefined;
    try {
      made = make();
    } catch {
      made = undefined;
    }
    if (store.size > 5000) store.clear();
    store.set(key, made);
    return made;
  }

  return (outer, small, how) => {
    if (outer.flags !== small.flags) return undefined;
    const flags = outer.flags;
    const wrapped = how === 'within' ? `[^]*(?:${outer.source})[^]*` : outer.source;
    const complement = cached(complements, `${flags} ${wrapped}`, () => {
      const dfa = DFA.fromFA(toNfa(wrapped, flags, 'throw'), new DFA.LimitedNodeFactory(MAX_NODES));
      dfa.complement(new DFA.LimitedNodeFactory(MAX_NODES));
      return dfa;
    });
    // Without its assertions the inner language can only grow: a yes stays a yes.
    const nfa = cached(inner, `${flags} ${small.source}`, () => toNfa(small.source, flags, 'ignore'));
    if (complement === undefined || nfa === undefined) return undefined;
    try {
      return isDisjointWith(nfa, complement, MAX_NODES * 5);
    } catch (error) {
      if (error instanceof TooManyNodesError) return undefined;
      throw error;
    }
  };
}

function toNfa(source: string, flags: string, assertions: 'ignore' | 'throw'): NFA {
  const parser = JS.Parser.fromLiteral({ source, flags });
  const { expression, maxCharacter } = parser.parse({
    maxNodes: 10_000,
    assertions: 'parse',
    backreferences: 'throw',
  });
  return NFA.fromRegex(expression, { maxCharacter }, { assertions }, new NFA.LimitedNodeFactory(MAX_NODES));
}
