// What GuardDuty and Inspector say of functions, in our words: a threat is one finding of GuardDuty's Lambda
// Protection, a weakness one finding of Inspector. Plain data that may be kept.
import type { Known } from './known.ts';

export interface Threat {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly detectorId: string;
  /** Such as `Backdoor:Lambda/C&CActivity.B`. */
  readonly type: string;
  readonly title: string;
  readonly description: string;
  /** 1 to 10 as the service gives it: from 7 high, from 4 medium. */
  readonly severity: number;
  /** Made by `CreateSampleFindings`: nothing happened. */
  readonly isSample: boolean;
  readonly isArchived: boolean;
  readonly function: ThreatFunction;
  readonly contact?: Contact;
  readonly count: number;
  /** ISO 8601; empty where the service does not say. */
  readonly firstSeen: string;
  readonly lastSeen: string;
}

export interface ThreatFunction {
  /** Without a qualifier. */
  readonly arn: string;
  readonly name: string;
  /** `$LATEST` or a number as text. */
  readonly version: string;
  readonly revisionId: string;
  readonly role: string;
  /** ISO 8601: when the version was last modified, as the finding saw it. */
  readonly lastModified?: string;
}

/** Who the function talked to. What the finding leaves out is empty. */
export interface Contact {
  readonly direction: 'in' | 'out' | 'unknown';
  readonly protocol: string;
  readonly address: string;
  readonly domain: string;
  readonly port?: number;
  readonly organization: string;
  /** Number of the autonomous system. */
  readonly asn: string;
  readonly country: string;
  readonly city: string;
  readonly isBlocked: boolean;
}

/** One Region of one account. */
export interface ThreatWatch {
  readonly account: string;
  readonly region: string;
  /** How the account was entered, in words. */
  readonly via: string;
  readonly state: Known<DetectorState | null>;
  readonly threats: Known<readonly Threat[]>;
  /** Of Inspector, open ones on functions. */
  readonly weaknesses: Known<readonly Weakness[]>;
}

export interface DetectorState {
  readonly detectorId: string;
  readonly isEnabled: boolean;
  /** Feature `LAMBDA_NETWORK_LOGS`. */
  readonly watchesFunctions: boolean;
  /** ISO 8601: when the detector was made. */
  readonly createdAt?: string;
  /** ISO 8601: when the feature was last switched or changed; while it is on, it is on since then at the latest. */
  readonly featureChangedAt?: string;
  /** How often the service tells of more of the same: `FIFTEEN_MINUTES`, `ONE_HOUR`, `SIX_HOURS`. */
  readonly updatesEvery?: string;
  /** Of the trial of Lambda Protection; a gap where it may not be read, null where there is none. */
  readonly trialDaysLeft: Known<number | null>;
}

/** A finding of Inspector on a function. */
export interface Weakness {
  readonly arn: string;
  readonly title: string;
  readonly severity: WeaknessSeverity;
  readonly kind: 'package' | 'code' | 'other';
  readonly account: string;
  readonly region: string;
  readonly function: WeakFunction;
  readonly isClosed: boolean;
  readonly packages: readonly WeakPackage[];
  /** Of a code finding: the path in the function's package; lines are counted from 1. */
  readonly file?: { readonly path: string; readonly startLine: number; readonly endLine: number };
  /** What the service says to do; empty where it says nothing. */
  readonly advice: string;
  /** ISO 8601; empty where the service does not say. */
  readonly firstSeen: string;
  readonly lastSeen: string;
}

export type WeaknessSeverity = 'critical' | 'high' | 'medium' | 'low' | 'informational' | 'untriaged';

export interface WeakFunction {
  /** Without a qualifier. */
  readonly arn: string;
  readonly name: string;
  readonly version: string;
}

export interface WeakPackage {
  readonly name: string;
  readonly version: string;
  /** Empty: no version is known in which it is mended. */
  readonly fixedIn: string;
  /** Of Inspector's words: `NODEPKG`, `PYTHONPKG`, `JAR`, … */
  readonly manager: string;
  /** In the package or the layer; empty where the service does not say. */
  readonly path: string;
  readonly layerArn: string;
}
