// From packages with fixed versions to edits of a manifest: the version is raised where it stands, in the manner in
// which it is written; what a person has to decide is said instead of guessed.
import type { TextEdit } from '../../text/edit.ts';
import { folderOf, nameOf } from '../../text/path.ts';
import type { Span } from '../../text/span.ts';
import type { Declaration, Manifest } from './manifest.ts';
import { manifests } from './manifests/index.ts';
import { ecosystemOf, mergedFixes, type PackageFix } from './package-fix.ts';
import { raiseRange } from './raise-range.ts';
import { compareVersions } from './version.ts';

export type { PackageFix } from './package-fix.ts';

export interface Mend {
  /** `fixedIn` is one version here. */
  readonly fix: PackageFix;
  /** Where the manifest names the versions of the package. */
  readonly span: Span;
  /** `edit`: the edit mends it. `deploy`: what is declared is mended already, or allows it; what is deployed is older.
   * `person`: the words say what stands in the way. */
  readonly kind: 'edit' | 'deploy' | 'person';
  /** For a person: what it does, what to run afterwards, or why not. */
  readonly words: string;
  /** Empty unless `kind` is `edit`. */
  readonly edits: readonly TextEdit[];
}

/** Of a search for files that `mendManifest` reads. */
export const manifestGlobs: readonly string[] = manifests.flatMap((one) => one.globs);

export function isManifest(path: string): boolean {
  return manifestOf(path) !== undefined;
}

/** One entry for each declaration of a package that has a fixed version; none where nothing declares it. */
export function mendManifest(path: string, text: string, fixes: readonly PackageFix[]): readonly Mend[] {
  const manifest = manifestOf(path);
  if (!manifest) return [];
  const wanted = mergedFixes(fixes).filter(
    (fix) => (ecosystemOf(fix) ?? manifest.ecosystem) === manifest.ecosystem,
  );
  if (wanted.length === 0) return [];
  const byName = new Map(wanted.map((fix) => [manifest.nameKey(fix.name), fix]));
  const mends = manifest.find(text).flatMap((declaration): Mend[] => {
    const fix = byName.get(manifest.nameKey(declaration.name));
    return fix ? [mendOf(declaration, fix, manifest)] : [];
  });
  return withoutTwins(mends);
}

function manifestOf(path: string): Manifest | undefined {
  const plain = path.replaceAll('\\', '/');
  const folder = nameOf(folderOf(plain));
  return manifests.find((one) => one.isNamed(nameOf(plain), folder));
}

function mendOf(declaration: Declaration, fix: PackageFix, manifest: Manifest): Mend {
  const { span, range, style, obstacle, note, insert } = declaration;
  const base = { fix, span, edits: [] };
  const goal = `${fix.name} ${fix.fixedIn}`;
  if (obstacle !== undefined) return { ...base, kind: 'person', words: `${goal}: ${obstacle}` };
  const raised = raiseRange(style, range, fix.fixedIn);
  switch (raised.kind) {
    case 'enough':
      return {
        ...base,
        kind: 'deploy',
        words: `${goal}: ${range} is declared, which is mended; ${manifest.afterwards}, then deploy`,
      };
    case 'open':
      return {
        ...base,
        kind: 'deploy',
        words: `${goal}: ${range === '' ? 'any version' : range} is declared, which allows it; ${manifest.afterwards}, then deploy`,
      };
    case 'unsure':
      return { ...base, kind: 'person', words: `${goal}: ${raised.reason}` };
    case 'raised': {
      if (range === '' && insert === undefined)
        return { ...base, kind: 'person', words: `${goal}: no version is declared here` };
      const newText = range === '' && insert !== undefined ? insert(raised.range) : raised.range;
      const remarks = [raised.remark, note, manifest.afterwards].filter((one) => one !== undefined);
      return {
        ...base,
        kind: 'edit',
        words: `${fix.name}: ${range === '' ? 'no version' : range} → ${raised.range}; ${remarks.join('; ')}`,
        edits: [{ span, newText }],
      };
    }
  }
}

/** Several declarations may lead to one place, such as a property: it goes to the highest of their versions. */
function withoutTwins(mends: readonly Mend[]): readonly Mend[] {
  const kept: Mend[] = [];
  for (const mend of mends) {
    const at = kept.findIndex((one) => isSamePlace(one.span, mend.span) && one.kind === mend.kind);
    const twin = kept[at];
    if (!twin) kept.push(mend);
    else if (compareVersions(mend.fix.fixedIn, twin.fix.fixedIn) > 0) kept[at] = mend;
  }
  return kept;
}

const isSamePlace = (a: Span, b: Span) => a.start === b.start && a.end === b.end;
