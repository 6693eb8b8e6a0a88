// The things in front of and behind functions: APIs, load balancers, topics, queues, buckets, rules, user pools, keys.
import type { Known } from './known.ts';

interface Common {
  readonly arn: string;
  /** False: the service says that there is no such thing (any more). */
  readonly exists: Known<boolean>;
  /** Its resource policy as JSON text; null where there is none. */
  readonly policy: Known<string | null>;
}

export type Encryption =
  | { readonly kind: 'none' }
  | { readonly kind: 'service-key' }
  | { readonly kind: 'customer-key'; readonly keyArn: string };

export interface Topic extends Common {
  readonly kind: 'sns-topic';
  readonly encryption: Known<Encryption>;
  readonly subscriptions: Known<readonly Subscription[]>;
}

export interface Subscription {
  /** `PendingConfirmation` until the subscriber confirms. */
  readonly arn: string;
  readonly protocol: string;
  /** For `lambda` and `sqs` the ARN; for people (e-mail, phone) only the kind of address is kept, as `e-mail`. */
  readonly endpoint: string;
  readonly confirmed: boolean;
}

export interface Queue extends Common {
  readonly kind: 'sqs-queue';
  readonly encryption: Known<Encryption>;
  readonly visibilityTimeoutSeconds: Known<number>;
  /** Dead-letter queue of its redrive policy; null where there is none. */
  readonly deadLetterArn: Known<string | null>;
}

export interface Bucket extends Common {
  readonly kind: 's3-bucket';
  /** True when it exists but answers only somebody else: 403 on an ARN that the account does not list. */
  readonly foreign: Known<boolean>;
  readonly encryption: Known<Encryption>;
  /** All four settings of the bucket's public access block are on. */
  readonly publicAccessBlocked: Known<boolean>;
  /** The access-control list grants something to everybody or to every AWS account. */
  readonly publicAcl: Known<boolean>;
  /** ARNs of the functions that its notifications call. */
  readonly notifiedFunctionArns: Known<readonly string[]>;
}

export interface EventRule extends Common {
  readonly kind: 'event-rule';
  readonly name: string;
  readonly busName: string;
  readonly enabled: boolean;
  readonly schedule?: string;
  /** JSON text. */
  readonly eventPattern?: string;
  readonly targets: Known<
    readonly { readonly id: string; readonly arn: string; readonly roleArn?: string }[]
  >;
}

export interface RestApi extends Common {
  readonly kind: 'rest-api';
  readonly id: string;
  readonly name: string;
  /** `EDGE`, `REGIONAL`, `PRIVATE`. */
  readonly endpointTypes: readonly string[];
  readonly routes: Known<readonly ApiRoute[]>;
  readonly stages: Known<readonly ApiStage[]>;
  readonly authorizers: Known<readonly ApiAuthorizer[]>;
}

export interface HttpApi extends Common {
  readonly kind: 'http-api';
  readonly id: string;
  readonly name: string;
  readonly protocol: 'http' | 'websocket';
  readonly routes: Known<readonly ApiRoute[]>;
  readonly stages: Known<readonly ApiStage[]>;
  readonly authorizers: Known<readonly ApiAuthorizer[]>;
}

export interface ApiRoute {
  /** `GET`, `ANY`, or the route key of a WebSocket API. */
  readonly method: string;
  /** `/pets/{id}`; `$default`. */
  readonly path: string;
  /** `NONE`, `AWS_IAM`, `CUSTOM`, `JWT`, `COGNITO_USER_POOLS`. */
  readonly authorization: string;
  readonly authorizerId?: string;
  readonly apiKeyRequired: boolean;
  /** ARN (with qualifier where there is one) of the function behind it; absent when it is none. */
  readonly functionArn?: string;
}

export interface ApiStage {
  readonly name: string;
  readonly accessLogs: boolean;
  readonly executionLogLevel?: string;
  readonly webAclArn?: string;
  readonly clientCertificate: boolean;
  readonly throttled: boolean;
}

export interface ApiAuthorizer {
  readonly id: string;
  readonly type: string;
  /** Of a Lambda authorizer. */
  readonly functionArn?: string;
}

export interface TargetGroup extends Common {
  readonly kind: 'target-group';
  readonly name: string;
  /** ARNs of the functions that are its targets. */
  readonly functionArns: Known<readonly string[]>;
  readonly loadBalancers: Known<readonly LoadBalancer[]>;
}

export interface LoadBalancer {
  readonly arn: string;
  readonly internetFacing: boolean;
}

export interface UserPool extends Common {
  readonly kind: 'user-pool';
  readonly name: string;
  /** Trigger name, such as `PreSignUp`, → function ARN. */
  readonly triggers: Known<Readonly<Record<string, string>>>;
}

export interface Key extends Common {
  readonly kind: 'kms-key';
  readonly enabled: Known<boolean>;
  readonly rotated: Known<boolean>;
}

/** Anything else that a policy or a mapping names; only its ARN is known. */
export interface OtherNeighbour extends Common {
  readonly kind: 'other';
}

export type Neighbour =
  | Topic
  | Queue
  | Bucket
  | EventRule
  | RestApi
  | HttpApi
  | TargetGroup
  | UserPool
  | Key
  | OtherNeighbour;
