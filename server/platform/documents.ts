// YAML (library `yaml`) and JSON (library `jsonc-parser`) behind the port `core/syntax/configuration/document.ts`.
import { type Node as JsonNode, parseTree } from 'jsonc-parser';
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Node as YamlNode,
} from 'yaml';
import type { DocumentNode, DocumentParsers, MapEntry } from '../core/syntax/configuration/document.ts';
import type { Span } from '../core/text/span.ts';

/** Deeper than any template; a deeper one is cut off there. */
const maxDepth = 200;

export const documentParsers: DocumentParsers = { parseYaml, parseJson };

function parseYaml(text: string): DocumentNode | undefined {
  let documents: ReturnType<typeof parseAllDocuments>;
  try {
    documents = parseAllDocuments(text, {
      strict: false,
      uniqueKeys: false,
      logLevel: 'silent',
      prettyErrors: false,
    });
  } catch {
    return undefined;
  }
  const [first] = Array.isArray(documents) ? documents : [];
  return first === undefined ? undefined : fromYaml(first.contents, first, new Map(), 0);
}

function fromYaml(
  node: unknown,
  document: Document.Parsed | Document,
  known: Map<YamlNode, DocumentNode>,
  depth: number,
): DocumentNode | undefined {
  if (depth > maxDepth) return undefined;
  if (isAlias(node)) return fromYaml(node.resolve(document), document, known, depth + 1);
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return undefined;
  // An alias shares what its anchor became: nested aliases stay small.
  const before = known.get(node);
  if (before !== undefined) return before;
  const span: Span = { start: node.range?.[0] ?? 0, end: node.range?.[1] ?? 0 };
  const tag = node.tag?.startsWith('!') ? { tag: node.tag } : {};
  let result: DocumentNode;
  if (isScalar(node)) {
    const { value } = node;
    const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    result = { kind: 'scalar', value: plain ? value : null, ...span, ...tag };
  } else if (isSeq(node)) {
    const items = node.items.flatMap((item) => fromYaml(item, document, known, depth + 1) ?? []);
    result = { kind: 'list', items, ...span, ...tag };
  } else {
    const entries: MapEntry[] = [];
    const merged: MapEntry[] = [];
    for (const pair of node.items) {
      if (!isScalar(pair.key)) continue;
      const { value: keyValue, range } = pair.key;
      const keySpan = { start: range?.[0] ?? span.start, end: range?.[1] ?? span.start };
      const value = fromYaml(pair.value, document, known, depth + 1);
      const key = String(keyValue);
      if (key === '<<') {
        const sources = value?.kind === 'list' ? value.items : value === undefined ? [] : [value];
        for (const source of sources) if (source.kind === 'map') merged.push(...source.entries);
      } else {
        entries.push({ key, keySpan, value: value ?? { kind: 'scalar', value: null, ...keySpan } });
      }
    }
    result = { kind: 'map', entries: [...entries, ...merged], ...span, ...tag };
  }
  known.set(node, result);
  return result;
}

function parseJson(text: string): DocumentNode | undefined {
  const root = parseTree(text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text, [], {
    allowTrailingComma: true,
    disallowComments: false,
  });
  return root === undefined ? undefined : fromJson(root, 0);
}

function fromJson(node: JsonNode, depth: number): DocumentNode | undefined {
  if (depth > maxDepth) return undefined;
  const span = { start: node.offset, end: node.offset + node.length };
  if (node.type === 'array') {
    const items = (node.children ?? []).flatMap((child) => fromJson(child, depth + 1) ?? []);
    return { kind: 'list', items, ...span };
  }
  if (node.type !== 'object') {
    const value: unknown = node.value;
    const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return { kind: 'scalar', value: plain ? value : null, ...span };
  }
  const entries = (node.children ?? []).flatMap((property): MapEntry[] => {
    const [key, value] = property.children ?? [];
    const read = value === undefined ? undefined : fromJson(value, depth + 1);
    if (key === undefined || read === undefined) return [];
    const keySpan = { start: key.offset, end: key.offset + key.length };
    return [{ key: String(key.value), keySpan, value: read }];
  });
  return { kind: 'map', entries, ...span };
}
