// The command line's door: finds the command, parses its options, and is the only place that ends the process.
import { enableCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { cacheFolder } from '../platform/cache-folder.ts';
import type { Command, ExitCode, Shell } from './command.ts';
import { commands } from './commands/index.ts';
import { commonOptions, UsageError } from './options.ts';
import { version } from './version.ts';

async function usage(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map(async (load) => (await load()).command));
  const width = Math.max(...all.map(({ name }) => name.length)) + 2;
  const list = all.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`).join('\n');
  return `lambda-protect ${version}: protects AWS Lambda functions

usage: lambda-protect COMMAND [options] [arguments]

${list}

options of every command:
  --rules DIR             folder of the rule files (else: the nearest upwards, else the shipped ones)
  --format text|json|sarif
  --fail-on error|warning|info|never   what makes the exit code 1 (default: error)
  --region R[,R…]  --profile P[,P…]  --endpoint-url URL   for commands that ask AWS
  --engine auto|re2|re2js  --quiet  --help

exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or nothing could be done
"lambda-protect help COMMAND" tells more of one command
`;
}

/** The command whose one or two words stand first, and the words behind them. */
async function findCommand(
  words: readonly string[],
): Promise<{ readonly command: Command; readonly rest: readonly string[] } | undefined> {
  for (const count of [2, 1]) {
    const load = commands[words.slice(0, count).join(' ')];
    if (load) return { command: (await load()).command, rest: words.slice(count) };
  }
  return undefined;
}

async function run(words: readonly string[], shell: Shell): Promise<ExitCode> {
  const [first] = words;
  if (first === '--version') {
    await shell.out(`${version}\n`);
    return 0;
  }
  if (
    first === undefined ||
    first === '--help' ||
    first === '-h' ||
    (first === 'help' && words.length === 1)
  ) {
    await shell.out(await usage());
    return first === undefined ? 2 : 0;
  }
  const found = await findCommand(first === 'help' ? words.slice(1) : words);
  const asked = first === 'help' ? (words[1] ?? '') : first;
  if (!found && isGroup(asked) && (first === 'help' || words.includes('--help') || words.includes('-h'))) {
    await shell.out(`${unknownCommand(asked)}\n`);
    return 0;
  }
  if (!found) throw new UsageError(unknownCommand(asked));
  const { command, rest } = found;
  const options = { ...commonOptions, ...command.options };
  const { values, positionals } = parse(rest, options);
  if (first === 'help' || values['help'] === true) {
    await shell.out(`${command.summary}\n\n${command.usage.trim()}\n`);
    return 0;
  }
  const quiet = values['quiet'] === true;
  return command.run({ values, positionals }, quiet ? { ...shell, progress: () => {} } : shell);
}

function isGroup(word: string): boolean {
  return Object.keys(commands).some((name) => name.startsWith(`${word} `));
}

/** The word may be the first of two: then the second ones are named. */
function unknownCommand(word: string): string {
  const group = Object.keys(commands).filter((name) => name.startsWith(`${word} `));
  return group.length > 0
    ? `${word} alone is no command; there are ${group.join(', ')}`
    : `unknown command: ${word}; "lambda-protect --help" lists them`;
}

function parse(words: readonly string[], options: NonNullable<Command['options']>) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function createShell(signal: AbortSignal): Shell {
  return {
    cwd: process.cwd(),
    env: process.env,
    signal,
    out: (text) =>
      new Promise((resolve, reject) =>
        process.stdout.write(text, (error) => (error ? reject(error) : resolve())),
      ),
    progress: (line) => void process.stderr.write(`${line}\n`),
    complain: (line) => void process.stderr.write(`lambda-protect: ${line}\n`),
  };
}

/** What V8 compiled is kept for the next run: a fifth of the start of most commands. */
function keepCompiled(): void {
  try {
    enableCompileCache(cacheFolder('compiled'));
  } catch {
    // A folder that cannot be written, or a runtime without such a cache: it is compiled anew.
  }
}

async function main(): Promise<void> {
  keepCompiled();
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  // The reader of a pipe may leave early (`| head`): that is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));
  const shell = createShell(stop.signal);
  try {
    process.exit(await run(process.argv.slice(2), shell));
  } catch (error) {
    shell.complain(error instanceof Error ? error.message : String(error));
    if (!(error instanceof UsageError) && process.env['LAMBDA_PROTECT_DEBUG']) console.error(error);
    process.exit(2);
  }
}

void main();
