// What sent an event, told by its shape alone, and what an answer to it must look like. Shapes from the event pages
// of the AWS Lambda developer guide. Reads own data members only, and takes a value that cannot be read for unknown.

export const eventSources = [
  'api-gateway-v1',
  'api-gateway-v2',
  'function-url',
  'load-balancer',
  'websocket',
  'authorizer-token',
  'authorizer-request-v1',
  'authorizer-request-v2',
  'appsync-authorizer',
  'sqs',
  'sns',
  'kinesis',
  'dynamodb',
  's3',
  's3-batch',
  'kafka',
  'mq',
  'firehose',
  'cloudwatch-logs',
  'event-bridge',
  'cognito',
  'appsync',
  'iot',
  'custom-resource',
  'cloudfront',
  'lex',
  'unknown',
] as const;
export type EventSource = (typeof eventSources)[number];

type Members = Readonly<Record<string, unknown>>;

export function eventSourceOf(event: unknown): EventSource {
  try {
    const top = membersOf(event);
    if (top === undefined) return Array.isArray(event) ? pipedSource(event) : 'unknown';
    return fromRecords(top) ?? fromRequest(top) ?? fromOthers(top) ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

/** A pipe of EventBridge hands over the bare records. */
function pipedSource(list: readonly unknown[]): EventSource {
  const first = membersOf(list[0]);
  return first === undefined ? 'unknown' : (recordSource(first) ?? 'unknown');
}

function fromRecords(top: Members): EventSource | undefined {
  const records = own(top, 'Records');
  const first = Array.isArray(records) ? membersOf(records[0]) : undefined;
  if (first !== undefined) {
    if (membersOf(own(first, 'cf')) !== undefined) return 'cloudfront';
    return recordSource(first);
  }
  const source = own(top, 'eventSource');
  if (source === 'aws:kafka' || source === 'SelfManagedKafka') return 'kafka';
  if (source === 'aws:mq' || source === 'aws:rmq') return 'mq';
  if (has(top, 'deliveryStreamArn') && Array.isArray(own(top, 'records'))) return 'firehose';
  if (has(top, 'invocationSchemaVersion') && Array.isArray(own(top, 'tasks'))) return 's3-batch';
  return undefined;
}

function recordSource(record: Members): EventSource | undefined {
  switch (own(record, 'eventSource') ?? own(record, 'EventSource')) {
    case 'aws:sqs':
      return 'sqs';
    case 'aws:sns':
      return 'sns';
    case 'aws:kinesis':
      return 'kinesis';
    case 'aws:dynamodb':
      return 'dynamodb';
    case 'aws:s3':
      return 's3';
    case 'aws:kafka':
    case 'SelfManagedKafka':
      return 'kafka';
    default:
      return undefined;
  }
}

function fromRequest(top: Members): EventSource | undefined {
  const type = own(top, 'type');
  if (type === 'TOKEN' && typeof own(top, 'methodArn') === 'string') return 'authorizer-token';
  if (type === 'REQUEST' && typeof own(top, 'methodArn') === 'string') return 'authorizer-request-v1';
  if (type === 'REQUEST' && (has(top, 'routeArn') || has(top, 'identitySource')))
    return 'authorizer-request-v2';
  const context = membersOf(own(top, 'requestContext'));
  if (context === undefined) return undefined;
  if (has(context, 'elb')) return 'load-balancer';
  if (has(top, 'authorizationToken') && !has(top, 'httpMethod')) return 'appsync-authorizer';
  if (has(context, 'http')) {
    const domain = own(context, 'domainName');
    return typeof domain === 'string' && domain.includes('.lambda-url.') ? 'function-url' : 'api-gateway-v2';
  }
  if (has(context, 'connectionId')) return 'websocket';
  if (has(top, 'httpMethod') || has(context, 'httpMethod')) return 'api-gateway-v1';
  return undefined;
}

function fromOthers(top: Members): EventSource | undefined {
  if (membersOf(own(top, 'awslogs')) !== undefined) return 'cloudwatch-logs';
  if (has(top, 'RequestType') && has(top, 'ResponseURL') && has(top, 'StackId')) return 'custom-resource';
  if (has(top, 'detail-type') && has(top, 'source') && has(top, 'detail')) return 'event-bridge';
  if (has(top, 'userPoolId') && has(top, 'triggerSource')) return 'cognito';
  if (has(top, 'identityPoolId') && has(top, 'datasetRecords')) return 'cognito';
  if (has(top, 'info') && has(top, 'arguments')) return 'appsync';
  if (has(top, 'sessionId') && has(top, 'bot') && has(top, 'inputTranscript')) return 'lex';
  if (has(top, 'clientId') && has(top, 'topic')) return 'iot';
  return undefined;
}

function membersOf(value: unknown): Members | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Members)
    : undefined;
}

function has(value: Members, key: string): boolean {
  return Object.hasOwn(value, key);
}

function own(value: Members, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
