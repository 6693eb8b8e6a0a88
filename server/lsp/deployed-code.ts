// Packages of functions that a person looks into: downloaded when they are first asked for, the last ones kept in memory.
import type { Connection as LspConnection } from 'vscode-languageserver/node';
import { accessFrom, openConnection } from '../aws/clients.ts';
import { type DownloadedPackage, openFunctionPackage, openLayerPackage } from '../aws/packages.ts';
import type { Known } from '../core/model/known.ts';
import { decodeSource } from '../platform/source-text.ts';
import { readZip } from '../platform/zip.ts';
import type { DeployedFilesParams } from '../protocol/deployed-code.ts';
import { needMfaCode } from './ask-mfa-code.ts';
import type { Session } from './session.ts';

export interface OpenPackage {
  /** Path → size; files of layers begin with `/opt/`. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Undefined: no text, or too large to be shown. */
  text(path: string): string | undefined;
}

/** Larger files are not shown. */
const maxShownBytes = 4 << 20;
const maxKeptBytes = 64 << 20;
const keptPackages = 4;

/** What is not published may be replaced at any time; a published version stays as it is. */
const freshMs = 60_000;

const kept = new Map<string, { readonly at: number; readonly open: Promise<OpenPackage> }>();

/** Rejects with words for a person. */
export function openPackage(
  session: Session,
  connection: LspConnection,
  { arn, qualifier }: DeployedFilesParams,
): Promise<OpenPackage> {
  const key = `${arn} ${qualifier ?? ''}`;
  const now = performance.now();
  const existing = kept.get(key);
  const isFixed = /^\d+$/.test(qualifier ?? '');
  if (existing && (isFixed || now - existing.at < freshMs)) return existing.open;
  const fresh = { at: now, open: download(session, connection, arn, qualifier) };
  kept.set(key, fresh);
  // What failed may be tried again.
  fresh.open.catch(() => {
    if (kept.get(key) === fresh) kept.delete(key);
  });
  for (const old of [...kept.keys()].slice(0, Math.max(0, kept.size - keptPackages))) kept.delete(old);
  return fresh.open;
}

/** With the access of the audit that knows the function, or of a finding on it. */
async function accessOf(session: Session, arn: string): Promise<string> {
  const accountId = arn.split(':')[4] ?? '';
  const shown = await session.audit.shownOrKept();
  const account = shown?.snapshot.accounts.find(({ id }) => id === accountId);
  if (account !== undefined) return account.via;
  const threat = session.threats.all().find((one) => one.function.arn === arn);
  const via = threat && session.threats.find(threat.id)?.via;
  if (via === undefined) throw new Error('neither an open audit nor a finding knows this function');
  return via;
}

async function download(
  session: Session,
  lsp: LspConnection,
  arn: string,
  qualifier: string | undefined,
): Promise<OpenPackage> {
  const via = await accessOf(session, arn);
  const region = arn.split(':')[3] ?? '';
  const { endpointUrl } = session.settings;
  const connection = openConnection({
    ...accessFrom(via),
    ...(endpointUrl === '' ? {} : { endpointUrl }),
    mfaCode: (serial) => needMfaCode(lsp, serial),
  });
  const { signal } = new AbortController();
  const open: DownloadedPackage[] = [];
  try {
    // By its ARN: whoever is signed in elsewhere is refused, and does not see another function of the name.
    const target = { name: arn, ...(qualifier === undefined ? {} : { qualifier }) };
    const own = inWords(await openFunctionPackage(connection, region, target, signal));
    open.push(own);
    const sources = [{ root: '', archive: own }];
    for (const layer of own.layers) {
      const archive = await openLayerPackage(connection, region, layer, signal);
      if (!archive.known) continue;
      open.push(archive.value);
      sources.push({ root: '/opt/', archive: archive.value });
    }
    return await readAll(sources);
  } finally {
    connection.close();
    await Promise.all(open.map((archive) => archive.close()));
  }
}

function inWords(archive: Known<DownloadedPackage>): DownloadedPackage {
  if (archive.known) return archive.value;
  const { action, reason, detail } = archive.gap;
  throw new Error(
    `the code cannot be had: ${action} ${reason === 'not-asked' ? 'does not give it' : `was ${reason}`} (${detail})`,
  );
}

async function readAll(
  sources: readonly { readonly root: string; readonly archive: DownloadedPackage }[],
): Promise<OpenPackage> {
  const sizes = new Map<string, number>();
  const texts = new Map<string, Uint8Array>();
  let room = maxKeptBytes;
  for (const { root, archive } of sources) {
    const select = (path: string, bytes: number): boolean => {
      if (!path.endsWith('/')) sizes.set(root + path, bytes);
      return bytes <= maxShownBytes && bytes <= room;
    };
    for await (const { path, bytes } of readZip(archive.path, {}, { select })) {
      room -= bytes.length;
      texts.set(root + path, bytes);
    }
  }
  return {
    sizes,
    text(path) {
      const bytes = texts.get(path);
      const text = bytes === undefined ? undefined : decodeSource(bytes);
      return text?.ok ? text.text : undefined;
    },
  };
}
