// Ranges as npm writes them. https://github.com/npm/node-semver#ranges
import { compareVersions, releaseOf } from '../version.ts';
import { enough, open, type Raised, raised, startsWith, unsure } from './raised.ts';

const single = /^(\^|~>?|>=|>|=|v)?\s*v?(\d+)(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(-[\w.-]+)?(?:\+[\w.-]+)?$/;

export function raiseNpm(range: string, fixed: string): Raised {
  const spec = range.trim();
  if (/^(?:|\*|x|X|latest|next)$/.test(spec)) return open;
  if (/^npm:/.test(spec)) {
    // With the name of another package before it, or alone as Yarn writes it.
    const alias = /^(npm:(?:(?:@[^/@]+\/)?[^@]+@)?)(.+)$/.exec(spec);
    const inner = raiseNpm(alias?.[2] ?? '', fixed);
    return inner.kind === 'raised' && alias ? { ...inner, range: `${alias[1]}${inner.range}` } : inner;
  }
  if (spec.startsWith('catalog:'))
    return unsure('its version stands in the catalog of the workspace: raise it there');
  if (/[:/]/.test(spec)) return unsure(`${spec} does not come from the registry`);
  if (spec.includes('||')) return unsure(`${spec} names several ranges`);
  const one = single.exec(spec);
  if (one) return raiseSingle(one, spec, fixed);
  const hyphen = /^(\S+)(\s+-\s+)(\S+)$/.exec(spec);
  if (hyphen) {
    const [, from = '', dash = '', to = ''] = hyphen;
    if (compareVersions(from, fixed) >= 0) return enough;
    return isBelowTop(fixed, to, true) ? raised(`${fixed}${dash}${to}`, from, fixed) : excluded(to);
  }
  return raiseCompound(spec, fixed);
}

function raiseSingle(match: RegExpExecArray, spec: string, fixed: string): Raised {
  const [, operator = '', ...numbers] = match;
  const given = numbers.slice(0, 3).filter((one) => one !== undefined && /^\d+$/.test(one));
  const floor = given.join('.') + (numbers[3] ?? '');
  if (compareVersions(floor, fixed) >= 0) return enough;
  const write = (sign: string) => raised(`${sign}${spec.includes('v') ? 'v' : ''}${fixed}`, floor, fixed);
  if (operator === '>' || operator === '>=') return write(/^>=?\s/.test(spec) ? '>= ' : '>=');
  if (operator === '^') return write('^');
  if (operator.startsWith('~')) return write(given.length < 2 ? '^' : '~');
  if (given.length === 3) return write(operator === '=' ? '=' : '');
  // `1.x` and `1` are carets, `1.2.x` and `1.2` are tildes.
  const isInside = startsWith(fixed, given.map(Number));
  return write(given.length === 1 || !isInside ? '^' : '~');
}

function raiseCompound(spec: string, fixed: string): Raised {
  const parts = [...spec.matchAll(/(>=|<=|>|<|=|\^|~)\s*v?(\d[\w.+-]*)/g)];
  if (
    parts.length === 0 ||
    parts.map((one) => one[0]).join('').length !== spec.replace(/\s+(?=[<>=^~])/g, '').length
  )
    return unsure(`${spec} is not understood`);
  const top = parts.find((one) => one[1] === '<' || one[1] === '<=');
  if (top && !isBelowTop(fixed, top[2] ?? '', top[1] === '<=')) return excluded(top[0]);
  const bottom = parts.find((one) => one[1] === '>=' || one[1] === '>');
  if (!bottom)
    return top && parts.length === 1
      ? raised(`>=${fixed} ${spec}`, fixed, fixed)
      : unsure(`${spec} is not understood`);
  if (compareVersions(bottom[2] ?? '', fixed) >= 0) return enough;
  const at = bottom.index;
  const space = /^>=?(\s*)/.exec(bottom[0])?.[1] ?? '';
  return raised(
    `${spec.slice(0, at)}>=${space}${fixed}${spec.slice(at + bottom[0].length)}`,
    bottom[2] ?? '',
    fixed,
  );
}

/** An upper bound such as `<=2` or `- 2` takes in all of 2. */
function isBelowTop(fixed: string, top: string, isIncluded: boolean): boolean {
  const order = compareVersions(fixed, top);
  return (
    order < 0 ||
    (isIncluded && (order === 0 || (releaseOf(top).length < 3 && startsWith(fixed, releaseOf(top)))))
  );
}

const excluded = (bound: string) =>
  unsure(`the upper bound ${bound} keeps it out: raise it where the code allows`);
