// Version specifiers of Python packages. https://packaging.python.org/en/latest/specifications/version-specifiers/
import { compareVersions, releaseOf } from '../version.ts';
import { enough, open, type Raised, raised, startsWith, unsure } from './raised.ts';

interface Clause {
  readonly operator: string;
  readonly space: string;
  readonly version: string;
  readonly start: number;
  readonly end: number;
}

export function raisePep440(range: string, fixed: string): Raised {
  const spec = range.trim();
  if (spec === '*') return open;
  if (spec === '') return raised(`>=${fixed}`, fixed, fixed);
  if (spec.includes('||')) return unsure(`${spec} names several ranges`);
  const clauses = clausesOf(spec);
  if (!clauses) return unsure(`${spec} is not understood`);
  for (const one of clauses)
    if (keepsOut(one, fixed) && !(clauses.length === 1 && one.operator === '~='))
      return unsure(`${one.operator}${one.version} keeps it out: change it where the code allows`);
  const floors = clauses.filter((one) => floorOf(one) !== undefined);
  if (floors.some((one) => compareVersions(floorOf(one) ?? '', fixed) >= 0)) return enough;
  const write = (one: Clause, text: string) =>
    raised(spec.slice(0, one.start) + text + spec.slice(one.end), one.version, fixed);

  const pin = clauses.find((one) => /^={2,3}$/.test(one.operator) && !one.version.endsWith('.*'));
  if (pin)
    return clauses.length === 1
      ? write(pin, `${pin.operator}${pin.space}${fixed}`)
      : unsure(`${spec} pins and bounds at once`);
  const bottom = clauses.find((one) => one.operator === '>=' || one.operator === '>');
  if (bottom) return write(bottom, `>=${bottom.space}${fixed}`);
  const compatible = clauses.find((one) => one.operator === '~=');
  if (compatible && (canStayCompatible(compatible, fixed) || keepsOut(compatible, fixed)))
    return write(compatible, `~=${compatible.space}${fixed}`);
  const comma = /,(\s*)/.exec(spec);
  const gap = comma?.[1] ?? '';
  const from = compatible?.version ?? clauses.find((one) => one.operator === '==')?.version ?? fixed;
  // Floors are written first, as people do.
  return compatible
    ? raised(`${spec},${gap}>=${fixed}`, from, fixed)
    : raised(`>=${fixed},${gap}${spec}`, from, fixed);
}

function clausesOf(spec: string): readonly Clause[] | undefined {
  const clauses: Clause[] = [];
  let at = 0;
  for (const part of spec.split(',')) {
    const found = /^(\s*)(===|==|~=|!=|<=|>=|<|>)(\s*)([\w.*+!-]+)\s*$/.exec(part);
    if (!found) {
      if (part.trim() !== '') return undefined;
    } else {
      const [, before = '', operator = '', space = '', version = ''] = found;
      const start = at + before.length;
      clauses.push({
        operator,
        space,
        version,
        start,
        end: start + operator.length + space.length + version.length,
      });
    }
    at += part.length + 1;
  }
  return clauses.length === 0 ? undefined : clauses;
}

function floorOf({ operator, version }: Clause): string | undefined {
  return /^(?:===?|~=|>=|>)$/.test(operator) ? version.replace(/\.\*$/, '') : undefined;
}

/** A pin does not keep anything out: it is replaced. */
function keepsOut({ operator, version }: Clause, fixed: string): boolean {
  switch (operator) {
    case '<':
      return compareVersions(fixed, version) >= 0;
    case '<=':
      return compareVersions(fixed, version) > 0;
    case '!=':
      return version.endsWith('.*')
        ? startsWith(fixed, releaseOf(version))
        : compareVersions(fixed, version) === 0;
    case '==':
      return version.endsWith('.*') && !startsWith(fixed, releaseOf(version));
    case '~=':
      return !startsWith(fixed, releaseOf(version).slice(0, -1));
    default:
      return false;
  }
}

/** `~=2.2` allows 2.9: written with the numbers of 2.2.8 it would not. */
function canStayCompatible({ version }: Clause, fixed: string): boolean {
  return releaseOf(version).length === releaseOf(fixed).length;
}
