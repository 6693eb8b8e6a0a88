// `rules replay`: what a changed rule file would newly block, and what it would newly let pass, against the
// committed version.
import { dirname, resolve } from 'node:path';
import type { Finding } from '../../core/finding/finding.ts';
import type { UnknownItem } from '../../core/report/json.ts';
import { createEventMatcher, defaultEventGlobs } from '../../platform/event-files.ts';
import { createFunctionIndex } from '../../platform/function-index.ts';
import { committedText } from '../../platform/git.ts';
import { shippedRules } from '../../platform/install-folder.ts';
import { type Replay, type ReplayChange, replay } from '../../platform/replay.ts';
import { createRuleFolders, ruleFileKindOf } from '../../platform/rule-files.ts';
import { createScanner, type Scanner } from '../../platform/scanner.ts';
import { createWorkspace } from '../../platform/workspace.ts';
import type { Command, CommandArguments, ExitCode, Shell } from '../command.ts';
import { openScanner } from '../open-scanner.ts';
import { flag, listOption, rulesOption, textOption, UsageError } from '../options.ts';
import { printResults } from '../print.ts';

export const command: Command = {
  name: 'rules replay',
  summary: 'tells what changed rule files would newly block or newly let pass',
  usage: `
lambda-protect rules replay [FILE…] [--against REVISION] [--all] [--events GLOB,…] [--responses GLOB,…]

Plays each rule FILE (without one, those that apply to the current folder) as it is now against the committed one:
code rules over the code of the functions below the current folder (--all: every source file), in rules over the event
files, out rules over the response files. --against names another revision than HEAD. What would newly be blocked is
of severity warning, what would newly pass of severity info: --fail-on warning makes the former fail.
`,
  options: {
    against: { type: 'string' },
    all: { type: 'boolean' },
    events: { type: 'string', multiple: true },
    responses: { type: 'string', multiple: true },
  },
  run: runReplay,
};

async function runReplay(args: CommandArguments, shell: Shell): Promise<ExitCode> {
  const after = await openScanner(args, shell);
  const revision = textOption(args, 'against') ?? 'HEAD';
  const names = args.positionals.map((path) => resolve(shell.cwd, path));
  const wrong = names.find((path) => ruleFileKindOf(path) === undefined);
  if (wrong !== undefined) throw new UsageError(`not a rule file by its name: ${wrong}`);
  const files = names.length > 0 ? names : after.rulesFor(shell.cwd).files.map(({ path }) => path);
  const findings: Finding[] = [];
  const unknown: UnknownItem[] = [];
  const counts = { files: 0, events: 0, newlyBlocked: 0, newlyPassing: 0 };
  let played = 0;
  for (const ruleFile of files) {
    const committed = await committedText(ruleFile, revision);
    if (committed.state === 'unknown') {
      unknown.push({ id: 'no-committed-version', message: `${ruleFile}: ${committed.reason}` });
      continue;
    }
    played++;
    const before = scannerOf(args, shell, after, ruleFile, committed.state === 'found' ? committed.text : '');
    const result = await replay({
      ruleFile,
      before,
      after,
      sources: ruleFileKindOf(ruleFile) === 'code' ? await sourcesOf(args, shell, after) : [],
      roots: [shell.cwd],
      matcher: createEventMatcher(globs(args)),
      isCancelled: () => shell.signal.aborted,
    });
    findings.push(...findingsOf(result));
    for (const what of result.leftOut) unknown.push({ id: 'replay-incomplete', message: what });
    counts.files += result.files;
    counts.events += result.events;
    counts.newlyBlocked += result.newlyBlocked.length;
    counts.newlyPassing += result.newlyPassing.length;
  }
  const closing = `${counts.files} source files and ${counts.events} events: ${counts.newlyBlocked} newly blocked, ${counts.newlyPassing} newly passing`;
  const code = await printResults({ findings, unknown, rules: [], summary: counts, closing }, args, shell);
  return played === 0 ? 2 : code;
}

/** Like the scanner of now, but for the one file, which reads as it was. */
function scannerOf(
  args: CommandArguments,
  shell: Shell,
  now: Scanner,
  ruleFile: string,
  text: string,
): Scanner {
  return createScanner({
    engine: now.engine,
    parser: now.parser,
    folders: createRuleFolders(shippedRules, rulesOption(args, shell.cwd)),
    openText: (path) => (path === ruleFile ? text : undefined),
  });
}

async function sourcesOf(
  args: CommandArguments,
  shell: Shell,
  { parser }: Scanner,
): Promise<readonly string[]> {
  const index = createFunctionIndex(createWorkspace([shell.cwd]), parser);
  const found = await index.sources(flag(args, 'all') ? 'all' : 'functions');
  if (found.length === 0)
    shell.progress(
      `no Lambda handler found below ${dirname(`${shell.cwd}/x`)}; --all takes every source file`,
    );
  return found;
}

function globs(args: CommandArguments) {
  const events = listOption(args, 'events');
  const responses = listOption(args, 'responses');
  return {
    events: events.length > 0 ? events : defaultEventGlobs.events,
    responses: responses.length > 0 ? responses : defaultEventGlobs.responses,
  };
}

function findingsOf({ newlyBlocked, newlyPassing }: Replay): readonly Finding[] {
  return [
    ...newlyBlocked.map((change) => toFinding(change, 'newly-blocked')),
    ...newlyPassing.map((change) => toFinding(change, 'newly-passing')),
  ];
}

function toFinding(
  { what, path, range, rules }: ReplayChange,
  id: 'newly-blocked' | 'newly-passing',
): Finding {
  const isBlocked = id === 'newly-blocked';
  const by = rules.join(', ');
  return {
    id,
    severity: isBlocked ? 'warning' : 'info',
    confidence: 'high',
    title: isBlocked ? 'The changed rules would block this' : 'The changed rules would let this pass',
    message: isBlocked
      ? `this ${what} would newly be blocked by ${by}`
      : `this ${what} would newly pass: ${by} blocked it`,
    cwe: [],
    place: { kind: 'code', file: path, span: { start: 0, end: 0 }, range },
  };
}
