// A violation that the guard logged, read from a line of a log whatever wrapped it: the guard's own JSON, its text
// form, a line of Lambda's JSON log format around either, or a line of a CloudWatch export with its time in front.
import type { RuleFileKind } from '../../rulelang/rule.ts';

export interface Violation {
  readonly kind: RuleFileKind;
  /** The rule's id; in the text form, where there is none, its pattern. */
  readonly rule: string;
  readonly mode: 'block' | 'monitor';
  /** Milliseconds since 1970; absent where the line says nothing of time. */
  readonly at?: number;
  readonly function?: string;
  readonly version?: string;
  readonly requestId?: string;
  readonly file?: string;
  readonly line?: number;
  /** Where in the event or response, such as `$.body.cmd`. */
  readonly path?: string;
  /** Address of the caller, where the guard was told to record it. */
  readonly source?: string;
}

const kinds: Readonly<Record<string, RuleFileKind>> = {
  Code: 'code',
  In: 'in',
  Out: 'out',
  code: 'code',
  in: 'in',
  out: 'out',
};
const spoken = /\b(Code|In|Out) Rule [Vv]iolation for +(.*)$/;
/** The time that a CloudWatch export to S3 puts in front of each line. */
const stamp = String.raw`(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)[ \t]+`;
const exported = new RegExp(`^${stamp}`);

/** Text of a JSON string that holds no escape. */
const plain = String.raw`[^"\\\x00-\x1f]*`;
/** The guards' own spelling, which needs no parser of JSON: a third of its time. */
const writtenRecord = new RegExp(
  String.raw`^(?:${stamp})?\{(?:"timestamp":"(${plain})","level":"[A-Z]+",)?` +
    String.raw`"message":"${plain}(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})${plain})*",` +
    `"violation":"(code|in|out)","rule":"(${plain})","mode":"(block|monitor)",` +
    String.raw`(?:"file":"(${plain})","line":([1-9]\d{0,8})|"path":"(${plain})"),(?:"source":"(${plain})",)?` +
    String.raw`"requestId":"(${plain})","function":"(${plain})","version":"(${plain})"(?:,"match":"${plain}")?\}$`,
);

/** A longer line is no record of the guard, and a longer value no name and no pattern: a hostile log must not fill the memory. */
const maxText = 2048;

/** Cut and copied: a part would keep the whole of its line. */
function copied(text: string): string {
  return Array.from(text.slice(0, maxText)).join('');
}

function short(text: string): string {
  return text.length <= maxText ? text : copied(text);
}

/** `undefined` for a line that is no record of a violation, such as one that only speaks of them. Never throws. */
export function parseViolation(line: string): Violation | undefined {
  const written = parseWritten(line);
  if (written) return written;
  const match = exported.exec(line);
  const body = match ? line.slice(match[0].length) : line;
  const at = match ? timeOf(match[1]) : undefined;
  const brace = body.indexOf('{');
  const found = (brace === -1 ? undefined : parseJsonLine(body, brace)) ?? parseSpoken(body);
  return !found || found.at !== undefined || at === undefined ? found : { ...found, at };
}

function parseWritten(text: string): Violation | undefined {
  const match = text.length > maxText ? null : writtenRecord.exec(text);
  if (!match) return undefined;
  const [, exportedAt, time, kind = '', rule = '', mode, file, line, path, source, requestId, name, version] =
    match;
  const found: { -readonly [K in keyof Violation]: Violation[K] } = {
    kind: kinds[kind] ?? 'code',
    rule,
    mode: mode === 'monitor' ? 'monitor' : 'block',
  };
  const at = timeOf(time) ?? timeOf(exportedAt);
  if (at !== undefined) found.at = at;
  if (file) found.file = file;
  if (line !== undefined) found.line = Number(line);
  if (path) found.path = path;
  if (source) found.source = source;
  if (requestId) found.requestId = requestId;
  if (name) found.function = name;
  if (version) found.version = version;
  return found;
}

function parseJsonLine(body: string, brace: number): Violation | undefined {
  // The text log of Lambda may put time, request and level in front, divided by tabs.
  let value: unknown;
  try {
    value = JSON.parse(body.slice(brace));
  } catch {
    return undefined;
  }
  return fromValue(value, 0);
}

function fromValue(value: unknown, depth: number): Violation | undefined {
  if (typeof value !== 'object' || value === null || depth > 2) return undefined;
  const record = value as Readonly<Record<string, unknown>>;
  const kind = typeof record['violation'] === 'string' ? kinds[record['violation']] : undefined;
  if (kind !== undefined && typeof record['rule'] === 'string')
    return fromRecord(kind, record['rule'], record);
  // Lambda's own JSON format: {"timestamp", "level", "requestId", "message"}; the record is the message.
  const { message } = record;
  const inner = typeof message === 'string' ? parseViolation(message) : fromValue(message, depth + 1);
  if (!inner) return undefined;
  const at = timeOf(record['timestamp'] ?? record['time']);
  const requestId = record['requestId'] ?? record['AWSRequestId'];
  return {
    ...(at === undefined ? {} : { at }),
    ...(typeof requestId === 'string' ? { requestId } : {}),
    ...inner,
  };
}

/** The names that a record and a `Violation` share. */
const texts = ['function', 'version', 'requestId', 'file', 'path', 'source'] as const;

function fromRecord(kind: RuleFileKind, rule: string, record: Readonly<Record<string, unknown>>): Violation {
  const found: { -readonly [K in keyof Violation]: Violation[K] } = {
    kind,
    rule: short(rule),
    mode: record['mode'] === 'monitor' ? 'monitor' : 'block',
  };
  const at = timeOf(record['timestamp'] ?? record['time']);
  if (at !== undefined) found.at = at;
  for (const name of texts) {
    const value = record[name];
    if (typeof value === 'string' && value !== '') found[name] = short(value);
  }
  const { line } = record;
  if (typeof line === 'number') found.line = line;
  return found;
}

/** In front of the words where they are the `message` of a record, escaped where that is a text in another one. */
const cutRecord = /"message\\*":\s*\\*"$/;

function parseSpoken(body: string): Violation | undefined {
  const match = spoken.exec(body);
  const kind = kinds[match?.[1] ?? ''];
  const rule = match?.[2]?.trim();
  // A record that was cut off: what stands there is the rest of its JSON, with values that are no part of a rule.
  if (match && cutRecord.test(body.slice(Math.max(0, match.index - 40), match.index))) return undefined;
  if (kind === undefined || rule === undefined || rule === '') return undefined;
  return { kind, rule: body.length > maxText ? copied(rule) : rule, mode: 'block' };
}

/** The latest moment that a date can be. */
const maxTime = 8.64e15;

/** Milliseconds or seconds since 1970, or a text of ISO 8601. */
function timeOf(value: unknown): number | undefined {
  const at =
    typeof value === 'number'
      ? value > 1e11
        ? value
        : value * 1000
      : typeof value === 'string'
        ? Date.parse(value)
        : Number.NaN;
  return at > 0 && at <= maxTime ? at : undefined;
}
