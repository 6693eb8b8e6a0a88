// AWS's own watchers and whether they look at functions: CloudTrail, GuardDuty, Inspector, Config.
import type { Known } from './known.ts';

export interface Surveillance {
  /** Trails that cover the Region, wherever their home is. */
  readonly trails: Known<readonly Trail[]>;
  /** Null: no detector in the Region. */
  readonly guardDuty: Known<GuardDuty | null>;
  readonly inspector: Known<Inspector>;
  /** Null: no recorder in the Region. Absent in snapshots of earlier releases. */
  readonly configRecorder?: Known<ConfigRecorder | null>;
}

export interface Trail {
  readonly arn: string;
  readonly name: string;
  readonly homeRegion: string;
  readonly multiRegion: boolean;
  readonly ofOrganization: boolean;
  readonly logging: Known<boolean>;
  readonly validatesFiles: boolean;
  readonly kmsKeyArn?: string;
  readonly bucket?: string;
  readonly logGroupArn?: string;
  readonly selectors: Known<readonly TrailSelector[]>;
}

/** Basic and advanced event selectors in one form. */
export interface TrailSelector {
  readonly name?: string;
  readonly category: 'management' | 'data' | 'other';
  readonly reads: boolean;
  readonly writes: boolean;
  /** Such as `AWS::Lambda::Function`; empty: not limited (management events). */
  readonly resourceTypes: readonly string[];
  /** Limits on `resources.ARN`; empty: every resource of the type. */
  readonly arnFilters: readonly ArnFilter[];
  /** Event sources or names that are left out or alone let in, in words; empty: all. */
  readonly otherLimits: readonly string[];
}

export interface ArnFilter {
  readonly operator:
    | 'equals'
    | 'starts-with'
    | 'ends-with'
    | 'not-equals'
    | 'not-starts-with'
    | 'not-ends-with';
  readonly values: readonly string[];
}

export interface GuardDuty {
  readonly detectorId: string;
  readonly enabled: boolean;
  /** Feature `LAMBDA_NETWORK_LOGS`. */
  readonly lambdaProtection: boolean;
  readonly lambdaProtectionUpdatedAt?: string;
  /** Open findings on functions, by function ARN without qualifier. */
  readonly openLambdaFindings: Known<readonly OpenFinding[]>;
}

export interface OpenFinding {
  readonly id: string;
  readonly functionArn: string;
  readonly title: string;
  readonly type: string;
  /** 0 to 10 as the service gives it; Inspector's words are mapped to 2, 5, 8, 9. */
  readonly severity: number;
}

export interface Inspector {
  readonly enabled: boolean;
  readonly lambdaStandard: boolean;
  readonly lambdaCode: boolean;
  readonly openLambdaFindings: Known<readonly OpenFinding[]>;
}

/** AWS Config's own recorder: at most one a Region belongs to the customer. */
export interface ConfigRecorder {
  readonly name: string;
  readonly recording: boolean;
  /** `AWS::Lambda::Function` is among the recorded types. */
  readonly recordsFunctions: boolean;
}
