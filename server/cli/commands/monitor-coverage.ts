// `monitor coverage`: would a violation of each guarded function be counted, raise an alarm, reach somebody; and how it
// is known that the function is guarded.
import { collectCoverage, type LoggedFunction, listLoggedFunctions } from '../../aws/monitoring-facts.ts';
import { readGuardInCode, readGuardLines } from '../../aws/read-guard-signs.ts';
import { declarationOf } from '../../core/audit/match-declared.ts';
import { notCollected } from '../../core/model/known.ts';
import { type Coverage, coverageOf } from '../../core/remedy/coverage.ts';
import { type GuardSigns, type GuardVerdict, judgeGuard } from '../../core/remedy/guard-signs.ts';
import { relativePath } from '../../core/text/path.ts';
import { type RegionAccess, withRegion } from '../aws-region.ts';
import type { Command, CommandArguments, Shell } from '../command.ts';
import { openFunctions } from '../open-functions.ts';
import { openScanner } from '../open-scanner.ts';
import { flag, formatOption, listOption, textOption, UsageError } from '../options.ts';
import { momentOf } from '../since.ts';
import { table } from '../table.ts';

export const command: Command = {
  name: 'monitor coverage',
  summary: 'whether violations of each guarded function are counted, raise an alarm and reach somebody',
  usage: `
lambda-protect monitor coverage [PATH…] [--function NAME…] [--all] [--code] [--since TIME] [--region R] [--profile P]
    [--format text|json]

Looks at the true log group of each guarded function. Metric filters are tried on sample lines by CloudWatch itself.
That a function is guarded is known from its settings (wrapper, handler, variables, layer), from lines that a guard
wrote to its log, from handlers in the workspaces PATH…, and with --code from the deployed package.

  --all         functions without a sign of the guard too
  --code        downloads the packages of functions without another sign and looks into them
  --since TIME  where lines in the log are looked for (default 7d)
Exit code 1 when something is missing of a guarded function; what may not be read is "unknown".
`,
  options: {
    function: { type: 'string', multiple: true },
    all: { type: 'boolean' },
    code: { type: 'boolean' },
    since: { type: 'string' },
  },
  run: (args, shell) =>
    withRegion(args, shell, async (access) => {
      const { connection, region } = access;
      const format = formatOption(args, ['text', 'json']);
      const listed = await listLoggedFunctions(connection, region, shell.signal);
      if (!listed.known)
        throw new UsageError(
          `functions cannot be listed: ${listed.gap.action} was ${listed.gap.reason} (${listed.gap.detail})`,
        );
      const names = new Set(listOption(args, 'function'));
      const unknown = [...names].find((name) => !listed.value.some((one) => one.name === name));
      if (unknown !== undefined) throw new UsageError(`no such function in ${region}: ${unknown}`);
      const wanted = listed.value.filter((one) => names.size === 0 || names.has(one.name));
      const verdicts = await guardVerdicts(access, wanted, args, shell);
      // Whom a person names is shown, whatever is known of its guard.
      const isShown = ({ name }: LoggedFunction) =>
        flag(args, 'all') || names.size > 0 || verdicts.get(name)?.guarded === 'yes';
      const shown = wanted.filter(isShown);
      const facts = await collectCoverage(connection, region, shown, shell.signal);
      const coverage = facts.map((one) => ({ ...coverageOf(one), guard: verdictOf(one.name) }));
      const left = wanted.filter((one) => !isShown(one));
      if (format === 'json') {
        const unguarded = left.map(({ name }) => ({ function: name, guard: verdictOf(name) }));
        await shell.out(`${JSON.stringify({ version: 1, region, coverage, unguarded }, undefined, 2)}\n`);
      } else {
        if (coverage.length > 0) await shell.out(render(coverage));
        for (const line of leftWords(left.map(({ name }) => verdictOf(name)))) shell.progress(line);
      }
      const guarded = coverage.filter(({ guard }) => guard.guarded === 'yes');
      return guarded.every(isWhole) ? 0 : 1;

      function verdictOf(name: string): GuardVerdict {
        return verdicts.get(name) ?? { guarded: 'unknown', words: '' };
      }
    }),
};

interface GuardedCoverage extends Coverage {
  readonly guard: GuardVerdict;
}

const isWhole = (one: Coverage) => one.filter === 'yes' && one.alarm === 'yes' && one.receiver === 'yes';

function render(coverage: readonly GuardedCoverage[]): string {
  return table(
    ['function', 'guarded', 'log group', 'counted', 'alarm', 'receiver', '', 'known from'],
    coverage.map((one) => [
      one.function,
      one.guard.guarded,
      one.logGroup,
      one.filter,
      one.alarm,
      one.receiver,
      one.words,
      one.guard.words,
    ]),
  );
}

function leftWords(left: readonly GuardVerdict[]): readonly string[] {
  const off = left.filter(({ guarded }) => guarded === 'no').length;
  const unclear = left.filter(({ guarded }) => guarded === 'unknown').map(({ words }) => words);
  const count = (number: number) => `${number} function${number === 1 ? '' : 's'}`;
  return [
    ...(off > 0 ? [`${count(off)} without the guard: --all shows them`] : []),
    ...[...new Set(unclear)].map(
      (words) =>
        `${count(unclear.filter((one) => one === words).length)}: ${words}; --code looks into packages, --all shows them`,
    ),
  ];
}

/** Each kind of sign is looked for where the ones before it told nothing. */
async function guardVerdicts(
  { connection, region }: RegionAccess,
  functions: readonly LoggedFunction[],
  args: CommandArguments,
  shell: Shell,
): Promise<ReadonlyMap<string, GuardVerdict>> {
  const since = momentOf(textOption(args, 'since') ?? '7d', Date.now());
  const signs = new Map<string, GuardSigns>(functions.map(({ name, settings }) => [name, { settings }]));
  const add = (name: string, more: Partial<GuardSigns>) => {
    const before = signs.get(name);
    if (before) signs.set(name, { ...before, ...more });
  };
  const open = () =>
    functions.filter(({ name }) => {
      const found = signs.get(name);
      return found !== undefined && judgeGuard(found).guarded === 'unknown';
    });
  if (args.positionals.length > 0)
    for (const [name, workspace] of await workspaceHandlers(open(), args, shell)) add(name, { workspace });
  for (const [name, logged] of await readGuardLines(connection, region, open(), since, shell.signal))
    add(name, { logged });
  const unclear = flag(args, 'code') ? open() : [];
  if (unclear.length > 0) {
    const scanner = await openScanner(args, shell);
    for (const [index, one] of unclear.entries()) {
      shell.progress(`${index + 1} of ${unclear.length}: the package of ${one.name}`);
      add(one.name, { code: await readGuardInCode(connection, region, one, scanner, shell.signal) });
    }
  }
  return new Map([...signs].map(([name, found]) => [name, judgeGuard(found)]));
}

async function workspaceHandlers(
  functions: readonly LoggedFunction[],
  args: CommandArguments,
  shell: Shell,
): Promise<ReadonlyMap<string, NonNullable<GuardSigns['workspace']>>> {
  const found = await openFunctions(args, shell);
  const owners = found.flatMap(({ handlers }) =>
    handlers.flatMap((handler) => handler.configured.map((declared) => ({ ...declared, handler }))),
  );
  const cwd = shell.cwd.replaceAll('\\', '/');
  const tags = notCollected('lambda:ListTags');
  return new Map(
    functions.flatMap(({ name }) => {
      const owner = declarationOf({ name, tags }, owners);
      if (owner === undefined) return [];
      const { file, guarded } = owner.handler;
      return [[name, { file: relativePath(cwd, file), guarded }] as const];
    }),
  );
}
