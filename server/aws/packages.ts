// Deployment packages and layers: fetched into a temporary file, checked against the hash that Lambda states, removed
// when they are closed. Links are followed to https only, or to this machine where an endpoint override says so.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Known, known, unknown } from '../core/model/known.ts';
import { gapOf } from './ask.ts';
import { type Connection, isLoopback } from './clients.ts';

export interface DownloadedPackage {
  /** A zip archive. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Base64 of its SHA-256, as Lambda writes it. */
  readonly codeSha256: string;
  /** ARNs of the version's layers; none of a layer. */
  readonly layers: readonly string[];
  close(): Promise<void>;
}

/** Lambda's limit for an uploaded archive, with room. */
const maxArchiveBytes = 300 * 1024 * 1024;
/** Of a whole download. */
const timeLimitMs = 5 * 60_000;

export async function openFunctionPackage(
  connection: Connection,
  region: string,
  target: { readonly name: string; readonly qualifier?: string },
  signal: AbortSignal,
): Promise<Known<DownloadedPackage>> {
  return fetched('lambda:GetFunction', connection, signal, async () => {
    const lambda = await connection.client('lambda', region);
    const found = await lambda.getFunction(
      {
        FunctionName: target.name,
        ...(target.qualifier === undefined ? {} : { Qualifier: target.qualifier }),
      },
      { abortSignal: signal },
    );
    return {
      location: found.Code?.Location,
      sha256: found.Configuration?.CodeSha256,
      image: found.Code?.ImageUri !== undefined,
      layers: found.Configuration?.Layers?.flatMap(({ Arn }) => Arn ?? []) ?? [],
    };
  });
}

export async function openLayerPackage(
  connection: Connection,
  region: string,
  layerArn: string,
  signal: AbortSignal,
): Promise<Known<DownloadedPackage>> {
  return fetched('lambda:GetLayerVersion', connection, signal, async () => {
    const lambda = await connection.client('lambda', region);
    const found = await lambda.getLayerVersionByArn({ Arn: layerArn }, { abortSignal: signal });
    return { location: found.Content?.Location, sha256: undefined, image: false, layers: [] };
  });
}

interface Link {
  readonly location: string | undefined;
  readonly sha256: string | undefined;
  readonly image: boolean;
  readonly layers: readonly string[];
}

async function fetched(
  action: string,
  connection: Connection,
  signal: AbortSignal,
  ask: () => Promise<Link>,
): Promise<Known<DownloadedPackage>> {
  let link: Link;
  try {
    link = await ask();
  } catch (error) {
    return signal.aborted
      ? unknown({ action, reason: 'not-asked', detail: 'cancelled' })
      : unknown(gapOf(action, error));
  }
  if (link.image) return unknown({ action, reason: 'not-asked', detail: 'a container image' });
  if (link.location === undefined)
    return unknown({ action, reason: 'malformed', detail: 'no link to the code' });
  const url = URL.canParse(link.location) ? new URL(link.location) : undefined;
  if (
    !url ||
    !(
      url.protocol === 'https:' ||
      (connection.endpointUrl !== undefined && url.protocol === 'http:' && isLoopback(url))
    )
  ) {
    return unknown({ action, reason: 'malformed', detail: 'the link to the code is not encrypted' });
  }
  const folder = await mkdtemp(join(tmpdir(), 'lambda-protect-'));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'package.zip');
    const { sizeBytes, codeSha256 } = await download(url, path, signal);
    if (link.sha256 !== undefined && link.sha256 !== codeSha256) {
      await close();
      return unknown({ action, reason: 'malformed', detail: 'the code does not have the stated hash' });
    }
    return known({ path, sizeBytes, codeSha256, layers: link.layers, close });
  } catch (error) {
    await close();
    if (signal.aborted) return unknown({ action, reason: 'not-asked', detail: 'cancelled' });
    // The link holds a signature: only what kind of failure it was is told.
    return unknown({
      action,
      reason: 'unavailable',
      detail: error instanceof DownloadError ? error.message : 'the download broke off',
    });
  }
}

class DownloadError extends Error {}

async function download(
  url: URL,
  path: string,
  signal: AbortSignal,
): Promise<{ sizeBytes: number; codeSha256: string }> {
  const response = await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)]),
  });
  if (!response.ok || !response.body)
    throw new DownloadError(`the download was answered with ${response.status}`);
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      hash.update(chunk);
      done(
        sizeBytes > maxArchiveBytes ? new DownloadError('the package is larger than Lambda allows') : null,
        chunk,
      );
    },
  });
  await pipeline(
    Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]),
    measure,
    createWriteStream(path, { mode: 0o600 }),
  );
  return { sizeBytes, codeSha256: hash.digest('base64') };
}
