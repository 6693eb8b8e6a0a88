// `monitor violations`: what the guard blocked, from AWS or from log files.
import { resolve } from 'node:path';
import type { Finding } from '../../core/finding/finding.ts';
import {
  createViolationTally,
  type ViolationGroup,
  type ViolationTally,
} from '../../core/monitor/violations/tally.ts';
import { parseViolation, type Violation } from '../../core/monitor/violations/violation.ts';
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
lambda-protect monitor violations [--insights] [--since TIME] [--until TIME] [--function NAME…] [--rule ID…]
    [--region R[,R…]] [--profile P]
lambda-protect monitor violations --from PATH… [--since TIME] [--until TIME] [--function NAME…] [--rule ID…]

Without --from, asks AWS: the log groups that the functions truly write to, the last day unless --since says otherwise.
--insights groups them in AWS by function, rule and hour with a Logs Insights query, and tells the bytes scanned, which
are what it costs. With --from, reads exported logs: plain text, JSON lines, gzip, folders of a CloudWatch export to S3, and what
"aws logs filter-log-events" prints. TIME is 2026-11-01, 2026-11-01T10:00:00Z, or 12h, 7d ago.
`,
  options: {
    from: { type: 'string', multiple: true },
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
      const asked = await (await live()).queryLiveViolations(args, shell, unknown);
      return printInsights(asked, unknown, args, shell);
    }
    const problem = (path: string, reason: string) =>
      void unknown.push({ id: 'log-not-read', message: `${path}: ${reason}` });
    const tally =
      from.length > 0
        ? await readViolations(
            from.map((path) => resolve(shell.cwd, path)),
            filterOf(args),
            problem,
            shell,
          )
        : await askViolations(args, shell, unknown);
    if (tally.total === 0 && unknown.length > 0 && unknown.length >= from.length) {
      for (const { message } of unknown) shell.complain(message);
      return 2;
    }
    const groups = tally.groups();
    const summary = { violations: tally.total, groups, hours: tally.hours(), latest: tally.latest() };
    const results = { findings: groups.map(toFinding), unknown, rules: [], summary };
    if (formatOption(args) !== 'text') return printResults(results, args, shell);
    if (tally.total > 0) await shell.out(tables(groups, tally.latest()));
    for (const { message } of unknown) shell.complain(message);
    shell.progress(`${tally.total} violations`);
    return exitCode(results.findings, failOn(args));
  },
};

/** With the AWS SDK: files need none of it, and it takes longer to load than 200 MB of log to read. */
const live = () => import('../live-violations.ts');

async function askViolations(
  args: CommandArguments,
  shell: Shell,
  unknown: UnknownItem[],
): Promise<ViolationTally> {
  const tally = createViolationTally();
  const wanted = filterOf(args);
  await (await live()).readLiveViolations(args, shell, unknown, (one) => {
    if (wanted(one)) tally.add(one);
  });
  return tally;
}

async function printInsights(
  { groups, bytesScanned }: InsightsResult,
  unknown: readonly UnknownItem[],
  args: CommandArguments,
  shell: Shell,
): Promise<ExitCode> {
  const total = groups.reduce((sum, one) => sum + one.count, 0);
  if (formatOption(args, ['text', 'json']) === 'json') {
    const summary = { violations: total, bytesScanned, groups };
    await shell.out(`${JSON.stringify({ version: 1, findings: [], unknown, summary }, undefined, 2)}\n`);
  } else if (groups.length > 0) await shell.out((await live()).insightsTable(groups));
  for (const { message } of unknown) shell.complain(message);
  shell.progress(`${total} violations, ${bytesScanned} bytes scanned`);
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
  wanted: Filter,
  problem: (path: string, reason: string) => void,
  shell: Shell,
): Promise<ViolationTally> {
  const tally = createViolationTally();
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
        const timed = violation.at === undefined && at !== undefined ? { ...violation, at } : violation;
        if (wanted(timed)) tally.add(timed);
      },
      problem,
    );
  }
  return tally;
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
