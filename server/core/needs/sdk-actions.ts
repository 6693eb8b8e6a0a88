// From what an SDK calls a service and an operation to what IAM calls them. Most operations are their own action;
// here stand those that are not.
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html

/** Names of services in boto3 (`client('…')`) and in JavaScript packages (`@aws-sdk/client-…`) that IAM writes otherwise. */
const prefixes: Readonly<Record<string, string>> = {
  'api-gateway': 'apigateway',
  apigatewayv2: 'apigateway',
  apigatewaymanagementapi: 'execute-api',
  appconfigdata: 'appconfig',
  'application-auto-scaling': 'application-autoscaling',
  'auto-scaling': 'autoscaling',
  'bedrock-agent': 'bedrock',
  'bedrock-agent-runtime': 'bedrock',
  'bedrock-runtime': 'bedrock',
  'cloudwatch-events': 'events',
  'cloudwatch-logs': 'logs',
  'cognito-identity-provider': 'cognito-idp',
  'config-service': 'config',
  'cost-explorer': 'ce',
  'dynamodb-streams': 'dynamodb',
  dynamodbstreams: 'dynamodb',
  efs: 'elasticfilesystem',
  'elastic-load-balancing': 'elasticloadbalancing',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  elb: 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
  emr: 'elasticmapreduce',
  eventbridge: 'events',
  'iot-data': 'iot',
  'iot-data-plane': 'iot',
  'lex-runtime': 'lex',
  'lex-runtime-v2': 'lex',
  'lexv2-runtime': 'lex',
  location: 'geo',
  'marketplace-metering': 'aws-marketplace',
  meteringmarketplace: 'aws-marketplace',
  opensearch: 'es',
  opensearchserverless: 'aoss',
  pinpoint: 'mobiletargeting',
  'resource-groups-tagging-api': 'tag',
  resourcegroupstaggingapi: 'tag',
  'route-53': 'route53',
  'sagemaker-runtime': 'sagemaker',
  'secrets-manager': 'secretsmanager',
  sesv2: 'ses',
  sfn: 'states',
  stepfunctions: 'states',
  'timestream-query': 'timestream',
  'timestream-write': 'timestream',
};

/** By service and operation: the actions that are checked; none where nothing is. */
const exceptions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  s3: {
    HeadObject: ['GetObject'],
    HeadBucket: ['ListBucket'],
    ListObjects: ['ListBucket'],
    ListObjectsV2: ['ListBucket'],
    ListObjectVersions: ['ListBucketVersions'],
    ListBuckets: ['ListAllMyBuckets'],
    CopyObject: ['GetObject', 'PutObject'],
    DeleteObjects: ['DeleteObject'],
    CreateMultipartUpload: ['PutObject'],
    UploadPart: ['PutObject'],
    UploadPartCopy: ['GetObject', 'PutObject'],
    CompleteMultipartUpload: ['PutObject'],
    ListParts: ['ListMultipartUploadParts'],
    ListMultipartUploads: ['ListBucketMultipartUploads'],
    SelectObjectContent: ['GetObject'],
    GetBucketLifecycleConfiguration: ['GetLifecycleConfiguration'],
    PutBucketLifecycleConfiguration: ['PutLifecycleConfiguration'],
    GetBucketEncryption: ['GetEncryptionConfiguration'],
    PutBucketEncryption: ['PutEncryptionConfiguration'],
    GetPublicAccessBlock: ['GetBucketPublicAccessBlock'],
    PutPublicAccessBlock: ['PutBucketPublicAccessBlock'],
    GetBucketNotificationConfiguration: ['GetBucketNotification'],
    PutBucketNotificationConfiguration: ['PutBucketNotification'],
    // boto3's and lib-storage's own.
    UploadFile: ['PutObject'],
    UploadFileobj: ['PutObject'],
    DownloadFile: ['GetObject'],
    DownloadFileobj: ['GetObject'],
    Copy: ['GetObject', 'PutObject'],
    Upload: ['PutObject', 'AbortMultipartUpload'],
    GeneratePresignedPost: ['PutObject'],
  },
  lambda: {
    Invoke: ['InvokeFunction'],
    InvokeAsync: ['InvokeFunction'],
    InvokeWithResponseStream: ['InvokeFunction'],
  },
  sqs: {
    SendMessageBatch: ['SendMessage'],
    DeleteMessageBatch: ['DeleteMessage'],
    ChangeMessageVisibilityBatch: ['ChangeMessageVisibility'],
    // boto3's queue.
    SendMessages: ['SendMessage'],
    ReceiveMessages: ['ReceiveMessage'],
    DeleteMessages: ['DeleteMessage'],
  },
  sns: { PublishBatch: ['Publish'] },
  dynamodb: {
    TransactGetItems: ['GetItem'],
    TransactWriteItems: ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
    ExecuteStatement: ['PartiQLSelect', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'],
    BatchExecuteStatement: ['PartiQLSelect', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'],
    ExecuteTransaction: ['PartiQLSelect', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'],
    // The document clients of JavaScript and boto3's table.
    Get: ['GetItem'],
    Put: ['PutItem'],
    Update: ['UpdateItem'],
    Delete: ['DeleteItem'],
    BatchGet: ['BatchGetItem'],
    BatchWrite: ['BatchWriteItem'],
    BatchWriter: ['BatchWriteItem'],
    TransactGet: ['GetItem'],
    TransactWrite: ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
  },
  kms: { ReEncrypt: ['ReEncryptFrom', 'ReEncryptTo'] },
  bedrock: {
    Converse: ['InvokeModel'],
    ConverseStream: ['InvokeModelWithResponseStream'],
  },
  sts: { GetCallerIdentity: [] },
};

/** `client`: `s3` of boto3, `cloudwatch-logs` of a JavaScript package. */
export function servicePrefix(client: string): string {
  return prefixes[client] ?? client;
}

/** `operation`: in any spelling of an SDK: `get_object`, `getObject`, `GetObject`. */
export function actionsOf(service: string, operation: string): readonly string[] {
  // Connections of a WebSocket API have one action for everything: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
  if (service === 'execute-api') return ['execute-api:ManageConnections'];
  const name = pascal(operation);
  const actions = exceptions[service]?.[name] ?? [name];
  return actions.map((action) => `${service}:${action}`);
}

/** `list_objects_v2` → `ListObjectsV2`. Acronyms come out as words; IAM does not mind. */
export function pascal(operation: string): string {
  return operation
    .split('_')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('');
}
