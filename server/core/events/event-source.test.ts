import { expect, test } from 'vitest';
import { type EventSource, eventSourceOf } from './event-source.ts';

const shapes: readonly (readonly [EventSource, unknown])[] = [
  ['api-gateway-v1', { httpMethod: 'GET', requestContext: { stage: 'x' } }],
  ['api-gateway-v2', { requestContext: { http: {}, domainName: 'x.execute-api.eu-west-1.amazonaws.com' } }],
  ['function-url', { requestContext: { http: {}, domainName: 'x.lambda-url.eu-west-1.on.aws' } }],
  ['load-balancer', { httpMethod: 'GET', requestContext: { elb: {} } }],
  ['websocket', { requestContext: { connectionId: 'x' } }],
  ['authorizer-token', { type: 'TOKEN', methodArn: 'arn' }],
  ['authorizer-request-v1', { type: 'REQUEST', methodArn: 'arn', httpMethod: 'GET', requestContext: {} }],
  [
    'authorizer-request-v2',
    { type: 'REQUEST', routeArn: 'arn', version: '2.0', requestContext: { http: {} } },
  ],
  ['appsync-authorizer', { authorizationToken: 'x', requestContext: { apiId: 'x' } }],
  ['sqs', { Records: [{ eventSource: 'aws:sqs' }] }],
  ['sqs', [{ eventSource: 'aws:sqs' }]],
  ['sns', { Records: [{ EventSource: 'aws:sns' }] }],
  ['kinesis', { Records: [{ eventSource: 'aws:kinesis' }] }],
  ['dynamodb', { Records: [{ eventSource: 'aws:dynamodb' }] }],
  ['s3', { Records: [{ eventSource: 'aws:s3' }] }],
  ['cloudfront', { Records: [{ cf: {} }] }],
  ['s3-batch', { invocationSchemaVersion: '1.0', tasks: [] }],
  ['kafka', { eventSource: 'aws:kafka', records: {} }],
  ['mq', { eventSource: 'aws:rmq', rmqMessagesByQueue: {} }],
  ['firehose', { deliveryStreamArn: 'x', records: [] }],
  ['cloudwatch-logs', { awslogs: { data: '' } }],
  ['event-bridge', { 'detail-type': 'x', source: 'y', detail: {} }],
  ['cognito', { userPoolId: 'x', triggerSource: 'PreSignUp' }],
  ['appsync', { info: {}, arguments: {} }],
  ['iot', { clientId: 'x', topic: 'y' }],
  ['custom-resource', { RequestType: 'Create', ResponseURL: 'x', StackId: 'y' }],
  ['lex', { sessionId: 'x', bot: {}, inputTranscript: 'y' }],
  ['unknown', { Records: 'none' }],
  ['unknown', null],
  ['unknown', 'text'],
];

test.each(shapes)('%s', (source, event) => expect(eventSourceOf(event)).toBe(source));

test('an event that cannot be read is unknown', () => {
  const trap = () => {
    throw new Error('no');
  };
  expect(eventSourceOf(new Proxy({}, { get: trap, has: trap, getOwnPropertyDescriptor: trap }))).toBe(
    'unknown',
  );
});
