// `monitor coverage`: would a violation of each function be counted, raise an alarm, reach somebody.
import { collectCoverage, listLoggedFunctions } from '../../aws/monitoring-facts.ts';
import { coverageOf } from '../../core/remedy/coverage.ts';
import { withRegion } from '../aws-region.ts';
import type { Command } from '../command.ts';
import { formatOption, listOption, UsageError } from '../options.ts';
import { table } from '../table.ts';

export const command: Command = {
  name: 'monitor coverage',
  summary: 'whether violations of each function are counted, raise an alarm and reach somebody',
  usage: `
lambda-protect monitor coverage [--function NAME…] [--region R] [--profile P] [--format text|json]

Looks at the true log group of each function. Metric filters are tried on sample lines by CloudWatch itself. Exit code 1
when something is missing; what may not be read is "unknown".
`,
  options: { function: { type: 'string', multiple: true } },
  run: (args, shell) =>
    withRegion(args, shell, async ({ connection, region }) => {
      const format = formatOption(args, ['text', 'json']);
      const listed = await listLoggedFunctions(connection, region, shell.signal);
      if (!listed.known)
        throw new UsageError(
          `functions cannot be listed: ${listed.gap.action} was ${listed.gap.reason} (${listed.gap.detail})`,
        );
      const names = new Set(listOption(args, 'function'));
      const wanted = listed.value.filter((one) => names.size === 0 || names.has(one.name));
      const facts = await collectCoverage(connection, region, wanted, shell.signal);
      const coverage = facts.map(coverageOf);
      if (format === 'json')
        await shell.out(`${JSON.stringify({ version: 1, region, coverage }, undefined, 2)}\n`);
      else if (coverage.length > 0)
        await shell.out(
          table(
            ['function', 'log group', 'counted', 'alarm', 'receiver', ''],
            coverage.map((one) => [
              one.function,
              one.logGroup,
              one.filter,
              one.alarm,
              one.receiver,
              one.words,
            ]),
          ),
        );
      const whole = coverage.every(
        (one) => one.filter === 'yes' && one.alarm === 'yes' && one.receiver === 'yes',
      );
      return whole ? 0 : 1;
    }),
};
