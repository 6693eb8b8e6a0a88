// An audit in the format that was asked for. The text for people has the findings, then what is unknown and why.
import { checks } from '../core/audit/checks/index.ts';
import type { Judgement } from '../core/audit/judge.ts';
import type { Finding } from '../core/finding/finding.ts';
import type { AccountSnapshot } from '../core/model/account-snapshot.ts';
import type { SnapshotDiff } from '../core/model/diff-snapshots.ts';
import { renderAuditMarkdown } from '../core/report/audit-markdown.ts';
import { renderAuditHtml } from '../core/report/html.ts';
import { renderJson, type UnknownItem } from '../core/report/json.ts';
import { type RuleInfo, renderSarif } from '../core/report/sarif.ts';
import { renderText } from '../core/report/text.ts';
import type { CommandArguments, ExitCode, Shell } from './command.ts';
import { failOn, formatOption } from './options.ts';
import { exitCode } from './print.ts';
import { version } from './version.ts';

export interface PrintedAudit {
  readonly snapshot: AccountSnapshot;
  readonly judgement: Judgement;
  /** With exceptions applied. */
  readonly findings: readonly Finding[];
  readonly diff?: SnapshotDiff;
}

export async function printAudit(
  audit: PrintedAudit,
  args: CommandArguments,
  shell: Shell,
): Promise<ExitCode> {
  const format = formatOption(args, ['text', 'json', 'sarif', 'html', 'markdown']);
  const limit = failOn(args);
  const { findings, judgement, diff } = audit;
  const unknown = unknownItems(judgement);
  const counts = {
    functions: judgement.functionCount,
    verdicts: judgement.counts,
    takenAt: audit.snapshot.takenAt,
  };
  switch (format) {
    case 'json':
      await shell.out(
        renderJson(
          { findings, unknown, summary: { ...counts, ...(diff ? { changes: diff } : {}) } },
          shell.cwd,
        ),
      );
      break;
    case 'sarif':
      await shell.out(
        renderSarif(findings, ruleInfos, {
          name: 'Lambda Protect',
          version,
          root: shell.cwd,
          notes: unknown.map((item) => item.message),
        }),
      );
      break;
    case 'html':
      await shell.out(renderAuditHtml({ ...audit, checks }));
      break;
    case 'markdown':
      await shell.out(renderAuditMarkdown({ ...audit, checks }));
      break;
    default:
      await printText(audit, shell);
  }
  return exitCode(findings, limit);
}

const ruleInfos: readonly RuleInfo[] = checks.map((check) => ({
  id: check.id,
  severity: check.severity,
  title: check.title,
  why: check.why,
  todo: check.todo,
  cwe: check.cwe,
  tags: check.references.map((reference) => reference.name),
  ...refOf(check),
}));

function refOf({ references }: (typeof checks)[number]): Pick<RuleInfo, 'ref'> {
  const url = references.find((reference) => reference.url !== undefined)?.url;
  return url === undefined ? {} : { ref: url };
}

export function unknownItems(judgement: Judgement): readonly UnknownItem[] {
  return judgement.unknown.map(({ check, place, gaps }) => {
    const [gap] = gaps;
    const where = place.function ?? place.arn;
    return {
      id: check,
      message: `${check} on ${where}: ${gap ? `${gap.action} ${inWords(gap.reason)}${gap.detail === '' ? '' : ` (${gap.detail})`}` : 'not known'}`,
      ...(gap ? { action: gap.action, reason: gap.reason } : {}),
      place,
    };
  });
}

function inWords(reason: string): string {
  return reason === 'not-asked'
    ? 'was not asked'
    : reason === 'unavailable'
      ? 'did not answer'
      : reason === 'malformed'
        ? 'answered nonsense'
        : `was ${reason}`;
}

/** Unknown verdicts by what is missing: a person grants permissions, not verdicts. */
async function printText({ findings, judgement }: PrintedAudit, shell: Shell): Promise<void> {
  const text = renderText({ findings }, shell.cwd);
  if (text !== '') await shell.out(text);
  const missing = new Map<string, number>();
  for (const { gaps } of judgement.unknown) {
    for (const reason of new Set(
      gaps.map((gap) => `${gap.action} ${inWords(gap.reason)}${gap.detail === '' ? '' : ` (${gap.detail})`}`),
    )) {
      missing.set(reason, (missing.get(reason) ?? 0) + 1);
    }
  }
  for (const [reason, count] of [...missing].sort(([, a], [, b]) => b - a)) {
    shell.complain(`unknown: ${count} ${count === 1 ? 'verdict' : 'verdicts'}, because ${reason}`);
  }
  const { pass, fail, unknown } = judgement.counts;
  const notApplicable = judgement.counts['not-applicable'];
  shell.progress(
    `${judgement.functionCount} functions; verdicts: ${fail} fail, ${unknown} unknown, ${pass} pass, ${notApplicable} not applicable`,
  );
}
