// CloudWatch as far as functions reach it: log groups, metric filters, alarms.
import type { Known } from './known.ts';

export interface LogStore {
  /** Every log group that a function writes to, by `LoggingConfig`; one that is not listed does not exist (yet). */
  readonly groups: Known<readonly LogGroup[]>;
  readonly metricFilters: Known<readonly MetricFilter[]>;
  readonly alarms: Known<readonly Alarm[]>;
  /** Resource policies of the Region's log groups. Absent in snapshots of earlier releases. */
  readonly policies?: Known<readonly LogPolicy[]>;
}

export interface LogPolicy {
  readonly name: string;
  /** As the service gives it: JSON text. */
  readonly document: string;
}

export interface LogGroup {
  readonly name: string;
  readonly arn: string;
  /** Null: kept for ever. */
  readonly retentionDays: number | null;
  readonly kmsKeyArn?: string;
  readonly class: 'standard' | 'infrequent-access' | 'delivery';
  readonly storedBytes: number;
  readonly dataProtection: boolean;
  /** Absent: nobody asked for samples. */
  readonly secrets?: Known<SecretsInLog>;
}

/** What the newest records of a group hold, by kind of secret. */
export interface SecretsInLog {
  readonly recordsRead: number;
  readonly kinds: readonly { readonly kind: string; readonly records: number }[];
}

export interface MetricFilter {
  readonly name: string;
  readonly logGroup: string;
  readonly pattern: string;
  readonly metrics: readonly { readonly namespace: string; readonly name: string; readonly value: string }[];
}

export interface Alarm {
  readonly name: string;
  readonly arn: string;
  /** Absent for alarms on expressions and composite alarms. */
  readonly namespace?: string;
  readonly metric?: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly actionsEnabled: boolean;
  readonly actions: readonly string[];
  /** `OK`, `ALARM`, `INSUFFICIENT_DATA`. */
  readonly state: string;
}
