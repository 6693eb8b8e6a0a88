// The manifest of evidence that is kept: what it is about, when it was taken, each file with its hash, and what was
// refused, so that nobody takes a gap for an absence.
import type { Gap } from '../model/known.ts';

export const manifestFormat = 'lambda-protect/evidence';

export interface EvidenceManifest {
  readonly format: typeof manifestFormat;
  readonly version: 1;
  readonly account: string;
  readonly region: string;
  readonly function: string;
  /** Of GuardDuty; absent where no finding is behind it. */
  readonly finding?: string;
  /** ISO 8601: when the first and the last question was asked. */
  readonly from: string;
  readonly to: string;
  /** Who asked: the ARN of the caller. */
  readonly by: string;
  readonly files: readonly EvidenceFile[];
  readonly refused: readonly RefusedEvidence[];
}

export interface EvidenceFile {
  readonly path: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

export interface RefusedEvidence extends Gap {
  /** What is missing, in words. */
  readonly what: string;
}

/** `s3://bucket/some/prefix`; undefined: it is no such thing. */
export function bucketPlace(text: string): { readonly bucket: string; readonly prefix: string } | undefined {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(text);
  if (!match) return undefined;
  const prefix = (match[2] ?? '').replace(/\/+$/, '');
  return { bucket: match[1] ?? '', prefix: prefix === '' ? '' : `${prefix}/` };
}
