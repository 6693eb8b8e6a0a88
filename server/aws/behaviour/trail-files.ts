// Trail files in S3: which trail of the account writes them for a Region, which of them are of the time asked for, and
// their records one by one. Files are opened a few ahead and read one after the other, unpacked as they come.
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Known, known, unknown } from '../../core/model/known.ts';
import { type RecordCounts, readJsonPieces } from '../../platform/json-records.ts';
import type { BehaviourScope } from './open-behaviour.ts';

export interface TrailFile {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
}

/** Where a trail puts the files of a Region. */
export interface TrailFolder {
  readonly trail: string;
  readonly bucket: string;
  /** Ends with the Region and a slash. */
  readonly prefix: string;
}

const openAhead = 6;

/** Folders of trails that record the Region, the best to ask first: those of this account. Empty where there is none. */
export async function findTrailFolders(
  { connection, ask }: BehaviourScope,
  region: string,
  account: string,
): Promise<Known<readonly TrailFolder[]>> {
  const client = await connection.client('cloudtrail', region);
  const found = await ask.known('cloudtrail:DescribeTrails', (call) =>
    client.describeTrails({ includeShadowTrails: true }, call),
  );
  if (!found.known) return found;
  const trails = (found.value.trailList ?? []).filter(
    (one) => one.S3BucketName !== undefined && (one.IsMultiRegionTrail || one.HomeRegion === region),
  );
  const folders: TrailFolder[] = [];
  for (const one of trails.toSorted(
    (a, b) => Number(a.IsOrganizationTrail) - Number(b.IsOrganizationTrail),
  )) {
    const start = one.S3KeyPrefix === undefined || one.S3KeyPrefix === '' ? '' : `${one.S3KeyPrefix}/`;
    const owners = [account];
    if (one.IsOrganizationTrail) {
      const organizations = await connection.client('organizations', globalHome);
      const organization = await ask.known('organizations:DescribeOrganization', (call) =>
        organizations.describeOrganization({}, call),
      );
      // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
      if (organization.known) owners.unshift(`${organization.value.Organization?.Id ?? ''}/${account}`);
    }
    for (const owner of owners)
      folders.push({
        trail: one.Name ?? '',
        bucket: one.S3BucketName ?? '',
        prefix: `${start}AWSLogs/${owner}/CloudTrail/${region}/`,
      });
  }
  return known(folders);
}

/** Where the API of organizations is. */
const globalHome = 'us-east-1';

/** Files of the days of the range, oldest first; digests and other files are passed over. */
export async function listTrailFiles(
  { connection, ask }: BehaviourScope,
  region: string,
  { bucket, prefix }: TrailFolder,
  range: { readonly start: number; readonly end: number },
): Promise<Known<readonly TrailFile[]>> {
  const s3 = await connection.client('s3', region);
  // A file is delivered some minutes after its events: those of midnight lie in the next day's folder.
  const [first, last] = [range.start, range.end + dayMs].map(folderOfDay);
  const files: TrailFile[] = [];
  let token: string | undefined;
  for (;;) {
    const from = token;
    const page = await ask.known('s3:ListBucket', (call) =>
      s3.listObjectsV2(
        {
          Bucket: bucket,
          Prefix: prefix,
          ...(from === undefined ? { StartAfter: `${prefix}${first}` } : { ContinuationToken: from }),
        },
        call,
      ),
    );
    if (!page.known) return page;
    for (const { Key: key = '', Size: bytes = 0 } of page.value.Contents ?? []) {
      const day = key.slice(prefix.length, prefix.length + 10);
      if (day > (last ?? '')) return known(files);
      if (/\.json(?:\.gz)?$/.test(key) && !key.includes('_CloudTrail-Digest_'))
        files.push({ bucket, key, bytes });
    }
    token = page.value.NextContinuationToken;
    if (token === undefined || token === '' || token === from) return known(files);
  }
}

const dayMs = 86_400_000;

function folderOfDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10).replaceAll('-', '/');
}

/** `onProblem` is told of files that could not be read, wholly or from some place on; the rest goes on. */
export async function readTrailFiles(
  { connection, ask }: BehaviourScope,
  region: string,
  files: readonly TrailFile[],
  onRecord: (value: unknown) => void,
  counts: RecordCounts,
  onProblem: (file: string, reason: string) => void,
): Promise<void> {
  const s3 = await connection.client('s3', region);
  const open = async ({ bucket, key }: TrailFile) => {
    const answer = await ask.known('s3:GetObject', (call) =>
      s3.getObject({ Bucket: bucket, Key: key }, call),
    );
    if (!answer.known) return answer;
    const { Body: body } = answer.value;
    return body !== undefined && Symbol.asyncIterator in body
      ? known(body as AsyncIterable<Uint8Array>)
      : unknown({ action: 's3:GetObject', reason: 'malformed', detail: 'no body' });
  };
  const opened: { readonly file: TrailFile; readonly body: ReturnType<typeof open> }[] = [];
  const waiting = files.values();
  const openNext = () => {
    const next = waiting.next();
    if (!next.done) opened.push({ file: next.value, body: open(next.value) });
  };
  for (let n = 0; n < openAhead; n++) openNext();
  for (let one = opened.shift(); one; one = opened.shift()) {
    const name = `s3://${one.file.bucket}/${one.file.key}`;
    const body = await one.body;
    if (!body.known) onProblem(name, `${body.gap.action} ${body.gap.reason} (${body.gap.detail})`);
    else if (!ask.signal.aborted) {
      const pieces = one.file.key.endsWith('.gz') ? unpacked(body.value) : buffers(body.value);
      try {
        await readJsonPieces(pieces, onRecord, counts, (reason) => onProblem(name, reason));
      } catch (error) {
        onProblem(name, error instanceof Error && 'code' in error ? String(error.code) : 'broke off');
      }
    }
    if (!ask.signal.aborted) openNext();
  }
  if (ask.signal.aborted) onProblem('trail files', 'stopped before the last');
}

async function* unpacked(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  // What goes wrong on either side ends both, and is thrown where the pieces are read.
  const pieces = pipeline(Readable.from(packed), createGunzip({ chunkSize: 1 << 20 }), () => {});
  for await (const piece of pieces) yield piece as Buffer;
}

async function* buffers(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) yield Buffer.from(piece);
}
