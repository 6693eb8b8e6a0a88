// `audit`: reads accounts (or a saved snapshot), judges every function, prints what is wrong and what is unknown.
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { checks } from '../../core/audit/checks/index.ts';
import { diffFindings, type FindingsDiff } from '../../core/audit/diff-findings.ts';
import { applyExceptions, exceptionsFile, parseExceptions } from '../../core/audit/exceptions.ts';
import type { AuditOptions } from '../../core/audit/facts.ts';
import { judge } from '../../core/audit/judge.ts';
import type { Finding } from '../../core/finding/finding.ts';
import type { AccountSnapshot } from '../../core/model/account-snapshot.ts';
import { diffSnapshots, type SnapshotDiff } from '../../core/model/diff-snapshots.ts';
import { parseSnapshot, renderSnapshot } from '../../core/model/parse-snapshot.ts';
import { hashRuleFiles } from '../../platform/rule-file-hashes.ts';
import { collectForCommand } from '../collect-accounts.ts';
import type { Command, CommandArguments, ExitCode, Shell } from '../command.ts';
import { openScanner } from '../open-scanner.ts';
import { flag, listOption, numberOption, textOption, UsageError } from '../options.ts';
import { printAudit } from '../print-audit.ts';

export const command: Command = {
  name: 'audit',
  summary: 'audits deployed functions: who can change and call them, what they can reach, what is wrong',
  usage: `
lambda-protect audit [--snapshot FILE] [--save FILE] [--previous FILE] [--region R[,R…]|all] [--profile P[,P…]]
    [--accounts ID[,ID…]|organization --role NAME] [--code] [--log-samples N] [--thorough] [--no-last-accessed]
    [--trust ACCOUNT[,…]] [--format text|json|sarif|html|markdown] [--fail-on …]

Reads with read permissions only. What may not be read is reported as unknown, with the permission that is missing,
and never as passed.
  --snapshot FILE   judges a saved audit; asks AWS nothing
  --save FILE       keeps what was read (secrets are replaced by their kind and length)
  --previous FILE   an earlier --save: unchanged functions are not asked for again, and what changed is told
  --region all      every Region that is switched on
  --accounts …      takes on the role NAME in each of these accounts, or in every account of the organization
  --code            downloads the packages and looks for rule hits, secrets and the guard
  --log-samples N   reads the newest N records of each log group and looks for secrets (CloudWatch bills what is read)
  --thorough        as many requests for a function as it takes (else 8)
  --trust …         accounts that may be granted access
  --remind-after N  says so when the previous audit is older than N days (default 90)
Exceptions are read from ${exceptionsFile} in the current folder.
`,
  options: {
    snapshot: { type: 'string' },
    save: { type: 'string' },
    previous: { type: 'string' },
    accounts: { type: 'string', multiple: true },
    role: { type: 'string' },
    'external-id': { type: 'string' },
    code: { type: 'boolean' },
    'log-samples': { type: 'string' },
    thorough: { type: 'boolean' },
    'no-last-accessed': { type: 'boolean' },
    trust: { type: 'string', multiple: true },
    'encrypted-variable': { type: 'string', multiple: true },
    'remind-after': { type: 'string' },
    now: { type: 'string' },
  },
  run: runAudit,
};

async function runAudit(args: CommandArguments, shell: Shell): Promise<ExitCode> {
  const saved = textOption(args, 'snapshot');
  const previousFile = textOption(args, 'previous');
  const previous = previousFile === undefined ? undefined : await readSnapshot(previousFile, shell);
  if (previous) remind(previous, args, shell);
  const snapshot =
    saved === undefined ? await collectForCommand(args, shell, previous) : await readSnapshot(saved, shell);
  const save = textOption(args, 'save');
  if (save !== undefined) {
    await writeFile(resolve(shell.cwd, save), renderSnapshot(snapshot));
    shell.progress(`saved to ${save}`);
  }
  const options: AuditOptions = {
    now: nowOf(args),
    trustedAccounts: listOption(args, 'trust'),
    encryptedVariables: listOption(args, 'encrypted-variable'),
    ...(await workspaceRules(args, shell)),
  };
  const judgement = judge(snapshot, checks, options);
  const exceptions = join(shell.cwd, exceptionsFile);
  const text = await readFile(exceptions, 'utf8').catch(() => undefined);
  const allow = (found: readonly Finding[]) =>
    text === undefined ? found : applyExceptions(found, parseExceptions(exceptions, text), options.now);
  const findings = allow(judgement.findings);
  const diff = previous ? diffSnapshots(previous, snapshot) : undefined;
  if (diff) tellChanges(diff, shell);
  if (previous) tellFindings(diffFindings(allow(judge(previous, checks, options).findings), findings), shell);
  if (snapshot.cancelled)
    shell.complain('the audit was stopped before its end: what is missing counts as unknown');
  const code = await printAudit({ snapshot, judgement, findings, ...(diff ? { diff } : {}) }, args, shell);
  return nothingRead(snapshot) ? 2 : code;
}

/** Where not one Region's functions could be listed, nothing was audited. */
function nothingRead(snapshot: AccountSnapshot): boolean {
  const regions = snapshot.accounts.flatMap((account) => account.regions);
  return regions.length > 0 && regions.every((region) => !region.functions.known);
}

async function readSnapshot(file: string, shell: Shell): Promise<AccountSnapshot> {
  let text: string;
  try {
    text = await readFile(resolve(shell.cwd, file), 'utf8');
  } catch {
    throw new UsageError(`cannot read the snapshot: ${file}`);
  }
  const parsed = parseSnapshot(text);
  if (!parsed.ok) throw new UsageError(`${file}: ${parsed.message}`);
  return parsed.snapshot;
}

/** A fixed time makes a run over a saved snapshot repeatable. */
function nowOf(args: CommandArguments): string {
  const given = textOption(args, 'now');
  if (given === undefined) return new Date().toISOString();
  if (Number.isNaN(Date.parse(given)))
    throw new UsageError(`--now is no date: ${given}; write it as 2026-01-31`);
  return new Date(given).toISOString();
}

function remind(previous: AccountSnapshot, args: CommandArguments, shell: Shell): void {
  const days = numberOption(args, 'remind-after', 'days') ?? 90;
  const age = Math.floor((Date.parse(nowOf(args)) - Date.parse(previous.takenAt)) / 86_400_000);
  if (age > days) shell.complain(`the previous audit is ${age} days old; every ${days} days one is due`);
}

/** Hashes of the rule files that apply here, to compare with those in the packages. */
async function workspaceRules(
  args: CommandArguments,
  shell: Shell,
): Promise<Pick<AuditOptions, 'ruleFileHashes'>> {
  if (!flag(args, 'code') && textOption(args, 'snapshot') === undefined) return {};
  const scanner = await openScanner(args, shell);
  return { ruleFileHashes: await hashRuleFiles(scanner, shell.cwd) };
}

/** Of the new ones the errors and warnings by name: the rest is in the report. */
function tellFindings({ added, solved, staying }: FindingsDiff, shell: Shell): void {
  shell.progress(`findings: ${added.length} new, ${solved.length} solved, ${staying.length} as before`);
  for (const { id, severity, message } of added)
    if (severity === 'error' || severity === 'warning') shell.progress(`  new ${severity} ${id}: ${message}`);
}

function tellChanges(diff: SnapshotDiff, shell: Shell): void {
  shell.progress(
    `since ${diff.before}: ${diff.added.length} new, ${diff.removed.length} removed, ${diff.changed.length} changed functions`,
  );
  for (const one of diff.added) shell.progress(`  new      ${one.region} ${one.name}`);
  for (const one of diff.removed) shell.progress(`  removed  ${one.region} ${one.name}`);
  for (const one of diff.changed)
    shell.progress(
      `  changed  ${one.region} ${one.name}: ${one.changes.map((change) => change.what).join(', ')}`,
    );
}
