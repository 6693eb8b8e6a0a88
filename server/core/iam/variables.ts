// Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, and `${*}`, `${?}`, `${$}` for the
// characters themselves. Only documents of version 2012-10-17 have them.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
import type { RequestContext } from './context.ts';
import { literalQuestion, literalStar, toPattern } from './glob.ts';
import type { Policy } from './policy.ts';

export type Resolved =
  | { readonly kind: 'pattern'; readonly pattern: string }
  /** A key that is certainly absent and has no default: the value matches nothing. */
  | { readonly kind: 'nothing' }
  /** The key's value is unknown; `widest` is the pattern with `*` in its place. */
  | { readonly kind: 'unknown'; readonly keys: readonly string[]; readonly widest: string };

export function resolveVariables(text: string, policy: Policy, context: RequestContext): Resolved {
  if (policy.version !== '2012-10-17' || !text.includes('${')) return { kind: 'pattern', pattern: text };
  const unknownKeys: string[] = [];
  let absent = false;
  const pattern = text.replace(/\$\{([^}]*)\}/g, (_, body: string) => {
    if (body === '*') return literalStar;
    if (body === '?') return literalQuestion;
    if (body === '$') return '$';
    const [key = '', fallback] = splitDefault(body);
    const value = context.get(key);
    if (value.kind === 'values' && value.values.length === 1) return toPattern(value.values[0] ?? '');
    if (value.kind === 'unknown' || value.kind === 'present') {
      unknownKeys.push(key);
      return '*';
    }
    // Absent, or with several values, which a variable cannot stand for.
    if (fallback !== undefined) return toPattern(fallback);
    absent = true;
    return '';
  });
  if (absent) return { kind: 'nothing' };
  if (unknownKeys.length > 0) return { kind: 'unknown', keys: unknownKeys, widest: pattern };
  return { kind: 'pattern', pattern };
}

function splitDefault(body: string): readonly [string, string?] {
  const match = /^([^,]*),\s*'(.*)'\s*$/s.exec(body);
  return match === null ? [body.trim()] : [(match[1] ?? '').trim(), match[2] ?? ''];
}
