// `monitor violations`: what the guard blocked, from AWS or from log files.
import { resolve } from 'node:path';
import type { Finding } from '../../core/finding/finding.ts';
import { createViolationCount } from '../../core/monitor/violations/count-by.ts';
import {
  type QueriedGroup,
  type QueryGrouping,
  queryGroupings,
  queryTable,
  sourceRemark,
} from '../../core/monitor/violations/query.ts';
import { createViolationTally, type ViolationGroup } from '../../core/monitor/violations/tally.ts';
import { parseViolation, type Violation } from '../../core/monitor/violations/violation.ts';
import { counted } from '../../core/report/counted.ts';
import type { UnknownItem } from '../../core/report/json.ts';
import { eventsWith } from '../../platform/log-events.ts';
import { filesBelow } from '../../platform/read-chunks.ts';
import type { Command, CommandArguments, ExitCode, Shell } from '../command.ts';
import type { InsightsResult } from '../live-violations.ts';
import { failOn, flag, formatOption, listOption, textOption, UsageError } from '../options.ts';
import { exitCode, printResults } from '../print.ts';
import { momentOf } from '../since.ts';
import { table } from '../table.ts';

export const command: Command = {
  name: 'monitor violations',
  summary: 'what the guard blocked: by function, rule and hour',
  usage: `
lambda-protect monitor violations [--insights] [--by rule|function|source|hour|all] [--since TIME] [--until TIME]
    [--function NAME…] [--rule ID…] [--region R[,R…]] [--profile P]
lambda-protect monitor violations --from PATH… [--by …] [--since TIME] [--until TIME] [--function NAME…] [--rule ID…]

Without --from, asks AWS: the log groups that the functions truly write to, the last day unless --since says otherwise.
--insights groups them in AWS with a Logs Insights query, by hour, function and rule unless --by says otherwise, and
tells the bytes scanned, which are what it costs. --by source counts by the address of the caller, which a guard records
only where it was told to. With --from, reads exported logs: plain text, JSON lines, gzip, folders of a CloudWatch export to S3, and what
"aws logs filter-log-events" prints. TIME is 2026-11-01, 2026-11-01T10:00:00Z, or 12h, 7d ago.
`,
  options: {
    from: { type: 'string', multiple: true },
    by: { type: 'string' },
    insights: { type: 'boolean' },
    since: { type: 'string' },
    until: { type: 'string' },
    function: { type: 'string', multiple: true },
    rule: { type: 'string', multiple: true },
  },
  async run(args, shell) {
    const from = [...listOption(args, 'from'), ...args.positionals];
    const unknown: UnknownItem[] = [];
    if (flag(args, 'insights')) {
      if (from.length > 0) throw new UsageError('--insights asks AWS: it takes no --from');
      const asked = await (await live()).queryLiveViolations(args, shell, unknown, groupingOf(args));
      return printInsights(asked, unknown, args, shell);
    }
    const problem = (path: string, reason: string) =>
      void unknown.push({ id: 'log-not-read', message: `${path}: ${reason}` });
    const tally = createViolationTally();
    const by = groupingOf(args);
    const count = by === undefined ? undefined : createViolationCount(by);
    const wanted = filterOf(args);
    const add = (violation: Violation) => {
      if (!wanted(violation)) return;
      tally.add(violation);
      count?.add(violation);
    };
    const paths = from.map((path) => resolve(shell.cwd, path));
    if (paths.length > 0) await readViolations(paths, add, problem, shell);
    else await (await live()).readLiveViolations(args, shell, unknown, add);
    if (tally.total === 0 && unknown.length > 0 && unknown.length >= from.length) {
      for (const { message } of unknown) shell.complain(message);
      return 2;
    }
    const groups = tally.groups();
    const grouped = by && count ? { by, groups: count.groups() } : undefined;
    const summary = {
      violations: tally.total,
      groups,
      hours: tally.hours(),
      latest: tally.latest(),
      ...(grouped === undefined ? {} : { counted: grouped }),
    };
    const results = { findings: groups.map(toFinding), unknown, rules: [], summary };
    if (formatOption(args) !== 'text') return printResults(results, args, shell);
    if (tally.total > 0)
      await shell.out(grouped ? countTable(grouped.groups, grouped.by) : tables(groups, tally.latest()));
    const remark = grouped && sourceRemark(grouped.groups, grouped.by);
    if (remark !== undefined) shell.complain(remark);
    for (const { message } of unknown) shell.complain(message);
    shell.progress(counted(tally.total, 'violation'));
    return exitCode(results.findings, failOn(args));
  },
};

/** With the AWS SDK: files need none of it, and it takes longer to load than 200 MB of log to read. */
const live = () => import('../live-violations.ts');

function groupingOf(args: CommandArguments): QueryGrouping | undefined {
  const word = textOption(args, 'by');
  if (word === undefined) return undefined;
  const found = queryGroupings.find((one) => one === word);
  if (found === undefined)
    throw new UsageError(`unknown grouping: ${word}; --by takes ${queryGroupings.join(', ')}`);
  return found;
}

/** The first column is the count. */
function countTable(groups: readonly QueriedGroup[], by: QueryGrouping): string {
  const { columns, rows } = queryTable(groups, by);
  return table(
    columns.map((column) => column.toLowerCase()),
    rows.map(([count = '', ...rest]) => [Number(count), ...rest]),
  );
}

async function printInsights(
  { groups, bytesScanned }: InsightsResult,
  unknown: readonly UnknownItem[],
  args: CommandArguments,
  shell: Shell,
): Promise<ExitCode> {
  const by = groupingOf(args) ?? 'all';
  const total = groups.reduce((sum, one) => sum + one.count, 0);
  if (formatOption(args, ['text', 'json']) === 'json') {
    const summary = { violations: total, bytesScanned, groups };
    await shell.out(`${JSON.stringify({ version: 1, findings: [], unknown, summary }, undefined, 2)}\n`);
  } else if (groups.length > 0) await shell.out(countTable(groups, by));
  const remark = sourceRemark(groups, by);
  if (remark !== undefined) shell.complain(remark);
  for (const { message } of unknown) shell.complain(message);
  shell.progress(`${counted(total, 'violation')}, ${bytesScanned} bytes scanned`);
  if (groups.length === 0 && unknown.length > 0) return 2;
  return total > 0 && failOn(args) !== 'never' ? 1 : 0;
}

type Filter = (violation: Violation) => boolean;

function filterOf(args: CommandArguments): Filter {
  const now = Date.now();
  const [since, until] = ['since', 'until']
    .map((name) => textOption(args, name))
    .map((word) => word && momentOf(word, now));
  const functions = new Set(listOption(args, 'function'));
  const rules = new Set(listOption(args, 'rule'));
  return ({ at, function: name = '', rule }) =>
    (!since || (at !== undefined && at >= since)) &&
    (!until || (at !== undefined && at < until)) &&
    (functions.size === 0 || functions.has(name)) &&
    (rules.size === 0 || rules.has(rule));
}

async function readViolations(
  paths: readonly string[],
  add: (violation: Violation) => void,
  problem: (path: string, reason: string) => void,
  shell: Shell,
): Promise<void> {
  for (const path of filesBelow(paths, problem)) {
    if (shell.signal.aborted) {
      problem(path, 'stopped before its end');
      break;
    }
    // The guard's spelling, in its JSON and in its text form, and that of protectLambda before it.
    await eventsWith(
      path,
      ['Rule Violation for', 'Rule violation for'],
      ({ message, at }) => {
        const violation = parseViolation(message);
        if (!violation) return;
        add(violation.at === undefined && at !== undefined ? { ...violation, at } : violation);
      },
      problem,
    );
  }
}

function time(at: number | undefined): string {
  return at === undefined ? '' : new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

function tables(groups: readonly ViolationGroup[], latest: readonly Violation[]): string {
  const byRule = table(
    ['violations', 'let through', 'kind', 'rule', 'function', 'first', 'last'],
    groups.map((one) => [
      one.count,
      one.monitored,
      one.kind,
      one.rule,
      one.function,
      time(one.first),
      time(one.last),
    ]),
  );
  const newest = table(
    ['time', 'kind', 'rule', 'where', 'request', 'function'],
    latest
      .slice(0, 20)
      .map((one) => [
        time(one.at),
        one.kind,
        one.rule,
        whereOf(one),
        one.requestId ?? '',
        one.function ?? '',
      ]),
  );
  return `${byRule}\nlatest\n${newest}`;
}

function whereOf({ file, line, path }: Violation): string {
  if (path !== undefined) return path;
  return file === undefined ? '' : line === undefined ? file : `${file}:${line}`;
}

const words = { code: 'code', in: 'event', out: 'response' } as const;

function toFinding(group: ViolationGroup): Finding {
  const { function: name, kind, rule, count, monitored, last } = group;
  const title = `${words[kind]} violates ${rule}`;
  const through = monitored > 0 ? `, ${monitored} of them let through` : '';
  const lastWords = last === undefined ? '' : `, last at ${time(last)}`;
  return {
    id: rule,
    severity: monitored === count ? 'warning' : 'error',
    confidence: 'high',
    title,
    message: `${title}: ${count} times${through}${lastWords}`,
    cwe: [],
    place: {
      kind: 'aws',
      account: '',
      region: '',
      arn: '',
      ...(name === '' ? {} : { function: name }),
      resource: whereOf(group.sample),
    },
  };
}
