// YAML and JSON as plain data with places: what the parsers behind the port give, and how it is asked. A value
// that carries a tag (`!Ref`, `!Sub`) is never taken for the text behind the tag.
import type { Span } from '../../text/span.ts';

export type DocumentNode = MapNode | ListNode | ScalarNode;

interface Tagged extends Span {
  /** With its exclamation mark; `undefined` for YAML's own types. */
  readonly tag?: string;
}

export interface MapNode extends Tagged {
  readonly kind: 'map';
  /** In the order of the text; a key may occur twice, then the first counts. YAML's `<<` is resolved behind the map's own keys. */
  readonly entries: readonly MapEntry[];
}

export interface MapEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: DocumentNode;
}

export interface ListNode extends Tagged {
  readonly kind: 'list';
  readonly items: readonly DocumentNode[];
}

export interface ScalarNode extends Tagged {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}

export interface DocumentParsers {
  /** What can be made of the text, broken or not; `undefined` where nothing can. */
  parseYaml(text: string): DocumentNode | undefined;
  parseJson(text: string): DocumentNode | undefined;
}

export function entriesOf(node: DocumentNode | undefined): readonly MapEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

export function itemsOf(node: DocumentNode | undefined): readonly DocumentNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** The value under the keys, one below the other. */
export function valueAt(
  node: DocumentNode | undefined,
  ...keys: readonly string[]
): DocumentNode | undefined {
  let at = node;
  for (const key of keys) at = entriesOf(at).find((entry) => entry.key === key)?.value;
  return at;
}

/** A text that stands there as it is: no intrinsic function, no other type. */
export function textOf(node: DocumentNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.tag === undefined && typeof node.value === 'string'
    ? node.value
    : undefined;
}

/** A text, also one with `${…}` in it: of `!Sub` and `Fn::Sub`, or of a language that has such templates. */
export function templateOf(node: DocumentNode | undefined): string | undefined {
  const inner = valueAt(node, 'Fn::Sub') ?? node;
  if (inner?.kind !== 'scalar' || typeof inner.value !== 'string') return undefined;
  const isTemplate =
    inner.tag === undefined || inner.tag === '!Sub' || (inner.tag === '!Code' && inner.value.includes('${'));
  return isTemplate ? inner.value : undefined;
}

/** Texts of a list, or the one text. */
export function textsOf(node: DocumentNode | undefined): readonly string[] {
  const nodes = node?.kind === 'list' ? node.items : node === undefined ? [] : [node];
  return nodes.flatMap((item) => textOf(item) ?? []);
}
