// Types of protect-lambda, the run-time guard for AWS Lambda functions on Node.js.

export interface ProtectLambdaOptions {
  /** Folder of the rule files. Default: the handler's folder and those above it, then /opt/protect-lambda. */
  rules?: string;
  /** `block` (default), `monitor` (record only) or `off`. Never stronger than a rule's own mode. */
  mode?: 'block' | 'monitor' | 'off';
  /** What happens when the guard itself fails or could not check everything. Default `block`. */
  onError?: 'block' | 'allow';
  /** Time for the inspections of one invocation, in milliseconds. Default 1000. */
  budgetMs?: number;
  /** For triggers without a form of refusal: answer with the text (default), or throw. */
  answer?: 'text' | 'raise';
  /** For records of SQS, Kinesis and DynamoDB that violate: report as failed, or drop. Default `fail` for SQS, else `drop`. */
  batch?: 'fail' | 'drop';
  log?: 'json' | 'text';
  /** `address`: records name the caller's address, where the event states it. */
  source?: 'off' | 'address';
  /** Records carry CloudWatch embedded metrics. */
  emf?: boolean;
  emfNamespace?: string;
  /** Further hosts on which custom resources may be answered. */
  callbackHosts?: string | readonly string[];
  /** Folder of the function's own code. Default LAMBDA_TASK_ROOT, else the handler's folder. */
  root?: string;
  /** The handler's file. Default: the file that calls `protectLambda`. */
  file?: string;
}

/** Thrown where an answer cannot tell the caller that the invocation was refused. */
export declare class SecurityViolation extends Error {
  constructor();
}

/** As much of middy's request as the middleware uses. */
export interface MiddyRequest {
  event: unknown;
  context: unknown;
  response?: unknown;
  internal?: Record<string, unknown>;
}

export interface ProtectLambdaMiddleware {
  // biome-ignore lint/suspicious/noExplicitAny: middy's own request type narrows the event and the response
  before(request: any): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  after(request: any): unknown;
}

export interface ProtectLambda {
  /**
   * Guards a handler: async, callback, or streaming. Keep `awslambda.streamifyResponse` outermost:
   * `streamifyResponse(protectLambda(handler))`; the other way round works too.
   */
  // biome-ignore lint/suspicious/noExplicitAny: a handler may have any parameters; its type comes back unchanged
  <H extends (...args: any[]) => unknown>(handler: H, options?: ProtectLambdaOptions): H;
  /** For middy: `middy().use(protectLambda.middleware())`. Use it first. */
  middleware(options?: ProtectLambdaOptions): ProtectLambdaMiddleware;
}

export declare const protectLambda: ProtectLambda;
export default protectLambda;
