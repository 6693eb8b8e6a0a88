// Event source mappings: what Lambda polls on a function's behalf.

export interface EventSourceMapping {
  readonly uuid: string;
  readonly arn?: string;
  /** ARN with qualifier where the mapping has one. */
  readonly functionArn: string;
  /** Queue, stream, broker or cluster; absent for self-managed Kafka. */
  readonly sourceArn?: string;
  /** Bootstrap servers of self-managed Kafka. */
  readonly selfManagedServers?: readonly string[];
  /** `Enabled`, `Disabled`, `Creating`, `Updating`, … */
  readonly state: string;
  readonly batchSize?: number;
  readonly maximumRetries?: number;
  readonly maximumRecordAgeSeconds?: number;
  readonly bisectOnError: boolean;
  readonly onFailureArn?: string;
  readonly reportsBatchItemFailures: boolean;
  readonly filterCount: number;
  readonly maximumConcurrency?: number;
  readonly kmsKeyArn?: string;
  /** Such as `PROBLEM: Function call failed`; may show that the source is gone. */
  readonly lastResult?: string;
  readonly lastModified?: string;
}
