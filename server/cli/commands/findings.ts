// `findings`: open findings of GuardDuty and Inspector on functions.
import { createAsk } from '../../aws/ask.ts';
import { listThreats, readDetectorState } from '../../aws/read-threats.ts';
import { listWeaknesses } from '../../aws/read-weaknesses.ts';
import type { Known } from '../../core/model/known.ts';
import { counted } from '../../core/report/counted.ts';
import type { UnknownItem } from '../../core/report/json.ts';
import { threatFinding, weaknessFinding, weaknessScore } from '../../core/report/threat-finding.ts';
import { watchSentence } from '../../core/report/watch-words.ts';
import { withRegion } from '../aws-region.ts';
import type { Command } from '../command.ts';
import { flag, listOption, textOption, UsageError } from '../options.ts';
import { printResults } from '../print.ts';
import { momentOf } from '../since.ts';

export const command: Command = {
  name: 'findings',
  summary: 'open findings of GuardDuty and Inspector on functions',
  usage: `
lambda-protect findings [--function NAME] [--min-severity N] [--since TIME] [--archived] [--region R] [--profile P]
    [--format text|json|sarif]

--since lists what was seen since then: 2026-11-01, 12h, 7d. GuardDuty's severities run from 0 to 10; 7 and above are
errors, 4 and above warnings. What may not be read is told as unknown, and the rest is listed. Says too whether Lambda
Protection is on, since when, and how long its trial runs. "findings show ID" tells more of one.
`,
  options: {
    function: { type: 'string', multiple: true },
    'min-severity': { type: 'string' },
    since: { type: 'string' },
    archived: { type: 'boolean' },
  },
  run: (args, shell) =>
    withRegion(args, shell, async ({ connection, region, identity }) => {
      if (args.positionals.length > 0)
        throw new UsageError(
          `findings takes no ${args.positionals[0]}; "findings show ID" tells more of one`,
        );
      const [functionName, ...others] = listOption(args, 'function');
      if (others.length > 0) throw new UsageError('findings takes one --function');
      const severity = textOption(args, 'min-severity');
      if (severity !== undefined && !/^\d+(\.\d+)?$/.test(severity))
        throw new UsageError(`--min-severity is no number: ${severity}`);
      const archived = flag(args, 'archived');
      const sinceWord = textOption(args, 'since');
      const since = sinceWord === undefined ? undefined : momentOf(sinceWord, Date.now());
      const least = severity === undefined ? 0 : Number(severity);
      const ofFunction = functionName === undefined ? {} : { functionName };
      const ask = createAsk({ signal: shell.signal });
      const target = { account: identity.account, region };
      const [threats, weaknesses, state] = await Promise.all([
        listThreats(
          connection,
          target,
          {
            archived,
            ...ofFunction,
            ...(severity === undefined ? {} : { minSeverity: least }),
            ...(since === undefined ? {} : { since }),
          },
          shell.signal,
        ),
        listWeaknesses(ask, connection, region, { closed: archived, ...ofFunction }),
        readDetectorState(connection, target, shell.signal),
      ]);
      const unknown = [...refusal(threats), ...refusal(weaknesses)];
      if (unknown.length === 2) {
        for (const { message } of unknown) shell.complain(message);
        return 2;
      }
      const threatFindings = threats.known ? threats.value.map(threatFinding) : [];
      const weaknessFindings = weaknesses.known
        ? weaknesses.value
            .filter((one) => weaknessScore(one) >= least && !(Date.parse(one.lastSeen) < (since ?? 0)))
            .map(weaknessFinding)
        : [];
      const found = [...threatFindings, ...weaknessFindings];
      const code = await printResults(
        {
          findings: found,
          unknown,
          rules: [],
          summary: {
            account: identity.account,
            region,
            guardduty: threatFindings.length,
            inspector: weaknessFindings.length,
            protection: state.known ? state.value : { unknown: state.gap },
          },
          closing: `${counted(found.length, 'finding')} on functions in ${region}; ${watchSentence(region, state)}`,
        },
        args,
        shell,
      );
      // Nothing found where not everything was looked at is no all-clear.
      return found.length === 0 && unknown.length > 0 ? 2 : code;
    }),
};

function refusal(fact: Known<unknown>): readonly UnknownItem[] {
  if (fact.known) return [];
  const { action, reason, detail } = fact.gap;
  return [{ id: 'findings-not-read', message: `${action} was ${reason} (${detail})`, action, reason }];
}
