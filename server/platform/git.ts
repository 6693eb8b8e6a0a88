// What git has committed of a file. Git is asked once, by a person's request; it never runs while somebody types.
import { execFile } from 'node:child_process';
import { basename, dirname } from 'node:path';

export type Committed =
  | { readonly state: 'found'; readonly text: string }
  /** The file is new. */
  | { readonly state: 'absent' }
  | { readonly state: 'unknown'; readonly reason: string };

/** `revision` is anything that git takes for one, such as `HEAD` or `main~2`. */
export function committedText(path: string, revision = 'HEAD'): Promise<Committed> {
  if (revision.startsWith('-'))
    return Promise.resolve({ state: 'unknown', reason: `not a revision: ${revision}` });
  return new Promise((resolve) => {
    execFile(
      'git',
      ['show', `${revision}:./${basename(path)}`],
      { cwd: dirname(path), maxBuffer: 64 << 20, timeout: 10_000, windowsHide: true },
      (error, stdout, stderr) => {
        if (!error) resolve({ state: 'found', text: stdout });
        else if (/exists on disk, but not in|does not exist in/.test(stderr)) resolve({ state: 'absent' });
        else resolve({ state: 'unknown', reason: reasonOf(error, stderr) });
      },
    );
  });
}

function reasonOf(error: Error, stderr: string): string {
  if ('code' in error && error.code === 'ENOENT') return 'git is not installed';
  const line = stderr
    .split('\n')[0]
    ?.replace(/^fatal: /, '')
    .trim();
  return line === undefined || line === '' ? (error.message.split('\n')[0] ?? 'git failed') : line;
}
