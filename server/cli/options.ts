// The options that every command takes, parsed once.
import { resolve } from 'node:path';
import { isSeverity, type Severity } from '../core/finding/finding.ts';
import type { CommandArguments } from './command.ts';

export const commonOptions = {
  rules: { type: 'string' },
  format: { type: 'string' },
  'fail-on': { type: 'string' },
  region: { type: 'string', multiple: true },
  profile: { type: 'string', multiple: true },
  'endpoint-url': { type: 'string' },
  engine: { type: 'string' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** A person's call is wrong: said on standard error, exit code 2. */
export class UsageError extends Error {}

export type Format = 'text' | 'json' | 'sarif' | 'html' | 'markdown' | 'csv';

export function textOption(args: CommandArguments, name: string): string | undefined {
  const value = args.values[name];
  return typeof value === 'string' ? value : undefined;
}

export function listOption(args: CommandArguments, name: string): readonly string[] {
  const value = args.values[name];
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list
    .filter((item) => typeof item === 'string')
    .flatMap((item) => item.split(','))
    .filter(Boolean);
}

/** A number that is not negative; `of`: what it counts, for the complaint. */
export function numberOption(args: CommandArguments, name: string, of: string): number | undefined {
  const word = textOption(args, name);
  if (word === undefined) return undefined;
  const value = Number(word);
  if (word.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new UsageError(`--${name} is no number of ${of}: ${word}`);
  return value;
}

export function flag(args: CommandArguments, name: string): boolean {
  return args.values[name] === true;
}

/** `--format`, one of those that the command knows. */
export function formatOption(
  args: CommandArguments,
  known: readonly Format[] = ['text', 'json', 'sarif'],
): Format {
  const word = textOption(args, 'format') ?? 'text';
  const format = known.find((one) => one === word);
  if (format === undefined)
    throw new UsageError(`unknown format: ${word}; this command knows ${known.join(', ')}`);
  return format;
}

/** `--fail-on`: findings of this severity or worse make the exit code 1. */
export function failOn(args: CommandArguments): Severity | 'never' {
  const word = textOption(args, 'fail-on') ?? 'error';
  if (word === 'never' || (isSeverity(word) && word !== 'hint')) return word;
  throw new UsageError(`unknown severity: ${word}; --fail-on takes error, warning, info or never`);
}

/** `--rules`, as an absolute folder. */
export function rulesOption(args: CommandArguments, cwd: string): string | undefined {
  const folder = textOption(args, 'rules');
  return folder === undefined ? undefined : resolve(cwd, folder);
}
