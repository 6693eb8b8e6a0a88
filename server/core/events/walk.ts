// Walks a plain value in the order of the document without recursion into it, and expands every key and string to the
// texts that it hides. Nested JSON is walked at the place where it stands as text, so its path goes on.
import { bytesOf, contentEncoding, isBinaryList, isBinaryMember, isKafkaRecord } from './binary-places.ts';
import { compactJson, type LeftOutReason } from './compact-json.ts';
import type { InspectLimits } from './inspect.ts';
import { type BytePorts, binaryText, bytesToText } from './layers/bytes.ts';
import { textDecoders } from './layers/index.ts';
import { decodeJson, looksLikeJson } from './layers/json.ts';
import type { LayerName } from './layers/layer.ts';
import type { Step } from './path.ts';
import type { TextKind } from './target.ts';

/** Where a text stands. One id for all texts of one key or string. */
export interface Place {
  readonly id: number;
  steps(): readonly Step[];
  /** How many of the steps lead through the value itself, before JSON that was text. */
  outerSteps(): number;
}

export interface WalkTask {
  /** Steps before the value's own. */
  readonly within: readonly Step[];
  readonly limits: InspectLimits;
  readonly ports: BytePorts;
  readonly isOver: () => boolean;
  /** False where no rule can hit the text, nor any piece of it that stands in it unescaped. */
  readonly search: (text: string, kind: TextKind, place: Place, layers: readonly LayerName[]) => boolean;
  /** The same, told of the compact JSON of the whole value. */
  readonly isLoud: boolean;
  readonly leave: (reason: LeftOutReason, steps: readonly Step[]) => void;
}

interface Frame {
  readonly value: Readonly<Record<string, unknown>>;
  /** Of an object; an array has elements only. */
  readonly keys: readonly string[] | undefined;
  readonly length: number;
  /** The member name under which it stands. */
  readonly name: string | undefined;
  readonly isBinaryList: boolean;
  readonly isKafkaHeaders: boolean;
  /** The first container of JSON that was text. */
  readonly isNested: boolean;
  at: number;
}

interface Text {
  readonly text: string;
  readonly layers: readonly LayerName[];
}

const encoded = /[%+&\\]/;
/** A text with one of these stands in compact JSON otherwise than as it is. */
const escapedInJson = /["\\\0-\x1f]/;
const noLayers: readonly LayerName[] = [];

/** An instance of a class, a value with `toJSON`, or one that cannot be asked: not what `JSON.parse` makes. */
export function isExotic(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  try {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) return true;
    return typeof Reflect.get(value, 'toJSON') === 'function';
  } catch {
    return true;
  }
}

export function walk(value: unknown, task: WalkTask): 'done' | 'exotic' {
  const { limits, search, leave } = task;
  const frames: Frame[] = [];
  let nodes = 0;
  let decodedUnits = 0;
  let placeId = 0;
  let isStopped = false;
  let isExoticInside = false;

  function steps(): Step[] {
    const own = frames.map((frame): Step => {
      const index = frame.at - 1;
      return frame.keys
        ? { kind: 'member', name: frame.keys[index] ?? '', index }
        : { kind: 'element', index };
    });
    return task.within.length === 0 ? own : [...task.within, ...own];
  }

  function outerSteps(): number {
    const nested = frames.findIndex((frame) => frame.isNested);
    return task.within.length + (nested < 0 ? frames.length : nested);
  }

  function stop(reason: LeftOutReason): void {
    if (!isStopped) leave(reason, steps());
    isStopped = true;
  }

  function enter(item: object, name: string | undefined, over: Partial<Frame>): void {
    if (isExotic(item)) {
      isExoticInside = true;
      isStopped = true;
      return;
    }
    const keys = Array.isArray(item) ? undefined : Object.keys(item);
    frames.push({
      value: item as Readonly<Record<string, unknown>>,
      keys,
      length: keys?.length ?? (Array.isArray(item) ? item.length : 0),
      name,
      isBinaryList: false,
      isKafkaHeaders: false,
      isNested: false,
      at: 0,
      ...over,
    });
  }

  function walkFrom(
    item: object,
    name: string | undefined,
    layers: readonly LayerName[],
    isLoud: boolean,
    isNested: boolean,
  ): void {
    const base = frames.length;
    enter(item, name, { isNested });
    for (let frame = frames.at(-1); frames.length > base && frame !== undefined; frame = frames.at(-1)) {
      if (isStopped) break;
      if (frame.at >= frame.length) {
        frames.pop();
        continue;
      }
      const index = frame.at++;
      if ((++nodes & 255) === 0 && task.isOver()) stop('budget');
      if (nodes > limits.nodes) stop('nodes');
      const key = frame.keys?.[index];
      const member = frame.value[key ?? index];
      if (key !== undefined) {
        if (member === undefined || typeof member === 'function' || typeof member === 'symbol') continue;
        expand(key, layers, true, isLoud, undefined);
      }
      if (typeof member === 'string') {
        const binary = key === undefined ? frame.isBinaryList : isBinaryMember(frame.value, key, frame.name);
        expand(member, layers, false, isLoud, binary ? frame : undefined);
      } else if (typeof member === 'object' && member !== null) {
        enterMember(frame, key, member, layers);
      }
    }
    frames.length = base;
  }

  function enterMember(
    frame: Frame,
    key: string | undefined,
    member: object,
    layers: readonly LayerName[],
  ): void {
    const isKafkaHeaders =
      frame.isKafkaHeaders || (key === 'headers' && frame.keys !== undefined && isKafkaRecord(frame.value));
    const bytes = isKafkaHeaders && Array.isArray(member) ? bytesOf(member) : undefined;
    if (bytes !== undefined) {
      expand(bytesToText(bytes, task.ports), [...layers, 'bytes'], false, true, undefined);
      return;
    }
    enter(member, key, { isKafkaHeaders, isBinaryList: key !== undefined && isBinaryList(frame.value, key) });
  }

  /** Searches a key or string and every text that it hides, breadth first. `binary`: the object that says it is base64. */
  function expand(
    text: string,
    layers: readonly LayerName[],
    isKey: boolean,
    isLoud: boolean,
    binary: Frame | undefined,
  ): void {
    if (isStopped) return;
    const place: Place = { id: placeId++, steps, outerSteps };
    const kind: TextKind = isKey ? 'key' : 'value';
    if (binary === undefined && !encoded.test(text) && !looksLikeJson(text)) {
      if (isLoud || escapedInJson.test(text)) search(text, kind, place, layers);
      return;
    }
    const queue: Text[] = [];
    const seen = new Set<string>();
    const walkedJson = new Set<string>();

    function add(next: Text): void {
      if (isStopped || seen.has(next.text)) return;
      if (next.layers.length > limits.layers) leave('depth', steps());
      else if (seen.size >= limits.texts) leave('texts', steps());
      else if (next.layers === layers || hasRoom(next.text)) {
        seen.add(next.text);
        queue.push(next);
        search(next.text, kind, place, next.layers);
      }
    }

    add({ text, layers });
    for (let at = 0; at < queue.length && !isStopped; at++) {
      const current = queue[at];
      if (current === undefined) break;
      if (at > 0 && task.isOver()) stop('budget');
      if (at === 0 && binary !== undefined) addBinary(current, binary, add);
      openJson(current, place, walkedJson, add);
      if (isStopped || !encoded.test(current.text)) continue;
      for (const { name, decode } of textDecoders) {
        const decoded = decode(current.text);
        if (decoded !== undefined) add({ text: decoded, layers: [...current.layers, name] });
      }
    }
  }

  function hasRoom(text: string): boolean {
    decodedUnits += text.length;
    if (decodedUnits > limits.decodedUnits) stop('size');
    return !isStopped;
  }

  function addBinary(from: Text, holder: Frame, add: (text: Text) => void): void {
    const found = binaryText(from.text, contentEncoding(holder.value), task.ports, limits.inflatedBytes);
    if (found.kind === 'text') add({ text: found.text, layers: [...from.layers, ...found.layers] });
    if (found.kind === 'too-long') leave('size', steps());
    if (found.kind === 'no-unpacker') leave('encoding', steps());
  }

  function openJson(from: Text, place: Place, walkedJson: Set<string>, add: (text: Text) => void): void {
    const found = decodeJson(from.text);
    if (found === undefined || isStopped) return;
    const layers: readonly LayerName[] = [...from.layers, 'json'];
    if (found.kind === 'text') {
      add({ text: found.text, layers });
      return;
    }
    if (layers.length > limits.layers) {
      leave('depth', steps());
      return;
    }
    const compact = compactJson(found.value) ?? '';
    if (walkedJson.has(compact) || !hasRoom(compact)) return;
    walkedJson.add(compact);
    const isLoud = search(compact, 'compact', place, layers);
    walkFrom(found.value, frames.at(-1)?.keys?.[(frames.at(-1)?.at ?? 0) - 1], layers, isLoud, true);
  }

  if (typeof value === 'string') expand(value, noLayers, false, true, undefined);
  else if (typeof value === 'object' && value !== null)
    walkFrom(value, undefined, noLayers, task.isLoud, false);
  return isExoticInside ? 'exotic' : 'done';
}
