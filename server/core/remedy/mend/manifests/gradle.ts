// Gradle: coordinates in build scripts (Groovy and Kotlin), variables in the same file, and version catalogs.
// https://docs.gradle.org/current/userguide/declaring_dependencies.html
import type { Declaration, Manifest } from '../manifest.ts';
import { mavenKey } from '../maven-key.ts';
import { type TomlString, tomlStrings } from '../toml-strings.ts';

const base = {
  ecosystem: 'java',
  afterwards: 'build anew; with dependency locking, run it once with --write-locks',
  nameKey: mavenKey,
} as const;

export const gradle: Manifest = {
  ...base,
  isNamed: (name) => /\.gradle(?:\.kts)?$/.test(name),
  globs: ['**/*.gradle', '**/*.gradle.kts'],
  find: (text) => [...shortForm(text), ...longForm(text)],
};

export const gradleCatalog: Manifest = {
  ...base,
  isNamed: (name) => name.endsWith('.versions.toml'),
  globs: ['**/*.versions.toml'],
  find(text) {
    const strings = tomlStrings(text);
    return strings.flatMap((one) => catalogEntry(one, strings));
  },
};

/** `'group:name:1.2.3'`, `"group:name:$version"`, `"group:name:1.2.3:classifier@zip"`. */
function shortForm(text: string): readonly Declaration[] {
  const clean = withoutComments(text);
  return [...clean.matchAll(/(['"])([\w.-]+:[\w.-]+)(?::([^'":@\s]+))?(?::[\w.-]+)?(?:@\w+)?\1/g)].flatMap(
    (match): Declaration[] => {
      const [, , name = '', version] = match;
      const start = match.index + 1 + name.length;
      if (version === undefined) {
        // `"a:b"` may be anything; behind the word for a dependency it is one whose version comes from a platform.
        const isDependency =
          /\b(?:[a-z]*[iI]mplementation|api|compileOnly|runtimeOnly|[a-z]*RuntimeOnly|[a-z]*CompileOnly|kapt|ksp|annotationProcessor)\s*\(?\s*$/.test(
            clean.slice(Math.max(0, match.index - 60), match.index),
          );
        return isDependency
          ? [
              {
                name,
                range: '',
                span: { start: match.index + 1, end: start },
                style: 'gradle',
                obstacle: 'its version comes from a platform or a constraint: raise it there',
              },
            ]
          : [];
      }
      return [versionAt(name, version, start + 1, text)];
    },
  );
}

/** `group: 'g', name: 'a', version: '1.2.3'`, with `=` in Kotlin. */
function longForm(text: string): readonly Declaration[] {
  const form =
    /\bgroup\s*[:=]\s*(['"])([\w.-]+)\1\s*,\s*name\s*[:=]\s*(['"])([\w.-]+)\3\s*,\s*version\s*[:=]\s*(?:(['"])([^'"]+)\5|([A-Za-z_][\w.]*))/g;
  return [...withoutComments(text).matchAll(form)].map((match) => {
    const name = `${match[2]}:${match[4]}`;
    const version = match[6] ?? `$${match[7]}`;
    const quote = match[6] === undefined ? 0 : 1;
    const length = match[6] === undefined ? version.length - 1 : version.length;
    return versionAt(name, version, match.index + match[0].length - quote - length, text);
  });
}

function versionAt(name: string, version: string, start: number, text: string): Declaration {
  const span = { start, end: start + version.length };
  const variable = /^\$\{?([A-Za-z_][\w.]*)\}?$/.exec(version)?.[1];
  if (variable === undefined)
    return version.includes('$')
      ? { name, range: version, span, style: 'gradle', obstacle: `${version} is put together` }
      : { name, range: version, span, style: 'gradle' };
  const last = variable.split('.').at(-1) ?? variable;
  const set = new RegExp(
    `\\b${last}\\b['"\\])]*(?:\\s*:\\s*String)?\\s*(?:=|:|by\\s+extra\\()\\s*(['"])(\\d[^'"]*)\\1`,
  ).exec(withoutComments(text));
  if (!set)
    return {
      name,
      range: version,
      span,
      style: 'gradle',
      obstacle: `${last} is not set in this file: raise it where it is`,
    };
  const value = set[2] ?? '';
  const from = set.index + set[0].length - 1 - value.length;
  return {
    name,
    range: value,
    span: { start: from, end: from + value.length },
    style: 'gradle',
    note: `${last} may set other packages too`,
  };
}

function catalogEntry({ path, value, span }: TomlString, all: readonly TomlString[]): readonly Declaration[] {
  const [table, alias = '', ...member] = path;
  if (table !== 'libraries') return [];
  if (member.length === 0) {
    const [group, artifact, version = ''] = value.split(':');
    const start = span.end - version.length;
    return version === ''
      ? []
      : [{ name: `${group}:${artifact}`, range: version, span: { start, end: span.end }, style: 'gradle' }];
  }
  const sibling = (name: string) =>
    all.find((one) => one.path.join('/') === ['libraries', alias, ...name.split('/')].join('/'))?.value;
  const name = sibling('module') ?? `${sibling('group')}:${sibling('name')}`;
  if (member.join('/') === 'version') return [{ name, range: value, span, style: 'gradle' }];
  if (member.join('/') !== 'version/ref') return [];
  const source = all.find((one) => one.path.join('/') === `versions/${value}`);
  if (!source)
    return [
      {
        name,
        range: value,
        span,
        style: 'gradle',
        obstacle: `version ${value} is not plain text in this file`,
      },
    ];
  const users = all.filter(
    (one) => one.path.slice(2).join('/') === 'version/ref' && one.value === value,
  ).length;
  return [
    {
      name,
      range: source.value,
      span: source.span,
      style: 'gradle',
      ...(users < 2 ? {} : { note: `version ${value} also sets ${users - 1} other libraries` }),
    },
  ];
}

/** As long as it was, so that places stay. An address holds two slashes too. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"\w])\/\/[^\n]*/g, (comment) =>
    comment.replace(/[^\n]/g, ' '),
  );
}
