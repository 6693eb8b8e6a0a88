// What Inspector says of a package, and the one version to go to: of several fixed versions the smallest step forward,
// of several findings on one package the one that mends them all.
import { compareVersions, isVersion, releaseOf } from './version.ts';

export interface PackageFix {
  /** As Inspector names it: `lodash`, `org.apache.logging.log4j:log4j-core`, `golang.org/x/net`. */
  readonly name: string;
  /** The one that is deployed; may be empty. */
  readonly version: string;
  /** One version, or several divided by commas where several lines of releases were mended. */
  readonly fixedIn: string;
  /** Inspector's `packageManager`, such as `NODEPKG` or `PIP`. Absent: any manifest may declare it. */
  readonly manager?: string;
}

export type Ecosystem = 'npm' | 'python' | 'java' | 'go' | 'ruby' | 'dotnet';

/** https://docs.aws.amazon.com/inspector/v2/APIReference/API_VulnerablePackage.html */
const managers: Readonly<Record<Ecosystem, RegExp>> = {
  npm: /^(?:NPM|NODEPKG|YARN|PNPM)/,
  python: /^(?:PIP|PYTHON|POETRY|PIPENV|UV)/,
  java: /^(?:JAR|MAVEN|GRADLE|POM)/,
  go: /^GO/,
  ruby: /^(?:BUNDLER|GEM)/,
  dotnet: /^(?:NUGET|DOTNET)/,
};

/** The one that a finding speaks of; undefined: it may be any, `none`: no manifest of a language declares it. */
export function ecosystemOf({ manager }: PackageFix): Ecosystem | 'none' | undefined {
  if (manager === undefined || manager === '') return undefined;
  for (const [ecosystem, pattern] of Object.entries(managers))
    if (pattern.test(manager.toUpperCase())) return ecosystem as Ecosystem;
  return 'none';
}

/** One fix for each package, each with one version to go to; packages without a fixed version are left out. */
export function mergedFixes(fixes: readonly PackageFix[]): readonly PackageFix[] {
  const merged = new Map<string, PackageFix>();
  for (const fix of fixes) {
    const fixedIn = smallestStep(fix);
    if (fixedIn === undefined) continue;
    const key = `${ecosystemOf(fix) ?? ''} ${fix.name}`;
    const known = merged.get(key);
    if (!known || compareVersions(fixedIn, known.fixedIn) > 0) merged.set(key, { ...fix, fixedIn });
  }
  return [...merged.values()];
}

function smallestStep({ version, fixedIn }: PackageFix): string | undefined {
  const choices = fixedIn
    .split(/[,;\s]+/)
    .map((one) => one.replace(/^[<>=^~]+/, ''))
    .filter((one) => isVersion(one) && (version === '' || compareVersions(one, version) > 0))
    .toSorted(compareVersions);
  const major = releaseOf(version)[0];
  return choices.find((one) => releaseOf(one)[0] === major) ?? choices[0];
}
