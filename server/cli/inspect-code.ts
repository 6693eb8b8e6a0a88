// Downloads the code of every function of a snapshot and looks into it, function by function; what cannot be had
// stays a gap.
import type { ConnectionOptions } from '../aws/clients.ts';
import { openConnection } from '../aws/clients.ts';
import { type DownloadedPackage, openFunctionPackage, openLayerPackage } from '../aws/packages.ts';
import type { AccountSnapshot } from '../core/model/account-snapshot.ts';
import type { DeployedCode, LambdaFunction } from '../core/model/function.ts';
import { type Known, known, unknown } from '../core/model/known.ts';
import { inspectPackage } from '../platform/inspect-package.ts';
import type { Scanner } from '../platform/scanner.ts';
import type { CommandArguments, Shell } from './command.ts';
import { openScanner } from './open-scanner.ts';

export async function inspectDeployedCode(
  snapshot: AccountSnapshot,
  accesses: readonly ConnectionOptions[],
  args: CommandArguments,
  shell: Shell,
): Promise<AccountSnapshot> {
  const scanner = await openScanner(args, shell);
  const connections = accesses.map((access) => openConnection(access));
  const accounts = [];
  try {
    for (const account of snapshot.accounts) {
      const connection = connections.find((one) => one.via === account.via);
      const regions = [];
      for (const region of account.regions) {
        if (!region.functions.known || !connection) {
          regions.push(region);
          continue;
        }
        const functions: LambdaFunction[] = [];
        for (const [index, one] of region.functions.value.entries()) {
          const sha = one.code.known ? one.code.value.codeSha256 : undefined;
          const code =
            sha === one.configuration.codeSha256
              ? one.code
              : await inspectFunction(one, { connection, region: region.name, scanner, shell });
          functions.push({ ...one, code });
          if ((index + 1) % 25 === 0) shell.progress(`${region.name}: looked into ${index + 1} packages`);
        }
        regions.push({ ...region, functions: known(functions) });
      }
      accounts.push({ ...account, regions });
    }
  } finally {
    for (const connection of connections) connection.close();
  }
  return { ...snapshot, accounts };
}

interface Where {
  readonly connection: ReturnType<typeof openConnection>;
  readonly region: string;
  readonly scanner: Scanner;
  readonly shell: Shell;
}

async function inspectFunction(
  one: LambdaFunction,
  { connection, region, scanner, shell }: Where,
): Promise<Known<DeployedCode>> {
  const { signal } = shell;
  const open: DownloadedPackage[] = [];
  try {
    const own = await openFunctionPackage(connection, region, { name: one.name }, signal);
    if (!own.known) return own;
    open.push(own.value);
    const archives: { source: string; layerArn?: string }[] = [{ source: own.value.path }];
    for (const { arn } of one.configuration.layers) {
      const layer = await openLayerPackage(connection, region, arn, signal);
      if (!layer.known) continue;
      open.push(layer.value);
      archives.push({ source: layer.value.path, layerArn: arn });
    }
    return known(
      await inspectPackage(archives, own.value.codeSha256, {
        configuration: one.configuration,
        scanner,
        rulesFolder: shell.cwd,
        signal,
      }),
    );
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
