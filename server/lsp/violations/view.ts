// What of the violations that were read a person has asked to see: figures, rows, alarms, and words on how new ones
// come in.
import { type AlarmState, alarmState, alarmWords, sortAlarms } from '../../core/monitor/violations/alarms.ts';
import {
  countByFunction,
  countByRule,
  periodsOf,
  type SeenViolation,
  selectViolations,
  seriesByFunction,
} from '../../core/monitor/violations/overview.ts';
import { scannedWords } from '../../core/monitor/violations/prices.ts';
import { queryTable, sourceRemark } from '../../core/monitor/violations/query.ts';
import { countOf } from '../../core/rulelang/rule-facts.ts';
import type {
  QueryShown,
  ViolationRow,
  ViolationsParams,
  ViolationsShown,
} from '../../protocol/violations.ts';
import type { Following, ShownQuery, ShownViolations } from './shown.ts';

const ROWS = 500;

export function selected(shown: ShownViolations, params: ViolationsParams): readonly SeenViolation[] {
  const { hours, function: name, rule, kind } = params;
  return selectViolations(shown.violations, {
    from: startOf(shown, hours),
    to: shown.to,
    ...(name === undefined ? {} : { function: name }),
    ...(rule === undefined ? {} : { rule }),
    ...(kind === undefined ? {} : { kind }),
  });
}

function startOf({ from, to }: ShownViolations, hours: number | undefined): number {
  return hours === undefined ? from : Math.max(from, to - hours * 3_600_000);
}

/** `now`: milliseconds since 1970. */
export function toShown(
  shown: ShownViolations,
  params: ViolationsParams,
  followed: Following | undefined,
  now: number,
): ViolationsShown {
  const some = selected(shown, params);
  const periods = periodsOf(startOf(shown, params.hours), shown.to, params.periodMs);
  const { alarms } = shown;
  const allFunctions = countByFunction(shown.violations).map((one) => one.function);
  return {
    times: periods.map((at) => at / 1000),
    series: seriesByFunction(some, periods),
    functions: countByFunction(some),
    rules: countByRule(some),
    rows: some.slice(0, ROWS).map(toRow),
    total: some.length,
    allFunctions,
    allRules: [...new Set(countByRule(shown.violations).map(({ rule }) => rule))],
    hours: Math.round((shown.to - shown.from) / 3_600_000),
    gaps: shown.gaps,
    ...(alarms === undefined
      ? {}
      : {
          alarms: sortAlarms(alarms.alarms).map((one) => ({
            name: one.name,
            region: one.region,
            state: one.state satisfies AlarmState,
            words: alarmWords(one, now),
            reason: one.reason,
            functions: one.functions,
          })),
        }),
    withoutAlarm:
      alarms === undefined ? [] : allFunctions.filter((name) => alarmState(alarms, name) === 'none'),
    isFollowed: followed !== undefined,
    following: followingWords(followed),
    isFromFiles: shown.origin === 'files',
  };
}

function toRow(one: SeenViolation): ViolationRow {
  return {
    id: one.id,
    time: new Date(one.at).toISOString(),
    function: one.function,
    kind: one.kind,
    rule: one.rule,
    mode: one.mode,
    place: placeWords(one),
    requestId: one.requestId ?? '',
    source: one.source ?? '',
  };
}

/** Where in the event, or in the code. */
export function placeWords({ path, file, line }: SeenViolation): string {
  if (path !== undefined) return path;
  if (file === undefined) return '';
  return line === undefined ? file : `${file}:${line}`;
}

/** Empty where nothing is followed. */
export function followingWords(followed: Following | undefined): string {
  if (!followed) return '';
  const states = [...followed.states.values()];
  if (states.length === 0) return 'starting to follow';
  const parts = states.map(({ region, how, why }) => {
    if (how === 'live') return `${region} by Live Tail`;
    return how === 'polling'
      ? `${region} every few seconds (${why})`
      : `${region} is being reconnected (${why})`;
  });
  const left =
    followed.left === 0 ? '' : `; ${countOf(followed.left, 'log group')} with fewer violations not followed`;
  return `followed: ${parts.join(', ')}${left}`;
}

/** One word for the head of the view. */
export function followingWord(followed: Following | undefined): string | undefined {
  if (!followed) return undefined;
  const hows = new Set([...followed.states.values()].map(({ how }) => how));
  if (hows.has('reconnecting')) return 'reconnecting';
  if (hows.has('live')) return hows.has('polling') ? 'partly live' : 'live';
  return hows.has('polling') ? 'asked every few seconds' : 'starting';
}

const groupingWords = {
  rule: 'by rule',
  function: 'by function',
  source: 'by source address',
  hour: 'by hour',
  all: 'by hour, function and rule',
} as const;

export function toQueryShown({ by, groups, bytesScanned, from, to, gaps }: ShownQuery): QueryShown {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const remark = sourceRemark(groups, by);
  return {
    by,
    ...queryTable(groups, by),
    words: `${countOf(total, 'violation')} ${groupingWords[by]}, ${day(from)} to ${day(to)} UTC, ${scannedWords(bytesScanned)}`,
    gaps: [...(remark === undefined ? [] : [remark]), ...gaps.map((gap) => `Not answered: ${gap}`)],
  };
}
