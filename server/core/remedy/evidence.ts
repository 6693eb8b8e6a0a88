// What is gathered around a finding of GuardDuty: which code it was and is, who changed it, what Inspector says, where
// the remote address stands. Plain data; no values of variables, no code, no payloads. Each part fails for itself.
import type { Finding } from '../finding/finding.ts';
import type { CodeDrift } from '../model/function.ts';
import type { Known } from '../model/known.ts';
import type { Weakness } from '../model/threat.ts';
import type { FunctionChange } from '../monitor/trail/changes.ts';
import type { Library } from './libraries.ts';

export interface ThreatEvidence {
  /** `$LATEST` and published versions as they are now; null: the function is gone. */
  readonly versions: Known<readonly DeployedVersion[] | null>;
  readonly weaknesses: Known<readonly Weakness[]>;
  readonly history: Known<ChangeHistory>;
  readonly code: Known<CodeEvidence>;
  /** Null: no version was published before. */
  readonly previous: Known<PreviousEvidence | null>;
  readonly layers: Known<readonly LayerEvidence[]>;
  readonly variables: Known<VariableEvidence>;
  /** ISO 8601. */
  readonly gatheredAt: string;
}

/** What of it is there already. */
export type PartialEvidence = Partial<Omit<ThreatEvidence, 'gatheredAt'>>;

export const evidenceParts = [
  'versions',
  'code',
  'previous',
  'layers',
  'variables',
  'weaknesses',
  'history',
] as const satisfies readonly (keyof PartialEvidence)[];
export type EvidencePart = (typeof evidenceParts)[number];

export interface DeployedVersion {
  readonly version: string;
  readonly revisionId: string;
  /** Base64 of the package's SHA-256. */
  readonly codeSha256: string;
  readonly lastModified: string;
  /** ARNs with version. */
  readonly layers: readonly string[];
}

/** Of CloudTrail's last 90 days, the newest first. */
export interface ChangeHistory {
  readonly changes: readonly EvidentChange[];
  /** False: there were more records than were read. */
  readonly isWhole: boolean;
}

export interface EvidentChange extends FunctionChange {
  /** Of the package after a change of code; empty where the record does not say. */
  readonly codeSha256: string;
  readonly means: 'person' | 'pipeline' | 'service' | 'unknown';
  /** What the means were told by, such as `CloudFormation` or `a user with the AWS CLI`. */
  readonly meansWords: string;
}

export interface CodeEvidence {
  readonly version: string;
  readonly codeSha256: string;
  readonly sizeBytes: number;
  readonly fileCount: number;
  /** Hits of the code rules. */
  readonly findings: readonly Finding[];
  /** Absent where no folder of the workspace has the files, or there is none. */
  readonly drift?: CodeDrift;
  readonly libraries: readonly Library[];
  /** Where the remote address stands. */
  readonly places: readonly AddressPlace[];
  /** What was not looked into, and why. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

export interface AddressPlace {
  /** In the package; of a layer, below `/opt/`. */
  readonly path: string;
  /** Counted from 1; 0: the file is no text. */
  readonly line: number;
  readonly isDependency: boolean;
  /** How it is written: `as it is`, `as a number`, `in hexadecimal`, `in Base64`. */
  readonly writing: string;
}

export interface PreviousEvidence {
  readonly version: string;
  readonly codeSha256: string;
  readonly files: readonly FileChange[];
  readonly libraries: readonly LibraryChange[];
  /** ARNs with version. */
  readonly newLayers: readonly string[];
  readonly goneLayers: readonly string[];
}

export interface FileChange {
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
}

export interface LibraryChange {
  readonly name: string;
  /** Empty: it was not there. */
  readonly before: string;
  /** Empty: it is no longer there. */
  readonly after: string;
}

export interface LayerEvidence {
  /** With version. */
  readonly arn: string;
  /** Not the function's own account. */
  readonly isForeign: boolean;
  /** ISO 8601: when this version of the layer was published. */
  readonly createdAt: Known<string>;
  readonly content: Known<LayerContent>;
}

export interface LayerContent {
  readonly sizeBytes: number;
  readonly fileCount: number;
  /** The first few hundred. */
  readonly files: readonly string[];
  readonly libraries: readonly Library[];
  readonly findings: readonly Finding[];
  readonly places: readonly AddressPlace[];
}

/** Names only. */
export interface VariableEvidence {
  readonly names: readonly string[];
  /** Those whose value holds the remote address or domain. */
  readonly holding: readonly string[];
}

/** A file that was kept as evidence. */
export interface KeptFile {
  readonly path: string;
  readonly sha256: string;
}

/** The version that was published before; undefined where there is none. `$LATEST` follows the last published one. */
export function versionBefore(version: string, all: readonly DeployedVersion[]): DeployedVersion | undefined {
  const published = all.filter((one) => one.version !== '$LATEST');
  const at = version === '$LATEST' ? published.length : published.findIndex((one) => one.version === version);
  return at === -1 ? undefined : published[at - 1];
}

/** Every place of the address, in code and layers, as far as they are known. */
export function addressPlaces({
  code,
  layers,
}: Pick<ThreatEvidence, 'code' | 'layers'>): readonly AddressPlace[] {
  return [
    ...(code.known ? code.value.places : []),
    ...(layers.known
      ? layers.value.flatMap(({ content }) => (content.known ? content.value.places : []))
      : []),
  ];
}
