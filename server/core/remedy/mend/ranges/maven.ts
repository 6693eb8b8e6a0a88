// Versions as Maven, Gradle and NuGet write them: a bare one, or an interval in brackets.
// https://maven.apache.org/pom.html#dependency-version-requirement-specification
// https://learn.microsoft.com/nuget/concepts/package-versioning#version-ranges
import { compareVersions, isVersion, releaseOf } from '../version.ts';
import { enough, open, type Raised, raised, startsWith, unsure } from './raised.ts';

export function raiseMaven(range: string, fixed: string): Raised {
  const spec = range.trim();
  if (/^(?:\*|\+|LATEST|RELEASE|latest\.\w+)$/.test(spec)) return open;
  const wild = /^(\d[\d.]*?)\.?(?:\+|\*(?:-\*)?)$/.exec(spec);
  if (wild) {
    const prefix = releaseOf(wild[1] ?? '');
    if (startsWith(fixed, prefix)) return open;
    return unsure(`${spec} keeps it out: change it where the code allows`);
  }
  const exact = /^\[\s*([^,[\]()]+?)\s*\]$/.exec(spec);
  if (exact) {
    const from = exact[1] ?? '';
    return compareVersions(from, fixed) >= 0 ? enough : raised(spec.replace(from, fixed), from, fixed);
  }
  const interval = /^([[(\]])\s*([^,[\]()]*?)\s*,\s*([^,[\]()]*?)\s*([\])[])$/.exec(spec);
  if (interval) {
    const [, , from = '', to = '', close = ''] = interval;
    if (from !== '' && compareVersions(from, fixed) >= 0) return enough;
    const order = to === '' ? -1 : compareVersions(fixed, to);
    if (order > 0 || (order === 0 && close !== ']'))
      return unsure(`the upper bound ${to}${close} keeps it out`);
    const rest = spec.slice(spec.indexOf(','));
    return raised(`[${fixed}${rest}`, from === '' ? fixed : from, fixed);
  }
  if (!isVersion(spec)) return unsure(`${spec} is not understood`);
  return compareVersions(spec, fixed) >= 0 ? enough : raised(sameVariant(spec, fixed), spec, fixed);
}

/** Some libraries are released once for each platform: `33.0.0-jre` stays with `-jre`. */
function sameVariant(from: string, fixed: string): string {
  const variant = /-(jre|android)\d*$/.exec(from)?.[0];
  return variant === undefined ? fixed : `${fixed.replace(/-(jre|android)\d*$/, '')}${variant}`;
}
