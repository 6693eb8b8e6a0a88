// Downloads the code of every function of a snapshot and looks into it, a few at a time; what cannot be had stays a
// gap. Code that an earlier audit looked into is not fetched again.

import type { AccountSnapshot, Region } from '../core/model/account-snapshot.ts';
import type { DeployedCode, LambdaFunction } from '../core/model/function.ts';
import { type Known, known, unknown } from '../core/model/known.ts';
import { readWorkspaceSources, type WorkspaceSources } from '../platform/compare-with-workspace.ts';
import { inspectPackage } from '../platform/inspect-package.ts';
import type { Scanner } from '../platform/scanner.ts';
import { type Connection, type ConnectionOptions, openConnection } from './clients.ts';
import { type DownloadedPackage, openFunctionPackage, openLayerPackage } from './packages.ts';

/** Downloads under way at once; unpacking and scanning share one thread. */
const atOnce = 4;

export interface InspectCodeOptions {
  /** Those that the snapshot was collected with. */
  readonly accounts: readonly ConnectionOptions[];
  readonly scanner: Scanner;
  /** Its rules apply, and its files are compared with; absent: the scanner's own rules, and nothing is compared. */
  readonly folder: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CodeProgress) => void;
}

/** After each package that was looked into. */
export interface CodeProgress {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly done: number;
  readonly total: number;
}

export async function inspectDeployedCode(
  snapshot: AccountSnapshot,
  { accounts: accesses, folder, ...options }: InspectCodeOptions,
): Promise<AccountSnapshot> {
  const workspace = folder === undefined ? undefined : readWorkspaceSources(folder);
  const connections = accesses.map((access) => openConnection(access));
  const accounts = [];
  try {
    for (const account of snapshot.accounts) {
      const connection = connections.find((one) => one.via === account.via);
      const regions: Region[] = [];
      for (const region of account.regions) {
        regions.push(
          connection
            ? await inspectRegion(region, { ...options, account: account.id, connection, folder, workspace })
            : region,
        );
      }
      accounts.push({ ...account, regions });
    }
  } finally {
    for (const connection of connections) connection.close();
  }
  return { ...snapshot, accounts };
}

interface Means extends Omit<InspectCodeOptions, 'accounts'> {
  readonly account: string;
  readonly connection: Connection;
  readonly workspace: WorkspaceSources | undefined;
}

async function inspectRegion(region: Region, means: Means): Promise<Region> {
  if (!region.functions.known) return region;
  const functions = [...region.functions.value];
  const layers = new Set(functions.flatMap((one) => one.configuration.layers.map((layer) => layer.arn)));
  const extensions = new Map<string, readonly string[]>();
  let next = 0;
  let done = 0;
  const worker = async () => {
    for (let index = next++; index < functions.length; index = next++) {
      const one = functions[index];
      if (!one) return;
      const isKnown = one.code.known && one.code.value.codeSha256 === one.configuration.codeSha256;
      const code = isKnown ? one.code : await inspectFunction(one, region.name, means);
      functions[index] = { ...one, code };
      done += 1;
      means.onProgress({
        account: means.account,
        region: region.name,
        name: one.name,
        done,
        total: functions.length,
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, functions.length) }, worker));
  for (const { code, configuration } of functions) {
    if (!code.known) continue;
    const unread = new Set(code.value.skipped.map((one) => one.path));
    for (const { arn } of configuration.layers) {
      if (unread.has(arn)) continue;
      extensions.set(
        arn,
        code.value.extensions.filter((one) => one.layerArn === arn).map((one) => one.name),
      );
    }
  }
  return {
    ...region,
    functions: known(functions),
    layers: region.layers.known
      ? known(
          region.layers.value.map((layer) => {
            const found = layers.has(layer.arn) ? extensions.get(layer.arn) : undefined;
            return found ? { ...layer, extensions: known(found) } : layer;
          }),
        )
      : region.layers,
  };
}

async function inspectFunction(
  one: LambdaFunction,
  region: string,
  { connection, scanner, folder, workspace, signal }: Means,
): Promise<Known<DeployedCode>> {
  const open: DownloadedPackage[] = [];
  const missing: { path: string; reason: string }[] = [];
  try {
    const own = await openFunctionPackage(connection, region, { name: one.name }, signal);
    if (!own.known) return own;
    open.push(own.value);
    const archives: { source: string; layerArn?: string }[] = [{ source: own.value.path }];
    for (const { arn } of one.configuration.layers) {
      const layer = await openLayerPackage(connection, region, arn, signal);
      if (!layer.known) {
        missing.push({
          path: arn,
          reason: `${layer.gap.action} was ${layer.gap.reason} (${layer.gap.detail})`,
        });
        continue;
      }
      open.push(layer.value);
      archives.push({ source: layer.value.path, layerArn: arn });
    }
    const code = await inspectPackage(archives, own.value.codeSha256, {
      configuration: one.configuration,
      scanner,
      rulesFolder: folder ?? '/',
      ...(workspace === undefined ? {} : { workspace }),
      signal,
    });
    return known({ ...code, skipped: [...missing, ...code.skipped] });
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 80) : 'the package cannot be read';
    return unknown({
      action: 'lambda:GetFunction',
      reason: signal.aborted ? 'not-asked' : 'malformed',
      detail,
    });
  } finally {
    await Promise.all(open.map((each) => each.close()));
  }
}
