// Does a list of packaging patterns leave a file out? As Serverless reads its `package.patterns` (later ones win,
// `!` excludes), CDK its `exclude` globs, Terraform's module its regular expressions, and ignore files theirs.
import type { ConfigurationKind } from '../../syntax/configuration/configured-function.ts';

/** The pattern that excludes `path` (relative to the packaged folder), as written; `undefined` when it gets in. */
export function excludes(
  patterns: readonly string[],
  path: string,
  by: ConfigurationKind | 'ignore-file',
): string | undefined {
  let verdict: string | undefined;
  for (const pattern of patterns) {
    const isExclusion = pattern.startsWith('!');
    const body = pattern.replace(/^!/, '').trim();
    const matches = by === 'terraform' ? asExpression(body, path) : asGlob(body, path, by);
    if (matches) verdict = isExclusion ? pattern : undefined;
  }
  return verdict;
}

function asExpression(source: string, path: string): boolean {
  try {
    return new RegExp(`^(?:${source})$`).test(path);
  } catch {
    return false;
  }
}

function asGlob(glob: string, path: string, by: string): boolean {
  const clean = glob.replace(/^(\.\/|\/)/, '').replace(/\/$/, '');
  if (clean === '') return false;
  const anywhere = by === 'ignore-file' && !clean.includes('/');
  const below = by === 'serverless' ? '' : '(?:/.*)?';
  return new RegExp(`^${anywhere ? '(?:.*/)?' : ''}${toSource(clean)}${below}$`).test(path);
}

/** `**`, `*`, `?` and `{a,b}`; all else stands for itself. */
function toSource(glob: string): string {
  let source = '';
  let open = 0;
  for (let at = 0; at < glob.length; at++) {
    const unit = glob.charAt(at);
    if (glob.startsWith('**/', at)) {
      source += '(?:.*/)?';
      at += 2;
    } else if (glob.startsWith('**', at)) {
      source += '.*';
      at++;
    } else if (unit === '*') source += '[^/]*';
    else if (unit === '?') source += '[^/]';
    else if (unit === '{' && glob.includes('}', at)) {
      source += '(?:';
      open++;
    } else if (unit === '}' && open > 0) {
      source += ')';
      open--;
    } else if (unit === ',' && open > 0) source += '|';
    else source += unit.replace(/[.+^$()|[\]\\{}]/, '\\$&');
  }
  return source;
}
