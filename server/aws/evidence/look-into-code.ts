// The package of one version, the one before it, and the layers: downloaded, listed, scanned, searched for the remote
// address, compared. What is refused is a gap of its own.
import { copyFile } from 'node:fs/promises';
import type { FunctionConfiguration } from '../../core/model/function.ts';
import { type Known, known, unknown } from '../../core/model/known.ts';
import type { Writing } from '../../core/remedy/address-writings.ts';
import type {
  CodeEvidence,
  DeployedVersion,
  FileChange,
  LayerEvidence,
  PreviousEvidence,
} from '../../core/remedy/evidence.ts';
import { libraryChanges } from '../../core/remedy/libraries.ts';
import type { WorkspaceSources } from '../../platform/compare-with-workspace.ts';
import { inspectPackage } from '../../platform/inspect-package.ts';
import { type PackageContent, readPackageContent } from '../../platform/package-content.ts';
import type { Scanner } from '../../platform/scanner.ts';
import type { Ask } from '../ask.ts';
import type { Connection } from '../clients.ts';
import { type DownloadedPackage, openFunctionPackage, openLayerPackage } from '../packages.ts';

export interface CodeMeans {
  readonly ask: Ask;
  readonly connection: Connection;
  readonly region: string;
  readonly name: string;
  readonly writings: readonly Writing[];
  readonly scanner: () => Promise<Scanner>;
  /** Whose rules apply. */
  readonly rulesFolder: string;
  readonly workspace?: () => WorkspaceSources;
  /** Where a package is kept as evidence; absent: nowhere. */
  readonly keepAs?: (name: string) => string;
}

export interface LookedInto {
  readonly evidence: CodeEvidence;
  readonly content: PackageContent;
}

const maxListedFiles = 500;

export async function lookIntoCode(
  version: string,
  configuration: Known<FunctionConfiguration>,
  means: CodeMeans,
): Promise<Known<LookedInto>> {
  const { ask, connection, region, name, writings, workspace } = means;
  const opened = await openFunctionPackage(connection, region, targetOf(name, version), ask.signal);
  if (!opened.known) return opened;
  return using(opened.value, 'lambda:GetFunction', ask.signal, async ({ path, codeSha256, sizeBytes }) => {
    if (means.keepAs !== undefined) await copyFile(path, means.keepAs('package.zip'));
    const content = await readPackageContent(path, { root: '', writings, signal: ask.signal });
    const inspected = configuration.known
      ? await inspectPackage([{ source: path }], codeSha256, {
          configuration: configuration.value,
          scanner: await means.scanner(),
          rulesFolder: means.rulesFolder,
          ...(workspace === undefined ? {} : { workspace: workspace() }),
          signal: ask.signal,
        })
      : undefined;
    const notScanned = configuration.known
      ? []
      : [{ path: '', reason: `not scanned: ${configuration.gap.action} was ${configuration.gap.reason}` }];
    return {
      content,
      evidence: {
        version,
        codeSha256,
        sizeBytes,
        fileCount: content.files.size,
        findings: inspected?.findings ?? [],
        ...(inspected?.drift === undefined ? {} : { drift: inspected.drift }),
        libraries: content.libraries,
        places: content.places,
        skipped: [...notScanned, ...(inspected?.skipped ?? []), ...content.skipped],
      },
    };
  });
}

/** `now`: the version that was looked into. The same hash is the same code, and is not downloaded again. */
export async function compareWithPrevious(
  now: LookedInto,
  nowLayers: readonly string[],
  before: DeployedVersion,
  { ask, connection, region, name }: CodeMeans,
): Promise<Known<PreviousEvidence>> {
  const base = {
    version: before.version,
    codeSha256: before.codeSha256,
    newLayers: nowLayers.filter((arn) => !before.layers.includes(arn)),
    goneLayers: before.layers.filter((arn) => !nowLayers.includes(arn)),
  };
  if (before.codeSha256 === now.evidence.codeSha256) return known({ ...base, files: [], libraries: [] });
  const opened = await openFunctionPackage(connection, region, targetOf(name, before.version), ask.signal);
  if (!opened.known) return opened;
  return using(opened.value, 'lambda:GetFunction', ask.signal, async ({ path }) => {
    const then = await readPackageContent(path, { root: '', writings: [], signal: ask.signal });
    return {
      ...base,
      files: fileChanges(then.files, now.content.files),
      libraries: libraryChanges(then.libraries, now.content.libraries),
    };
  });
}

export async function lookIntoLayer(
  arn: string,
  functionArn: string,
  means: CodeMeans,
): Promise<LayerEvidence> {
  const { ask, connection, region, writings } = means;
  const lambda = await connection.client('lambda', region);
  const found = await ask.known('lambda:GetLayerVersion', (options) =>
    lambda.getLayerVersionByArn({ Arn: arn }, options),
  );
  const base = { arn, isForeign: arn.split(':')[4] !== functionArn.split(':')[4] };
  if (!found.known) return { ...base, createdAt: found, content: found };
  const createdAt = known(found.value.CreatedDate?.replace(/\+0000$/, 'Z') ?? '');
  const opened = await openLayerPackage(connection, region, arn, ask.signal);
  if (!opened.known) return { ...base, createdAt, content: opened };
  const content = await using(
    opened.value,
    'lambda:GetLayerVersion',
    ask.signal,
    async ({ path, sizeBytes }) => {
      const [, , , , , , layerName = 'layer', version = ''] = arn.split(':');
      if (means.keepAs !== undefined) await copyFile(path, means.keepAs(`layer-${layerName}-${version}.zip`));
      const { files, libraries, places } = await readPackageContent(path, {
        root: '/opt/',
        writings,
        signal: ask.signal,
      });
      const { findings } = await inspectPackage([{ source: path, layerArn: arn }], '', {
        configuration: noConfiguration,
        scanner: await means.scanner(),
        rulesFolder: means.rulesFolder,
        signal: ask.signal,
      });
      return {
        sizeBytes,
        fileCount: files.size,
        files: [...files.keys()].slice(0, maxListedFiles),
        libraries,
        places,
        findings,
      };
    },
  );
  return { ...base, createdAt, content };
}

/** A layer has none of its own: nothing of it is asked but the handler, which is not there. */
const noConfiguration: FunctionConfiguration = {
  version: '',
  packageType: 'zip',
  role: '',
  codeSha256: '',
  codeSizeBytes: 0,
  timeoutSeconds: 0,
  memoryMb: 0,
  ephemeralStorageMb: 0,
  architectures: [],
  environment: known([]),
  tracing: 'pass-through',
  layers: [],
  fileSystems: [],
  logging: { logGroup: '', format: 'text' },
  snapStart: false,
  lastModified: '',
  revisionId: '',
};

function targetOf(name: string, version: string): { readonly name: string; readonly qualifier?: string } {
  return version === '$LATEST' || version === '' ? { name } : { name, qualifier: version };
}

/** The package is removed in the end; what cannot be read of it is a gap. */
async function using<T>(
  opened: DownloadedPackage,
  action: string,
  signal: AbortSignal,
  work: (opened: DownloadedPackage) => Promise<T>,
): Promise<Known<T>> {
  try {
    return known(await work(opened));
  } catch (error) {
    if (signal.aborted) return unknown({ action, reason: 'not-asked', detail: 'cancelled' });
    const detail = error instanceof Error ? error.message.slice(0, 80) : 'the package cannot be read';
    return unknown({ action, reason: 'malformed', detail });
  } finally {
    await opened.close();
  }
}

function fileChanges(
  then: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): readonly FileChange[] {
  const changes: FileChange[] = [];
  for (const [path, hash] of now) {
    const before = then.get(path);
    if (before === undefined) changes.push({ path, kind: 'added' });
    else if (before !== hash) changes.push({ path, kind: 'changed' });
  }
  for (const path of then.keys()) if (!now.has(path)) changes.push({ path, kind: 'removed' });
  return changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
