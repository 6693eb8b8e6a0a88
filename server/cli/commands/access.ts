// `access`: who can change a function, who can call it, what it can do; over a saved snapshot or the live account.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type AccessQuestions, accessQuestions } from '../../core/audit/access.ts';
import type { AccountSnapshot } from '../../core/model/account-snapshot.ts';
import { parseSnapshot } from '../../core/model/parse-snapshot.ts';
import { renderWhatCan, renderWhoCanInvoke, renderWhoCanModify } from '../../core/report/access-text.ts';
import { collectForCommand } from '../collect-accounts.ts';
import type { Command, CommandArguments, ExitCode, Shell } from '../command.ts';
import { formatOption, textOption, UsageError } from '../options.ts';

export const command: Command = {
  name: 'access',
  summary: 'says who can modify a function, who can invoke it, and what it can do',
  usage: `
lambda-protect access who-can-modify|who-can-invoke|what-can FUNCTION [--snapshot FILE] [--region R] [--profile P]
    [--format text|json]

FUNCTION is a name or an ARN; a name that several Regions have needs --region or the ARN.
  who-can-modify   users, roles and other accounts that may change code, settings, policies or triggers, each with the
                   statement that lets them, and the detours: assumed roles, passed roles, changed policies
  who-can-invoke   resource policies of every alias and version, URLs, triggers, users and roles
  what-can         what the execution role gives: by service, access level and resource, the widest first
With --snapshot nothing is asked of AWS. What could not be read is listed: somebody may be missing then.
`,
  options: { snapshot: { type: 'string' } },
  run: runAccess,
};

const questions = ['who-can-modify', 'who-can-invoke', 'what-can'] as const;
type Question = (typeof questions)[number];

async function runAccess(args: CommandArguments, shell: Shell): Promise<ExitCode> {
  const [word, name, ...more] = args.positionals;
  const question = questions.find((one) => one === word);
  if (question === undefined) throw new UsageError(`access wants one of ${questions.join(', ')}`);
  if (name === undefined || more.length > 0)
    throw new UsageError(`access ${question} wants one function: its name or its ARN`);
  const format = formatOption(args, ['text', 'json']);
  const access = accessQuestions(await snapshotFor(args, shell));
  const arn = findFunction(access, name, args);
  const answer = ask(access, question, arn);
  if (answer === undefined) throw new UsageError(`no such function: ${name}`);
  await shell.out(
    format === 'json'
      ? `${JSON.stringify({ version: 1, question, answer: answer.data }, undefined, 2)}\n`
      : answer.text,
  );
  return 0;
}

function ask(
  access: AccessQuestions,
  question: Question,
  arn: string,
): { readonly data: unknown; readonly text: string } | undefined {
  switch (question) {
    case 'who-can-modify': {
      const data = access.whoCanModify(arn);
      return data && { data, text: renderWhoCanModify(data) };
    }
    case 'who-can-invoke': {
      const data = access.whoCanInvoke(arn);
      return data && { data, text: renderWhoCanInvoke(data) };
    }
    case 'what-can': {
      const data = access.whatCan(arn);
      return data && { data, text: renderWhatCan(data) };
    }
  }
}

async function snapshotFor(args: CommandArguments, shell: Shell): Promise<AccountSnapshot> {
  const file = textOption(args, 'snapshot');
  if (file === undefined) return collectForCommand(args, shell, undefined);
  const text = await readFile(resolve(shell.cwd, file), 'utf8').catch(() => {
    throw new UsageError(`cannot read the snapshot: ${file}`);
  });
  const parsed = parseSnapshot(text);
  if (!parsed.ok) throw new UsageError(`${file}: ${parsed.message}`);
  return parsed.snapshot;
}

function findFunction(access: AccessQuestions, name: string, args: CommandArguments): string {
  if (name.startsWith('arn:')) return name;
  const regions = args.values['region'];
  const wanted = Array.isArray(regions) ? regions.map(String) : typeof regions === 'string' ? [regions] : [];
  const found = access.functions.filter(
    (one) =>
      one.name === name && (wanted.length === 0 || wanted.includes('all') || wanted.includes(one.region)),
  );
  const [only, second] = found;
  if (only === undefined) throw new UsageError(`no such function: ${name}`);
  if (second !== undefined)
    throw new UsageError(
      `several functions have the name ${name}: ${found.map((one) => one.arn).join(', ')}`,
    );
  return only.arn;
}
