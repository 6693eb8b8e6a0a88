// The `recheck` library behind the port `BacktrackChecker`: its build in plain JavaScript, no Java, no native
// program, no threads of its own. "Safe" counts only where its automaton has proved it; its fuzzer can only accuse.
import type { Diagnostics } from 'recheck';
import recheck from 'recheck/lib/browser.js';
import type { BacktrackChecker } from '../../core/rulelang/deep-lints.ts';

export function createBacktrackChecker(timeLimitMs: number): BacktrackChecker {
  return ({ source, flags }) => {
    let result: Diagnostics;
    try {
      result = recheck.checkSync(source, flags, {
        timeout: timeLimitMs,
        attackTimeout: Math.min(200, timeLimitMs),
        incubationTimeout: Math.min(100, timeLimitMs),
        maxAttackStringSize: 100_000,
      });
    } catch {
      return { kind: 'undecided', reason: 'the checker failed' };
    }
    switch (result.status) {
      case 'safe':
        return result.checker === 'automaton'
          ? { kind: 'safe' }
          : { kind: 'undecided', reason: 'no attack was found, and none was ruled out' };
      case 'vulnerable':
        return {
          kind: 'vulnerable',
          complexity:
            result.complexity.type === 'polynomial'
              ? `polynomial of degree ${result.complexity.degree}`
              : result.complexity.type,
          hotspots: result.hotspot.map(({ start, end }) => ({ start, end })),
          attack: result.attack.pattern,
        };
      case 'unknown':
        return { kind: 'undecided', reason: reasonOf(result.error.kind, timeLimitMs) };
    }
  };
}

function reasonOf(kind: string, timeLimitMs: number): string {
  switch (kind) {
    case 'timeout':
      return `the checker had ${timeLimitMs} ms`;
    case 'unsupported':
    case 'invalid':
      return 'the checker does not know a construct of it';
    default:
      return 'the checker gave up';
  }
}
