// A CloudTrail record in the few words that the detectors need. Lambda's event names carry the version of its API
// (`UpdateFunctionCode20150331v2`): here they do not. Request parameters are kept for reading, never printed whole.

export interface TrailEvent {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Without the version suffix. */
  readonly name: string;
  /** `lambda`, `iam`, `s3`: the event source without `.amazonaws.com`. */
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly sourceAddress: string;
  readonly userAgent: string;
  /** Empty where the call went through. */
  readonly error: string;
  readonly isRead: boolean;
  readonly identity: TrailIdentity;
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: Readonly<Record<string, unknown>>;
}

export interface TrailIdentity {
  readonly type: string;
  readonly arn: string;
  readonly account: string;
  /** Of an assumed role: the role's name; of a user: the user's. */
  readonly principal: string;
  /** Of an assumed role: the session's name, which for a function's own role is the function's name. */
  readonly session: string;
  readonly accessKeyId: string;
  /** `lambda.amazonaws.com` and the like, where a service acted. */
  readonly invokedBy: string;
}

/** `UpdateFunctionCode20150331v2` is `UpdateFunctionCode`. */
function withoutApiVersion(name: string): string {
  return name.replace(/20\d{6}(?:v\d+)?$/, '');
}

/** From one parsed record, or from what `LookupEvents` gives (`CloudTrailEvent` is the record as text). */
export function parseTrailEvent(value: unknown): TrailEvent | undefined {
  const record = asRecord(value);
  if (typeof record['CloudTrailEvent'] === 'string') {
    try {
      return parseTrailEvent(JSON.parse(record['CloudTrailEvent']));
    } catch {
      return undefined;
    }
  }
  const at = Date.parse(text(record['eventTime']));
  const name = text(record['eventName']);
  if (Number.isNaN(at) || name === '') return undefined;
  const identity = asRecord(record['userIdentity']);
  const arn = text(identity['arn']);
  const role = /:assumed-role\/([^/]+)\/(.+)$/.exec(arn);
  return {
    id: text(record['eventID']),
    at,
    name: withoutApiVersion(name),
    service: text(record['eventSource']).replace(/\.amazonaws\.com(\.cn)?$/, ''),
    region: text(record['awsRegion']),
    account: text(record['recipientAccountId']) || text(identity['accountId']),
    sourceAddress: text(record['sourceIPAddress']),
    userAgent: text(record['userAgent']),
    error: text(record['errorCode']),
    isRead:
      record['readOnly'] === true ||
      record['readOnly'] === 'true' ||
      (record['readOnly'] === undefined && /^(Get|List|Describe|Head|Lookup)/.test(name)),
    identity: {
      type: text(identity['type']),
      arn,
      account: text(identity['accountId']),
      principal: role?.[1] ?? (text(identity['userName']) || arn.replace(/^.*[:/]/, '')),
      session: role?.[2] ?? '',
      accessKeyId: text(identity['accessKeyId']),
      invokedBy: text(identity['invokedBy']),
    },
    request: asRecord(record['requestParameters']),
    response: asRecord(record['responseElements']),
  };
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The function that a call on Lambda is about, without ARN, version and alias. */
export function functionOf({ service, request }: TrailEvent): string {
  if (service !== 'lambda') return '';
  const name = text(request['functionName']) || text(request['functionArn']) || text(request['resource']);
  const arn = /:function:([^:]+)/.exec(name);
  return arn?.[1] ?? name.replace(/:[^:]*$/, '').replace(/^.*:/, '');
}

/** Whether the call set the configuration of a function, new or there before. */
export function configuresFunction({ error, service, name }: TrailEvent): boolean {
  return error === '' && service === 'lambda' && /^(UpdateFunctionConfiguration|CreateFunction)$/.test(name);
}
