// Observations of behaviour: tables for people, findings for programs.

import { markOf } from '../core/monitor/acknowledge.ts';
import { type Observation, toFinding } from '../core/monitor/observation.ts';
import { counted } from '../core/report/counted.ts';
import type { UnknownItem } from '../core/report/json.ts';
import { untold } from './acknowledged.ts';
import type { CommandArguments, ExitCode, Shell } from './command.ts';
import { failOn, formatOption } from './options.ts';
import { exitCode, printResults } from './print.ts';
import { table } from './table.ts';

export async function printObservations(
  all: readonly Observation[],
  unknown: readonly UnknownItem[],
  summary: Readonly<Record<string, unknown>>,
  args: CommandArguments,
  shell: Shell,
): Promise<ExitCode> {
  const observations = untold(all, shell);
  const findings = observations.map(toFinding);
  if (formatOption(args) !== 'text') {
    const details = observations.map((one) => {
      const { id, source, at, window, columns, attack } = one;
      return {
        mark: markOf(one),
        id,
        source,
        at: new Date(at).toISOString(),
        ...(window === undefined
          ? {}
          : { start: new Date(window.start).toISOString(), end: new Date(window.end).toISOString() }),
        attack,
        ...columns,
      };
    });
    return printResults(
      { findings, unknown, rules: [], summary: { ...summary, observations: details } },
      args,
      shell,
    );
  }
  for (const group of byTable(observations)) {
    const [first] = group;
    if (!first) continue;
    const names = Object.keys(first.columns);
    const rows = group.map((one) => [
      new Date(one.at).toISOString().slice(0, 16).replace('T', ' '),
      one.source,
      one.severity,
      ...names.map((name) => one.columns[name] ?? ''),
    ]);
    await shell.out(`${first.id}\n${table(['Time', 'Source', 'Severity', ...names], rows)}\n`);
  }
  for (const one of observations)
    await shell.out(`${markOf(one)} ${one.severity} ${one.id} ${one.source}: ${one.message}\n`);
  for (const { message } of unknown) shell.complain(message);
  shell.progress(counted(observations.length, 'observation'));
  return exitCode(findings, failOn(args));
}

/** Observations with the same columns share a table. */
function byTable(observations: readonly Observation[]): readonly (readonly Observation[])[] {
  const groups = new Map<string, Observation[]>();
  for (const one of observations) {
    const key = `${one.id}\0${Object.keys(one.columns).join('\0')}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}
