// What a command of the command line is: one file in `commands/` that exports a value of this shape.
import type { ParseArgsConfig } from 'node:util';

/** 0: nothing at or above `--fail-on`; 1: findings; 2: usage, or nothing could be done. */
export type ExitCode = 0 | 1 | 2;

/** Where a command writes: results on `out`, progress and complaints on `complain`. */
export interface Shell {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted on SIGINT: long work stops and says what it has. */
  readonly signal: AbortSignal;
  /** Writes to standard output as it is; resolves when the pipe has taken it. */
  out(text: string): Promise<void>;
  /** One line on standard error; silent under `--quiet`. */
  progress(line: string): void;
  /** One line on standard error, always. */
  complain(line: string): void;
}

export interface CommandArguments {
  /** As `node:util` parseArgs gives them; the common options are among them. */
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

export interface Command {
  /** One or two words: `scan`, `rules check`. */
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** Arguments and options in words, shown by `lambda-protect help NAME`. */
  readonly usage: string;
  /** Options beside the common ones (`--rules --format --fail-on --region --profile --endpoint-url --quiet`). */
  readonly options?: NonNullable<ParseArgsConfig['options']>;
  run(args: CommandArguments, shell: Shell): Promise<ExitCode>;
}
