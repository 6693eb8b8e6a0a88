// Elements of an XML text with their attributes and the places of their texts. Comments and CDATA are passed over;
// what is not closed goes to the end. Enough for manifests, no more.
import type { Span } from '../../text/span.ts';

export interface XmlElement {
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly value: string; readonly span: Span }[];
  readonly children: readonly XmlElement[];
  /** Its own text without white space around; only of use where there are no children. */
  readonly text: string;
  readonly textSpan: Span;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: XmlElement['attributes'];
  readonly children: XmlElement[];
  readonly start: number;
}

const tag =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<[?!][^>]*>|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;

export function xmlElements(text: string): readonly XmlElement[] {
  const root: OpenElement = { name: '', attributes: [], children: [], start: 0 };
  const stack: OpenElement[] = [root];
  const close = (one: OpenElement, end: number) => {
    stack.at(-1)?.children.push(elementOf(one, text, end));
  };
  for (const match of text.matchAll(tag)) {
    const [whole, slash, name, given = '', empty] = match;
    if (name === undefined) continue;
    if (slash === '/') {
      const at = stack.findLastIndex((one) => one.name === name);
      if (at < 1) continue;
      while (stack.length > at) {
        const one = stack.pop();
        if (one) close(one, match.index);
      }
      continue;
    }
    const start = match.index + whole.length;
    const one = { name, attributes: attributesOf(given, match.index + 1 + name.length), children: [], start };
    if (empty === '/') close(one, start);
    else stack.push(one);
  }
  while (stack.length > 1) {
    const one = stack.pop();
    if (one) close(one, text.length);
  }
  return root.children;
}

/** All elements of that name, at any depth. */
export function elementsNamed(elements: readonly XmlElement[], name: string): readonly XmlElement[] {
  return elements.flatMap((one) => [
    ...(one.name === name ? [one] : []),
    ...elementsNamed(one.children, name),
  ]);
}

export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((one) => one.name === name);
}

function elementOf(
  { name, attributes, children, start }: OpenElement,
  text: string,
  end: number,
): XmlElement {
  const inner = text.slice(start, end);
  const lead = inner.length - inner.trimStart().length;
  const trimmed = inner.trim();
  const from = start + (trimmed === '' ? 0 : lead);
  return { name, attributes, children, text: trimmed, textSpan: { start: from, end: from + trimmed.length } };
}

function attributesOf(given: string, offset: number): XmlElement['attributes'] {
  return [...given.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map((match) => {
    const value = match[2] ?? match[3] ?? '';
    const start = offset + match.index + match[0].length - 1 - value.length;
    return { name: match[1] ?? '', value, span: { start, end: start + value.length } };
  });
}
