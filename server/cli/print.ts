// Findings to standard output in the format that was asked for, and the exit code that they mean.
import { compareSeverity, type Finding, type Severity } from '../core/finding/finding.ts';
import { renderJson, type UnknownItem } from '../core/report/json.ts';
import { type RuleInfo, renderSarif } from '../core/report/sarif.ts';
import { renderText } from '../core/report/text.ts';
import type { CommandArguments, ExitCode, Shell } from './command.ts';
import { failOn, formatOption } from './options.ts';
import { version } from './version.ts';

export interface Results {
  readonly findings: readonly Finding[];
  /** What could not be judged. */
  readonly unknown: readonly UnknownItem[];
  /** What SARIF says of each id. */
  readonly rules: readonly RuleInfo[];
  /** Counts beside those of the findings: files, functions. */
  readonly summary: Readonly<Record<string, unknown>>;
  /** A last line for people, such as `412 files, 8 functions`. */
  readonly closing?: string;
}

export async function printResults(
  results: Results,
  args: CommandArguments,
  shell: Shell,
): Promise<ExitCode> {
  const format = formatOption(args);
  const limit = failOn(args);
  const { findings, unknown, rules, summary } = results;
  if (format === 'json') await shell.out(renderJson({ findings, unknown, summary }, shell.cwd));
  else if (format === 'sarif') {
    const notes = unknown.map((item) => item.message);
    await shell.out(
      renderSarif(findings, rules, { name: 'Lambda Protect', version, root: shell.cwd, notes }),
    );
  } else {
    const text = renderText(results, shell.cwd);
    if (text !== '') await shell.out(text);
    for (const item of unknown) shell.complain(`not looked at: ${item.message}`);
    if (results.closing !== undefined) shell.progress(results.closing);
  }
  return exitCode(findings, limit);
}

export function exitCode(findings: readonly Finding[], limit: Severity | 'never'): ExitCode {
  if (limit === 'never') return 0;
  const live = findings.filter((finding) => finding.suppression === undefined);
  return live.some((finding) => compareSeverity(finding.severity, limit) <= 0) ? 1 : 0;
}
