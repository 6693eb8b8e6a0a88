// `findings`: open findings of GuardDuty and Inspector on functions.
import { listGuardDutyFindings, listInspectorFindings } from '../../aws/lambda-findings.ts';
import { toFinding } from '../../core/remedy/lambda-finding.ts';
import type { UnknownItem } from '../../core/report/json.ts';
import { withRegion } from '../aws-region.ts';
import type { Command } from '../command.ts';
import { flag, listOption, textOption, UsageError } from '../options.ts';
import { printResults } from '../print.ts';

export const command: Command = {
  name: 'findings',
  summary: 'open findings of GuardDuty and Inspector on functions',
  usage: `
lambda-protect findings [--function NAME] [--min-severity N] [--archived] [--region R] [--profile P]
    [--format text|json|sarif]

GuardDuty's severities run from 0 to 10; 7 and above are errors, 4 and above warnings. What may not be read is told as
unknown, and the rest is listed. "findings show ID" tells more of one.
`,
  options: {
    function: { type: 'string', multiple: true },
    'min-severity': { type: 'string' },
    archived: { type: 'boolean' },
  },
  run: (args, shell) =>
    withRegion(args, shell, async ({ connection, region, identity }) => {
      const [functionName] = listOption(args, 'function');
      const severity = textOption(args, 'min-severity');
      if (severity !== undefined && !/^\d+(\.\d+)?$/.test(severity))
        throw new UsageError(`--min-severity is no number: ${severity}`);
      const query = {
        region,
        archived: flag(args, 'archived'),
        ...(functionName === undefined ? {} : { functionName }),
        ...(severity === undefined ? {} : { minSeverity: Number(severity) }),
      };
      const results = await Promise.all([
        listGuardDutyFindings(connection, query, shell.signal),
        listInspectorFindings(connection, query, shell.signal),
      ]);
      const unknown = results.flatMap((one): UnknownItem[] =>
        one.known
          ? []
          : [
              {
                id: 'findings-not-read',
                message: `${one.gap.action} was ${one.gap.reason} (${one.gap.detail})`,
                action: one.gap.action,
                reason: one.gap.reason,
              },
            ],
      );
      const found = results.flatMap((one) => (one.known ? one.value : []));
      if (unknown.length === results.length) {
        for (const { message } of unknown) shell.complain(message);
        return 2;
      }
      return printResults(
        {
          findings: found.map(toFinding),
          unknown,
          rules: [],
          summary: {
            account: identity.account,
            region,
            guardduty: found.filter((one) => one.source === 'guardduty').length,
            inspector: found.filter((one) => one.source === 'inspector').length,
          },
          closing: `${found.length} findings on functions in ${region}`,
        },
        args,
        shell,
      );
    }),
};
