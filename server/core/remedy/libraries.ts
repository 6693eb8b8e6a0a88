// Which libraries a package brings along, by what their installers leave beside them. Nothing is guessed from the code,
// but for bundles, whose bundlers write the path of each module above it.
import type { LibraryChange } from './evidence.ts';

export interface Library {
  readonly name: string;
  /** Empty where a bundle does not say. */
  readonly version: string;
  readonly kind: 'npm' | 'python' | 'java' | 'ruby' | 'dotnet';
  /** The file that tells of it. */
  readonly path: string;
}

const npmManifest = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/;
const pythonMetadata = /\.(?:dist-info\/METADATA|egg-info\/PKG-INFO)$/;
const pomProperties = /(?:^|\/)META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/;
const dotnetManifest = /\.deps\.json$/;
const jar = /(?:^|\/)([^/]+?)-(\d[^/]*?)\.jar$/;
const gem = /(?:^|\/)specifications\/([^/]+?)-(\d[^/]*)\.gemspec$/;
const bundle = /\.(?:[cm]?js)$/;
const moduleName = /^((?:@[^/\s]+\/)?[^/\s]+)\//;
/** A package is a stranger's text: longer names and comments are not gone through, so that none takes long. */
const maxPath = 1_000;
const maxComment = 1_000;

/** Whether `librariesIn` wants the text of a file. */
export function tellsLibraries(path: string): boolean {
  return (
    npmManifest.test(path) ||
    pythonMetadata.test(path) ||
    pomProperties.test(path) ||
    dotnetManifest.test(path) ||
    (bundle.test(path) && !path.includes('node_modules/'))
  );
}

/** `text`: of the files that `tellsLibraries` wants; the others tell by their names. Never throws. */
export function librariesIn(path: string, text: string | undefined): readonly Library[] {
  if (path.length > maxPath) return [];
  const byName = (kind: Library['kind'], match: RegExpExecArray): readonly Library[] => [
    { name: match[1] ?? '', version: match[2] ?? '', kind, path },
  ];
  const jarName = jar.exec(path);
  if (jarName) return byName('java', jarName);
  const gemName = gem.exec(path);
  if (gemName) return byName('ruby', gemName);
  if (text === undefined) return [];
  const npm = npmManifest.exec(path)?.[1];
  if (npm !== undefined) {
    const { version } = record(json(text));
    return [{ name: npm, version: typeof version === 'string' ? version : '', kind: 'npm', path }];
  }
  if (pythonMetadata.test(path)) {
    const name = /^Name: *(.+?)\r?$/m.exec(text)?.[1];
    const version = /^Version: *(.+?)\r?$/m.exec(text)?.[1] ?? '';
    return name === undefined ? [] : [{ name, version, kind: 'python', path }];
  }
  if (pomProperties.test(path)) {
    const value = (key: string) => new RegExp(`^${key}=(.+?)\\r?$`, 'm').exec(text)?.[1];
    const name = value('artifactId');
    return name === undefined ? [] : [{ name, version: value('version') ?? '', kind: 'java', path }];
  }
  if (dotnetManifest.test(path)) {
    return Object.entries(record(record(json(text))['libraries'])).flatMap(([key, one]) => {
      const [name = '', version = ''] = key.split('/');
      return record(one)['type'] === 'package' ? [{ name, version, kind: 'dotnet' as const, path }] : [];
    });
  }
  return [...bundledModules(text)].map((name) => ({ name, version: '', kind: 'npm', path }));
}

/** Bundlers write `// node_modules/NAME/…` above each module. */
function bundledModules(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const folder = 'node_modules/';
  for (let at = text.indexOf('// '); at !== -1; at = text.indexOf('// ', at + 3)) {
    if (at > 0 && text[at - 1] !== '\n') continue;
    const end = text.indexOf('\n', at);
    const comment = text.slice(at, Math.min(end === -1 ? text.length : end, at + maxComment));
    const inner = comment.lastIndexOf(folder);
    const name = inner === -1 ? undefined : moduleName.exec(comment.slice(inner + folder.length))?.[1];
    if (name !== undefined) found.add(name);
  }
  return found;
}

/** One entry a library and version, by name. */
export function uniqueLibraries(all: readonly Library[]): readonly Library[] {
  const unique = new Map<string, Library>();
  for (const one of all) {
    const key = `${one.kind} ${one.name} ${one.version}`;
    if (!unique.has(key)) unique.set(key, one);
  }
  return [...unique.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}

export function libraryChanges(
  before: readonly Library[],
  after: readonly Library[],
): readonly LibraryChange[] {
  const versions = (all: readonly Library[]): ReadonlyMap<string, string> => {
    const found = new Map<string, Set<string>>();
    for (const { name, version } of all) found.set(name, (found.get(name) ?? new Set()).add(version));
    return new Map([...found].map(([name, some]) => [name, [...some].toSorted().join(', ')]));
  };
  const then = versions(before);
  const now = versions(after);
  return [...new Set([...then.keys(), ...now.keys()])]
    .toSorted()
    .map((name) => ({
      name,
      // A bundle does not say versions: that it is there is said all the same.
      before: then.has(name) ? then.get(name) || 'some version' : '',
      after: now.has(name) ? now.get(name) || 'some version' : '',
    }))
    .filter((one) => one.before !== one.after);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
