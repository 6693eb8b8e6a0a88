// Requirements of Ruby gems, as the quoted strings behind a gem's name: `'~> 2.2', '>= 2.2.1'`.
// https://guides.rubygems.org/patterns/#declaring-dependencies
import { compareVersions, releaseOf } from '../version.ts';
import { enough, type Raised, raised, startsWith, unsure } from './raised.ts';

export function raiseGem(range: string, fixed: string): Raised {
  if (range.trim() === '') return raised(`'>= ${fixed}'`, fixed, fixed);
  const parts = [...range.matchAll(/(['"])\s*(~>|>=|<=|!=|>|<|=)?(\s*)(\d[\w.-]*)\s*\1/g)];
  const left = range.replace(/(['"])\s*(?:~>|>=|<=|!=|>|<|=)?\s*\d[\w.-]*\s*\1/g, '').replace(/[,\s]/g, '');
  if (parts.length === 0 || left !== '') return unsure(`${range} is not understood`);
  const clauses = parts.map((one) => ({
    index: one.index,
    text: one[0],
    quote: one[1] ?? "'",
    operator: one[2] ?? '=',
    isBare: one[2] === undefined,
    space: one[3] ?? '',
    version: one[4] ?? '',
  }));
  type Clause = (typeof clauses)[number];
  const only = clauses.length === 1;
  for (const one of clauses)
    if (keepsOut(one, fixed) && !(only && one.operator === '~>'))
      return unsure(`${one.operator} ${one.version} keeps it out: change it where the code allows`);
  if (clauses.some((one) => /^(?:~>|>=|>|=)$/.test(one.operator) && compareVersions(one.version, fixed) >= 0))
    return enough;
  const write = (one: Clause, text: string) =>
    raised(
      `${range.slice(0, one.index)}${one.quote}${text}${one.quote}${range.slice(one.index + one.text.length)}`,
      one.version,
      fixed,
    );
  const pin = clauses.find((one) => one.operator === '=');
  if (pin)
    return only
      ? write(pin, pin.isBare ? fixed : `=${pin.space}${fixed}`)
      : unsure(`${range} pins and bounds at once`);
  const bottom = clauses.find((one) => one.operator === '>=' || one.operator === '>');
  if (bottom) return write(bottom, `>=${bottom.space}${fixed}`);
  const compatible = clauses.find((one) => one.operator === '~>');
  if (
    compatible &&
    (releaseOf(compatible.version).length === releaseOf(fixed).length || keepsOut(compatible, fixed))
  )
    return write(compatible, `~>${compatible.space}${fixed}`);
  const quote = clauses[0]?.quote ?? "'";
  return raised(`${range}, ${quote}>= ${fixed}${quote}`, compatible?.version ?? fixed, fixed);
}

function keepsOut(
  { operator, version }: { readonly operator: string; readonly version: string },
  fixed: string,
): boolean {
  switch (operator) {
    case '<':
      return compareVersions(fixed, version) >= 0;
    case '<=':
      return compareVersions(fixed, version) > 0;
    case '!=':
      return compareVersions(fixed, version) === 0;
    case '~>':
      return !startsWith(fixed, releaseOf(version).slice(0, Math.max(1, releaseOf(version).length - 1)));
    default:
      return false;
  }
}
