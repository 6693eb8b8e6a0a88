// Filter patterns on JSON: `{ $.member[0].name = "text*" && ( … || $.x NOT EXISTS ) }`. Lines that are no JSON object
// never match.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-json-log-events.html
import { comparison, splitOutside, type ValueTest } from './pattern-values.ts';

export function jsonPattern(text: string): ((line: string) => boolean) | undefined {
  if (!text.endsWith('}')) return undefined;
  const test = orExpression(text.slice(1, -1).trim());
  return test && ((line) => test(parsed(line)));
}

/** What a selector such as `$.message.rule` or `$.list[0]` reads of a line; undefined where nothing is there. */
export function valueAt(line: string, selector: string): unknown {
  const path = pathOf(selector);
  return path === undefined ? undefined : read(parsed(line), path);
}

/** Undefined for what is no JSON object. */
function parsed(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function orExpression(text: string): ValueTest | undefined {
  const parts = splitOutside(text, '||').map(andExpression);
  return parts.every((part) => part !== undefined)
    ? (value) => parts.some((part) => part?.(value))
    : undefined;
}

function andExpression(text: string): ValueTest | undefined {
  const parts = splitOutside(text, '&&').map(condition);
  return parts.every((part) => part !== undefined)
    ? (value) => parts.every((part) => part?.(value))
    : undefined;
}

const selectorPattern = String.raw`\$(?:\.[\w-]+|\.?\[(?:\d+|"[^"]+"|'[^']+')\])+`;
const conditionPattern = new RegExp(String.raw`^(${selectorPattern})\s*(=|!=|<=|>=|<|>)\s*(\S.*)$`, 's');
const statementPattern = new RegExp(
  String.raw`^(${selectorPattern})\s+(NOT EXISTS|IS NULL|IS TRUE|IS FALSE)$`,
);

function condition(text: string): ValueTest | undefined {
  const inner = text.trim();
  if (inner.startsWith('(') && inner.endsWith(')')) return orExpression(inner.slice(1, -1));
  const statement = statementPattern.exec(inner);
  if (statement) {
    const path = pathOf(statement[1] ?? '');
    if (!path) return undefined;
    const wanted = { 'NOT EXISTS': undefined, 'IS NULL': null, 'IS TRUE': true, 'IS FALSE': false };
    const value = wanted[statement[2] as keyof typeof wanted];
    return (line) => line !== undefined && read(line, path) === value;
  }
  const match = conditionPattern.exec(inner);
  const path = match ? pathOf(match[1] ?? '') : undefined;
  const test = match ? comparison(match[2] ?? '', (match[3] ?? '').trim()) : undefined;
  return path && test && ((line) => test(read(line, path)));
}

function pathOf(selector: string): readonly string[] | undefined {
  if (!new RegExp(`^${selectorPattern}$`).test(selector)) return undefined;
  return [...selector.matchAll(/\.([\w-]+)|\[(\d+)\]|\["([^"]+)"\]|\['([^']+)'\]/g)].map(
    (one) => one[1] ?? one[2] ?? one[3] ?? one[4] ?? '',
  );
}

function read(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined,
    value,
  );
}
