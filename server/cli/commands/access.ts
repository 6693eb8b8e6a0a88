// `access`: who can change a function, who can call it, what it can do, what of that its code needs; over a saved
// snapshot or the live account.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type AccessQuestions, accessQuestions } from '../../core/audit/access.ts';
import { declarationOf } from '../../core/audit/match-declared.ts';
import { type AccountSnapshot, functionsOf } from '../../core/model/account-snapshot.ts';
import type { LambdaFunction } from '../../core/model/function.ts';
import { parseSnapshot } from '../../core/model/parse-snapshot.ts';
import { renderWhatCan, renderWhoCanInvoke, renderWhoCanModify } from '../../core/report/access-text.ts';
import { renderNeedsText } from '../../core/report/needs-report.ts';
import type { Handler } from '../../core/syntax/handlers.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import { relativePath } from '../../core/text/path.ts';
import { collectForCommand } from '../collect-accounts.ts';
import type { Command, CommandArguments, ExitCode, Shell } from '../command.ts';
import { type FoundFunctions, openFunctions } from '../open-functions.ts';
import { formatOption, textOption, UsageError } from '../options.ts';

export const command: Command = {
  name: 'access',
  summary: 'says who can modify a function, who can invoke it, what it can do, and what its code needs',
  usage: `
lambda-protect access who-can-modify|who-can-invoke|what-can FUNCTION [--snapshot FILE] [--region R] [--profile P]
    [--format text|json]
lambda-protect access code-needs FUNCTION [PATH] [the same options]

FUNCTION is a name or an ARN; a name that several Regions have needs --region or the ARN.
  who-can-modify   users, roles and other accounts that may change code, settings, policies or triggers, each with the
                   statement that lets them, and the detours: assumed roles, passed roles, changed policies
  who-can-invoke   resource policies of every alias and version, URLs, triggers, users and roles
  what-can         what the execution role gives: by service, access level and resource, the widest first
  code-needs       the AWS calls of its code below PATH (else the current folder) beside what its role gives: calls that
                   nothing allows, grants that nothing calls, wildcards that are wider than their use. PATH may be the
                   handler's file, where no configuration there names the function
With --snapshot nothing is asked of AWS. What could not be read is listed: somebody may be missing then.
`,
  options: { snapshot: { type: 'string' } },
  run: runAccess,
};

const questions = ['who-can-modify', 'who-can-invoke', 'what-can', 'code-needs'] as const;
type Question = (typeof questions)[number];

async function runAccess(args: CommandArguments, shell: Shell): Promise<ExitCode> {
  const [word, name, path, ...more] = args.positionals;
  const question = questions.find((one) => one === word);
  if (question === undefined) throw new UsageError(`access wants one of ${questions.join(', ')}`);
  if (name === undefined || more.length > 0 || (path !== undefined && question !== 'code-needs'))
    throw new UsageError(`access ${question} wants one function: its name or its ARN`);
  const format = formatOption(args, ['text', 'json']);
  // Said before AWS is asked for minutes.
  if (path !== undefined && !existsSync(resolve(shell.cwd, path)))
    throw new UsageError(`no such file or folder: ${path}`);
  const snapshot = await snapshotFor(args, shell);
  const access = accessQuestions(snapshot);
  const arn = findFunction(access, name, args);
  const answer =
    question === 'code-needs'
      ? await codeNeeds(access, snapshot, arn, path, args, shell)
      : ask(access, question, arn);
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
  question: Exclude<Question, 'code-needs'>,
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

async function codeNeeds(
  access: AccessQuestions,
  snapshot: AccountSnapshot,
  arn: string,
  path: string | undefined,
  args: CommandArguments,
  shell: Shell,
): Promise<{ readonly data: unknown; readonly text: string } | undefined> {
  const deployed = [...functionsOf(snapshot)].find((one) => one.function.arn === arn)?.function;
  if (deployed === undefined) return undefined;
  const below = { ...args, positionals: path === undefined ? [] : [path] };
  const [found] = await openFunctions(below, shell);
  const handler = found && handlerOf(found, deployed);
  if (found === undefined || handler === undefined)
    throw new UsageError(
      `no code of ${deployed.name} found below ${path ?? '.'}: name the handler's file as PATH`,
    );
  const data = access.codeNeeds(arn, await found.index.awsCalls(handler));
  if (data === undefined) return undefined;
  const cwd = shell.cwd.replaceAll('\\', '/');
  const text = renderNeedsText(data, (file, span) => {
    const { line } = lineIndex(found.workspace.read(file) ?? '').positionAt(span.start);
    return `${relativePath(cwd, file)}:${line + 1}`;
  });
  return { data, text };
}

/** The one that a configuration names, else the only one there is. */
function handlerOf({ handlers }: FoundFunctions, deployed: LambdaFunction): Handler | undefined {
  const declared = declarationOf(
    deployed,
    handlers.flatMap(({ configured }) => configured),
  );
  const [only, ...others] = handlers;
  return declared === undefined
    ? others.length === 0
      ? only
      : undefined
    : handlers.find(({ configured }) => configured.includes(declared));
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
