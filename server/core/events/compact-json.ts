// Compact JSON of any value, and a plain copy of it, without ever throwing or overflowing the stack: for values that
// `JSON.stringify` refuses (cycles, thousands of levels, big integers, getters that throw).
import { formatPath, type Step } from './path.ts';

export type LeftOutReason =
  | 'budget'
  | 'cycle'
  | 'depth'
  | 'encoding'
  | 'hits'
  | 'nodes'
  | 'size'
  | 'texts'
  | 'unreadable';

/** Something that was not searched. `path` is written as in records. */
export interface LeftOut {
  readonly path: string;
  readonly reason: LeftOutReason;
}

export interface PlainCopy {
  readonly value: unknown;
  readonly leftOut: readonly LeftOut[];
}

type Plain = { [name: string]: unknown } | unknown[];

interface Frame {
  readonly source: object;
  readonly copy: Plain;
  readonly keys: readonly string[] | undefined;
  readonly length: number;
  readonly step: Step | undefined;
  at: number;
}

/** Own enumerable members only, as JSON has them; `toJSON` is honoured as `JSON.stringify` does. */
export function plainCopy(value: unknown, maxNodes: number): PlainCopy {
  const leftOut: LeftOut[] = [];
  const frames: Frame[] = [];
  const open = new Set<object>();
  let nodes = 0;

  function leave(reason: LeftOutReason, step: Step | undefined): undefined {
    if (leftOut.length >= 20) return undefined;
    const steps = frames.slice(-32).flatMap((frame) => frame.step ?? []);
    leftOut.push({ path: formatPath(step === undefined ? steps : [...steps, step]), reason });
    return undefined;
  }

  function enter(source: unknown, step: Step | undefined): unknown {
    let item = source;
    try {
      if (typeof item === 'object' && item !== null && 'toJSON' in item && typeof item.toJSON === 'function')
        item = item.toJSON(step?.kind === 'member' ? step.name : String(step?.index ?? ''));
      if (typeof item === 'bigint') return item.toString();
      if (typeof item === 'function' || typeof item === 'symbol') return undefined;
      if (typeof item !== 'object' || item === null) return item;
      if (item instanceof String || item instanceof Number || item instanceof Boolean) return item.valueOf();
      if (open.has(item)) return leave('cycle', step);
      const isList = Array.isArray(item);
      const keys = isList ? undefined : Object.keys(item);
      const length = Array.isArray(item) ? item.length : (keys?.length ?? 0);
      const copy: Plain = isList ? [] : {};
      open.add(item);
      frames.push({ source: item, copy, keys, length, step, at: 0 });
      return copy;
    } catch {
      return leave('unreadable', step);
    }
  }

  const result = enter(value, undefined);
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    if (frame.at >= frame.length) {
      open.delete(frame.source);
      frames.pop();
      continue;
    }
    const index = frame.at++;
    if (++nodes > maxNodes) {
      leave('nodes', undefined);
      break;
    }
    const name = frame.keys?.[index] ?? String(index);
    const step: Step = frame.keys ? { kind: 'member', name, index } : { kind: 'element', index };
    let member: unknown;
    try {
      member = Reflect.get(frame.source, name);
    } catch {
      leave('unreadable', step);
      continue;
    }
    const copied = enter(member, step);
    if (Array.isArray(frame.copy)) frame.copy.push(copied ?? null);
    else if (copied !== undefined) define(frame.copy, name, copied);
  }
  return { value: result, leftOut };
}

/** `__proto__` as a name must become a member, not a prototype. */
function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

/** What `JSON.stringify` gives for plain data, at any depth. `undefined` for what JSON has no word for. */
export function compactJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return compactSlowly(value);
  }
}

function compactSlowly(value: unknown): string | undefined {
  const parts: string[] = [];
  const frames: {
    readonly value: object;
    readonly keys: readonly string[] | undefined;
    at: number;
    written: number;
  }[] = [];

  function enter(item: unknown): void {
    if (typeof item !== 'object' || item === null) {
      parts.push(JSON.stringify(item) ?? 'null');
      return;
    }
    parts.push(Array.isArray(item) ? '[' : '{');
    frames.push({
      value: item,
      keys: Array.isArray(item) ? undefined : Object.keys(item),
      at: 0,
      written: 0,
    });
  }

  enter(value);
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const length = frame.keys?.length ?? (Array.isArray(frame.value) ? frame.value.length : 0);
    if (frame.at >= length) {
      parts.push(frame.keys ? '}' : ']');
      frames.pop();
      continue;
    }
    const name = frame.keys?.[frame.at] ?? String(frame.at);
    frame.at++;
    const item: unknown = Reflect.get(frame.value, name);
    if (frame.keys && item === undefined) continue;
    if (frame.written++ > 0) parts.push(',');
    if (frame.keys) parts.push(JSON.stringify(name), ':');
    enter(item);
  }
  return parts.join('');
}
