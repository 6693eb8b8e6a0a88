// What the parts of the parser share while they read a pattern: the place, the flags that hold there, and the faults
// so far.
import type { Span } from '../text/span.ts';
import type { ErrorNode, ForeignConstruct, ForeignNode, RegexNode } from './ast.ts';

export interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
}

export interface PatternReader {
  readonly pattern: string;
  readonly faults: readonly (ForeignNode | ErrorNode)[];
  at: number;
  flags: Flags;
  error(start: number, end: number, message: string): ErrorNode;
  foreign(construct: ForeignConstruct, span: Span, token: Span, body?: RegexNode): ForeignNode;
}

export function createReader(pattern: string): PatternReader {
  const faults: (ForeignNode | ErrorNode)[] = [];
  return {
    pattern,
    faults,
    at: 0,
    flags: { i: false, m: false, s: false, U: false },
    error(start, end, message) {
      const node: ErrorNode = { type: 'error', start, end, message };
      faults.push(node);
      return node;
    },
    foreign(construct, span, token, body) {
      const node: ForeignNode = { type: 'foreign', construct, start: span.start, end: span.end, token, body };
      faults.push(node);
      return node;
    },
  };
}
