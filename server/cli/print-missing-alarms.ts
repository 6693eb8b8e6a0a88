// `monitor metrics --alarms`: functions that can be reached from outside and on which nothing rings.
import { listFunctions } from '../aws/behaviour/open-behaviour.ts';
import { readAlarms } from '../aws/behaviour/read-metrics.ts';
import { readReachable } from '../aws/behaviour/read-reachable.ts';
import type { Finding } from '../core/finding/finding.ts';
import { missingAlarms } from '../core/monitor/metrics/missing-alarms.ts';
import type { UnknownItem } from '../core/report/json.ts';
import type { CommandArguments, ExitCode, Shell } from './command.ts';
import { withBehaviour } from './live-behaviour.ts';
import { failOn, formatOption, listOption } from './options.ts';
import { exitCode, printResults } from './print.ts';
import { table } from './table.ts';

export async function printMissingAlarms(args: CommandArguments, shell: Shell): Promise<ExitCode> {
  const unknown: UnknownItem[] = [];
  const wanted = listOption(args, 'function');
  const listed = await withBehaviour(args, shell, unknown, async (scope) => {
    const all = [];
    for (const region of scope.regions) {
      const functions = await listFunctions(scope, region);
      const alarms = await readAlarms(scope, region);
      if (!functions.known) scope.gap(region, functions.gap);
      if (!alarms.known) scope.gap(region, alarms.gap);
      // Alarms that may not be read are not missing.
      if (!functions.known || !alarms.known) continue;
      const chosen = functions.value.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
      const reachable = await readReachable(scope, region, chosen);
      all.push(...missingAlarms(reachable, alarms.value).map((one) => ({ region, ...one })));
    }
    return all;
  });
  const findings = listed.map(({ name, region, by, metrics }): Finding => {
    const title = 'a function reachable from outside without alarms';
    return {
      id: 'missing-alarm',
      severity: 'warning',
      confidence: 'high',
      title,
      message: `${name} is reachable by ${by.join(', ')} and has no alarm on ${metrics.join(', ')}`,
      cwe: [],
      why: 'Abuse from outside shows first as calls, errors and throttles. Without an alarm the bill is the first to tell.',
      todo: 'Put an alarm on each of these metrics of the function.',
      ref: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
      place: { kind: 'aws', account: '', region, arn: '', function: name },
    };
  });
  if (formatOption(args) !== 'text')
    return printResults({ findings, unknown, rules: [], summary: { missing: listed } }, args, shell);
  if (listed.length > 0)
    await shell.out(
      table(
        ['Function', 'Region', 'Reachable By', 'No Alarm On', 'Last Changed'],
        listed.map((one) => [
          one.name,
          one.region,
          one.by.join(', '),
          one.metrics.join(', '),
          one.lastModified.slice(0, 10),
        ]),
      ),
    );
  for (const { message } of unknown) shell.complain(message);
  shell.progress(`${listed.length} functions without alarms`);
  return exitCode(findings, failOn(args));
}
