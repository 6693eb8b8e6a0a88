// Keeps evidence of a function in a folder: its state, the package of the version in question, its layers, and a
// manifest with the hash of each file. Changes nothing in the account.
import { copyFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Known } from '../../core/model/known.ts';
import type { Threat } from '../../core/model/threat.ts';
import {
  type EvidenceManifest,
  manifestFormat,
  type RefusedEvidence,
} from '../../core/remedy/evidence-manifest.ts';
import { keepEvidence, openEvidenceFolder } from '../../platform/keep-evidence.ts';
import { createAsk } from '../ask.ts';
import type { Connection } from '../clients.ts';
import type { Identity } from '../identity.ts';
import { type DownloadedPackage, openFunctionPackage, openLayerPackage } from '../packages.ts';
import { collectFunctionState } from './function-state.ts';

export interface FunctionEvidence {
  readonly connection: Connection;
  readonly region: string;
  readonly identity: Identity;
  readonly functionName: string;
  /** Absent where no finding is behind it. */
  readonly finding?: Threat;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly onFile?: (name: string) => void;
}

export const manifestName = 'manifest.json';

/** Rejects where the disk refuses, or when it was cancelled. */
export async function keepFunction(folder: string, subject: FunctionEvidence): Promise<EvidenceManifest> {
  const { connection, region, identity, functionName: name, finding, signal } = subject;
  const from = subject.now().toISOString();
  await openEvidenceFolder(folder);
  const ask = createAsk({ signal });
  const version = finding?.function.version;
  const state = await collectFunctionState(ask, connection, region, name, version);
  const refused: RefusedEvidence[] = [...state.refused];
  const keepPackage = async (file: string, what: string, opened: Known<DownloadedPackage>) => {
    if (!opened.known) {
      refused.push({ what, ...opened.gap });
      return;
    }
    try {
      await copyFile(opened.value.path, join(folder, file));
      subject.onFile?.(file);
    } finally {
      await opened.value.close();
    }
  };
  const qualifier = version === undefined || version === '$LATEST' ? {} : { qualifier: version };
  await keepPackage(
    'package.zip',
    `package of ${name}${version === undefined ? '' : `, version ${version}`}`,
    await openFunctionPackage(connection, region, { name, ...qualifier }, signal),
  );
  for (const arn of state.layers) {
    const [, , , , owner = '', , layer = '', number = ''] = arn.split(':');
    await keepPackage(
      `layer-${owner}-${layer}-${number}.zip`,
      `layer ${arn}`,
      await openLayerPackage(connection, region, arn, signal),
    );
  }
  signal.throwIfAborted();
  const kept = await keepEvidence(folder, {
    ...(finding === undefined ? {} : { 'finding.json': finding }),
    ...state.files,
  });
  const manifest: EvidenceManifest = {
    format: manifestFormat,
    version: 1,
    account: identity.account,
    region,
    function: name,
    ...(finding === undefined ? {} : { finding: finding.id }),
    from,
    to: subject.now().toISOString(),
    by: identity.arn,
    files: await Promise.all(
      kept.map(async ({ path, sha256 }) => ({ path, sha256, bytes: (await stat(join(folder, path))).size })),
    ),
    refused,
  };
  await keepEvidence(folder, { [manifestName]: manifest });
  return manifest;
}
