// `.lambda-protect/exceptions.json`: findings that a person has decided to live with, each with a reason and, where
// it should end, an expiry. Nothing is hidden without a reason; expired and unused entries are findings themselves.
import type { AwsPlace, CodePlace, Finding } from '../finding/finding.ts';
import { parseFunctionArn } from '../iam/arn.ts';
import { globMatches } from '../iam/glob.ts';
import { lineIndex } from '../text/line-index.ts';
import type { Span } from '../text/span.ts';

/** Where the file is looked for, from the root of the repository. */
export const exceptionsFile = '.lambda-protect/exceptions.json';

export interface Exception {
  /** Id of a check, or `*`. */
  readonly check: string;
  /** Glob over the function's name or its ARN; `*` when absent. */
  readonly function: string;
  /** Glob over the part of the function that is meant; absent: every part. */
  readonly resource?: string;
  readonly reason: string;
  /** `YYYY-MM-DD`: the last day on which it counts. */
  readonly expires?: string;
  readonly span: Span;
}

export interface ExceptionProblem {
  readonly code: 'malformed-exception' | 'exception-without-reason';
  readonly message: string;
  readonly span: Span;
}

export interface ExceptionsFile {
  /** As findings name it. */
  readonly file: string;
  readonly text: string;
  readonly exceptions: readonly Exception[];
  readonly problems: readonly ExceptionProblem[];
}

/** Never throws. Takes `[…]` or `{ "exceptions": […] }`; an entry without a reason suppresses nothing. */
export function parseExceptions(file: string, text: string): ExceptionsFile {
  const exceptions: Exception[] = [];
  const problems: ExceptionProblem[] = [];
  const whole: Span = { start: 0, end: text.length };
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return {
      file,
      text,
      exceptions,
      problems: [
        { code: 'malformed-exception', message: 'the file is not JSON: no exception counts', span: whole },
      ],
    };
  }
  const list = Array.isArray(json) ? json : isObject(json) ? json['exceptions'] : undefined;
  if (!Array.isArray(list)) {
    return {
      file,
      text,
      exceptions,
      problems: [
        {
          code: 'malformed-exception',
          message: 'expected a list, or an object with "exceptions"',
          span: whole,
        },
      ],
    };
  }
  const spans = objectSpans(text, Array.isArray(json) ? 1 : 2);
  let object = 0;
  for (const value of list) {
    const entry: unknown = value;
    const span = (isObject(entry) ? spans[object++] : undefined) ?? whole;
    if (!isObject(entry) || typeof entry['check'] !== 'string') {
      problems.push({
        code: 'malformed-exception',
        message: 'an exception needs "check": the id of a check',
        span,
      });
      continue;
    }
    const { check, reason, expires, resource } = entry;
    const name = entry['function'];
    const odd = [
      [name, 'function'],
      [resource, 'resource'],
      [expires, 'expires'],
      [reason, 'reason'],
    ].find(([one]) => one !== undefined && typeof one !== 'string');
    if (odd !== undefined) {
      problems.push({
        code: 'malformed-exception',
        message: `"${String(odd[1])}" of the exception for ${check} is not a text`,
        span,
      });
      continue;
    }
    if (typeof expires === 'string' && !isDay(expires)) {
      problems.push({
        code: 'malformed-exception',
        message: `"expires" of the exception for ${check} is no day such as 2027-01-31`,
        span,
      });
      continue;
    }
    if (typeof reason !== 'string' || reason.trim() === '') {
      problems.push({
        code: 'exception-without-reason',
        message: `the exception for ${check} has no reason and suppresses nothing`,
        span,
      });
      continue;
    }
    exceptions.push({
      check,
      function: typeof name === 'string' ? name : '*',
      reason: reason.trim(),
      span,
      ...(typeof resource === 'string' ? { resource } : {}),
      ...(typeof expires === 'string' ? { expires } : {}),
    });
  }
  return { file, text, exceptions, problems };
}

/**
 * The findings with suppressions set, and behind them the findings on the file itself: `expired-exception`,
 * `unused-exception`, `exception-without-reason`, `malformed-exception`. `now` is ISO 8601.
 */
export function applyExceptions(
  findings: readonly Finding[],
  from: ExceptionsFile,
  now: string,
): readonly Finding[] {
  const today = now.slice(0, 10);
  const used = new Set<Exception>();
  const late = new Set<Exception>();
  const result = findings.map((finding): Finding => {
    const place = finding.place;
    if (place.kind !== 'aws' || finding.suppression !== undefined) return finding;
    const fitting = from.exceptions.filter((one) => fits(one, finding.id, place));
    const valid = fitting.find((one) => one.expires === undefined || today <= one.expires);
    if (valid === undefined) {
      for (const one of fitting) late.add(one);
      return finding;
    }
    used.add(valid);
    return { ...finding, suppression: { justification: valid.reason, kind: 'external' } };
  });
  return [
    ...result,
    ...from.problems.map((problem) => aboutFile(from, problem.code, problem.message, problem.span)),
    ...leftovers(from, used, late, today),
  ];
}

function leftovers(
  from: ExceptionsFile,
  used: ReadonlySet<Exception>,
  late: ReadonlySet<Exception>,
  today: string,
): readonly Finding[] {
  return from.exceptions.flatMap((one) => {
    if (used.has(one)) return [];
    const what = `the exception for ${one.check} on ${one.function}`;
    if (late.has(one))
      return [
        aboutFile(
          from,
          'expired-exception',
          `${what} ended on ${one.expires}: its findings are live again`,
          one.span,
        ),
      ];
    if (one.expires !== undefined && today > one.expires)
      return [aboutFile(from, 'expired-exception', `${what} ended on ${one.expires}`, one.span)];
    return [aboutFile(from, 'unused-exception', `${what} covers no finding`, one.span)];
  });
}

function fits(exception: Exception, id: string, place: AwsPlace): boolean {
  if (exception.check !== '*' && exception.check !== id) return false;
  if (exception.resource !== undefined && !globMatches(exception.resource, place.resource ?? ''))
    return false;
  if (exception.function === '*') return true;
  const names = [place.function, place.arn, parseFunctionArn(place.arn)?.name].filter(
    (name) => name !== undefined,
  );
  return names.some((name) => globMatches(exception.function, name));
}

const about: Readonly<Record<string, { readonly title: string; readonly severity: Finding['severity'] }>> = {
  'expired-exception': { title: 'an exception has expired', severity: 'warning' },
  'unused-exception': { title: 'an exception covers nothing', severity: 'info' },
  'exception-without-reason': { title: 'an exception has no reason', severity: 'warning' },
  'malformed-exception': { title: 'an exception cannot be read', severity: 'warning' },
};

function aboutFile(from: ExceptionsFile, id: string, message: string, span: Span): Finding {
  const place: CodePlace = { kind: 'code', file: from.file, span, range: lineIndex(from.text).rangeOf(span) };
  const { title, severity } = about[id] ?? { title: id, severity: 'warning' };
  return { id, severity, confidence: 'high', title, message, cwe: [], place };
}

function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** Where each `{…}` at a depth of brackets begins and ends: valid JSON only. */
function objectSpans(text: string, depth: number): readonly Span[] {
  const spans: Span[] = [];
  let open = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text[at];
    if (unit === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++;
    } else if (unit === '{' || unit === '[') {
      if (open++ === depth && unit === '{') start = at;
    } else if (unit === '}' || unit === ']') {
      if (--open === depth && unit === '}') spans.push({ start, end: at + 1 });
    }
  }
  return spans;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
