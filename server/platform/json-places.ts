// JSON texts (library `jsonc-parser`): their value, and where in the text a part of it stands. Comments and trailing
// commas are taken, since event files are written by hand.
import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { EventHit } from '../core/events/inspect.ts';
import type { Step } from '../core/events/path.ts';
import type { Span } from '../core/text/span.ts';

export interface JsonText {
  readonly value: unknown;
  readonly mistakes: readonly { readonly message: string; readonly span: Span }[];
  /** The value at a place, for a part of the text that is an event of its own. */
  at(steps: readonly Step[]): unknown;
  /** Where a hit stands: the very characters where they are written plainly, else the string that holds them. */
  spanOf(hit: Pick<EventHit, 'steps' | 'outerSteps' | 'layers' | 'isKey' | 'text' | 'span'>): Span;
}

const MAX_MISTAKES = 20;

/** Members of the library's `SyntaxKind`, which exists as a type only. */
const STRING: number = 10;
const END: number = 17;

export function readJson(source: string): JsonText {
  // A byte-order mark is white space to us, and offsets stay.
  const text = source.startsWith('\uFEFF') ? ` ${source.slice(1)}` : source;
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const mistakes = errors.slice(0, MAX_MISTAKES).map(({ error, offset, length }) => ({
    message: `not JSON: ${printParseErrorCode(error)}`,
    span: { start: offset, end: offset + length },
  }));

  function at(steps: readonly Step[]): Node | undefined {
    let node = root;
    for (const step of steps) node = childOf(node, step)?.value;
    return node;
  }

  function spanOf(hit: Pick<EventHit, 'steps' | 'outerSteps' | 'layers' | 'isKey' | 'text' | 'span'>): Span {
    const outer = hit.steps.slice(0, hit.outerSteps);
    const last = outer.at(-1);
    const isOwnKey = hit.isKey && hit.steps.length === hit.outerSteps && last !== undefined;
    const node = isOwnKey ? childOf(at(outer.slice(0, -1)), last)?.key : at(outer);
    if (!node) return { start: 0, end: 0 };
    const whole = { start: node.offset, end: node.offset + node.length };
    if (node.type === 'string') {
      const isPlain = hit.layers.length === 0 && node.value === hit.text;
      return isPlain ? insideString(text, whole, hit.span) : whole;
    }
    if (node.type !== 'object' && node.type !== 'array') return whole;
    return insideCompact(text, whole, hit.text, hit.span) ?? whole;
  }

  return { value: root && toValue(root), mistakes, at: (steps) => valueOrNothing(at(steps)), spanOf };
}

function valueOrNothing(node: Node | undefined): unknown {
  return node && toValue(node);
}

interface Child {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
}

/** Of two members with one name the last one counts, as in `JSON.parse`. */
function childOf(node: Node | undefined, step: Step): Child | undefined {
  if (step.kind === 'element')
    return { key: undefined, value: node?.type === 'array' ? node.children?.[step.index] : undefined };
  if (node?.type !== 'object') return undefined;
  const property = node.children?.findLast((child) => child.children?.[0]?.value === step.name);
  return { key: property?.children?.[0], value: property?.children?.[1] };
}

/** Iterative where JSON may be deep: in width only; depth is what the parser has already survived. */
function toValue(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(toValue);
  if (node.type !== 'object') return node.value;
  const value: Record<string, unknown> = {};
  for (const property of node.children ?? []) {
    const [key, member] = property.children ?? [];
    if (key === undefined || member === undefined) continue;
    Object.defineProperty(value, String(key.value), {
      value: toValue(member),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return value;
}

/** A part of a string's value to the characters between its quotes, escapes counted as they are written. */
function insideString(text: string, whole: Span, part: Span): Span {
  const offsets: number[] = [];
  let at = whole.start + 1;
  while (at < whole.end - 1) {
    offsets.push(at);
    if (text[at] !== '\\') at++;
    else at += text[at + 1] === 'u' ? 6 : 2;
  }
  offsets.push(at);
  const start = offsets[part.start] ?? whole.start;
  const end = offsets[part.end] ?? whole.end;
  return end > start ? { start, end } : whole;
}

/** A part of the compact form of an object or array to the text that it came from, token by token. */
function insideCompact(text: string, whole: Span, compact: string, part: Span): Span | undefined {
  const scanner = createScanner(text.slice(whole.start, whole.end), true);
  let at = 0;
  let start: number | undefined;
  let end: number | undefined;
  for (let kind = scanner.scan(); kind !== END; kind = scanner.scan()) {
    const offset = whole.start + scanner.getTokenOffset();
    const written = text.slice(offset, offset + scanner.getTokenLength());
    const value = kind === STRING ? JSON.stringify(scanner.getTokenValue()) : written;
    // A trailing comma is not in the compact form, and numbers may be written otherwise there.
    if (!compact.startsWith(value, at)) {
      if (written === ',') continue;
      return undefined;
    }
    const next = at + value.length;
    const isSame = value === written;
    if (start === undefined && part.start < next) start = isSame ? offset + part.start - at : offset;
    if (start !== undefined && part.end <= next) {
      end = isSame ? offset + part.end - at : offset + written.length;
      break;
    }
    at = next;
  }
  return start === undefined || end === undefined || end <= start ? undefined : { start, end };
}
