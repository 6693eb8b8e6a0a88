// A call of AWS as it stands in code, with the IAM actions that it takes.
import type { Span } from '../text/span.ts';

export interface AwsCall {
  /** As the code writes it: `s3.get_object`, `GetObjectCommand`. */
  readonly words: string;
  /** IAM actions such as `s3:GetObject`; several for a call that does several things. IAM ignores their case. */
  readonly actions: readonly string[];
  readonly span: Span;
}

export interface AwsCalls {
  readonly calls: readonly AwsCall[];
  /** Uses of a client of which the operation cannot be read: a name that is made at run time. */
  readonly unread: readonly Span[];
  /** Names that hold a client, for files that import them. */
  readonly clients: ReadonlyMap<string, ClientOf>;
}

export interface ClientOf {
  /** IAM's prefix of the service, such as `dynamodb`. */
  readonly service: string;
  /** What the name stands for: a client, or a thing of boto3's resource layer such as `Table`. */
  readonly kind: string;
}

export const noCalls: AwsCalls = { calls: [], unread: [], clients: new Map() };
