// The shape of a saved snapshot, type for type.
import {
  anything,
  knownOf,
  list,
  number,
  object,
  orNull,
  record,
  type Shape,
  text,
  truth,
  variant,
  word,
} from './shape.ts';

const texts = list(text);

const environmentValue = variant('kind', {
  plain: object({ form: text, text }),
  secret: object({ secret: text, certain: truth, length: number }),
  ciphertext: object({ length: number }),
  text: object({ length: number }),
});

const configuration = object(
  {
    version: text,
    packageType: word('zip', 'image'),
    role: text,
    codeSha256: text,
    codeSizeBytes: number,
    timeoutSeconds: number,
    memoryMb: number,
    ephemeralStorageMb: number,
    architectures: texts,
    environment: knownOf(list(object({ name: text, value: environmentValue }))),
    tracing: word('active', 'pass-through'),
    layers: list(object({ arn: text, codeSizeBytes: number }, { signingJobArn: text })),
    fileSystems: list(object({ arn: text, mountPath: text })),
    logging: object(
      { logGroup: text, format: word('text', 'json') },
      { applicationLevel: text, systemLevel: text },
    ),
    snapStart: truth,
    lastModified: text,
    revisionId: text,
  },
  {
    runtime: text,
    handler: text,
    description: text,
    configSha256: text,
    kmsKeyArn: text,
    vpc: object({ vpcId: text, subnetIds: texts, securityGroupIds: texts, ipv6: truth }),
    deadLetterArn: text,
    image: object({}, { command: texts, entryPoint: texts, workingDirectory: text }),
    state: text,
    signingJobArn: text,
    masterArn: text,
  },
);

const cors = object(
  {
    allowCredentials: truth,
    allowOrigins: texts,
    allowMethods: texts,
    allowHeaders: texts,
    exposeHeaders: texts,
  },
  { maxAgeSeconds: number },
);

const deployedCode = object({
  codeSha256: text,
  fileCount: number,
  unpackedBytes: number,
  guard: object({ files: texts, wrapsHandler: word('yes', 'no', 'unclear'), evidence: text }),
  ruleFiles: list(object({ kind: word('in', 'out', 'code'), path: text, sha256: text }, { layerArn: text })),
  extensions: list(object({ name: text }, { layerArn: text })),
  secrets: list(object({ path: text, line: number, kind: text, length: number })),
  findings: list(
    object({
      id: text,
      severity: word('error', 'warning', 'info', 'hint'),
      title: text,
      message: text,
      place: object({ kind: text }),
    }),
  ),
  skipped: list(object({ path: text, reason: text })),
});

const lambdaFunction = object({
  arn: text,
  name: text,
  configuration,
  versions: knownOf(list(configuration)),
  aliases: knownOf(
    list(
      object(
        { name: text, arn: text, version: text, weights: record(number), revisionId: text },
        { description: text },
      ),
    ),
  ),
  policies: list(object({ qualifier: orNull(text), document: knownOf(orNull(text)) }, { revisionId: text })),
  urls: knownOf(
    list(
      object(
        {
          qualifier: orNull(text),
          url: text,
          authType: word('none', 'iam'),
          invokeMode: word('buffered', 'response-stream'),
        },
        { cors },
      ),
    ),
  ),
  reservedConcurrency: knownOf(orNull(number)),
  provisionedConcurrency: knownOf(list(object({ qualifier: text, requested: number, status: text }))),
  eventInvoke: knownOf(
    list(
      object(
        { qualifier: orNull(text) },
        { maximumRetries: number, maximumEventAgeSeconds: number, onSuccessArn: text, onFailureArn: text },
      ),
    ),
  ),
  codeSigningConfigArn: knownOf(orNull(text)),
  recursiveLoop: knownOf(word('allow', 'terminate')),
  runtimeManagement: knownOf(
    orNull(object({ mode: word('auto', 'function-update', 'manual') }, { runtimeVersionArn: text })),
  ),
  tags: knownOf(record(text)),
  code: knownOf(deployedCode),
  readAt: text,
});

const identity = {
  arn: text,
  name: text,
  id: text,
  path: text,
  inlinePolicies: knownOf(list(object({ name: text, document: text }))),
  attachedPolicyArns: knownOf(texts),
};

const levels = knownOf(
  orNull(
    list(
      object({
        targetId: text,
        target: word('root', 'unit', 'account'),
        policies: list(object({ id: text, name: text, document: text })),
      }),
    ),
  ),
);

const iam = object({
  scope: word('account', 'execution-roles'),
  users: knownOf(list(object({ ...identity, groupNames: texts, tags: record(text) }, { boundaryArn: text }))),
  groups: knownOf(list(object(identity))),
  roles: knownOf(
    list(
      object(
        {
          ...identity,
          trustPolicy: text,
          tags: record(text),
          lastUsedAt: orNull(text),
          lastAccessed: knownOf(list(object({ service: text, at: orNull(text) }))),
        },
        { boundaryArn: text, maxSessionSeconds: number },
      ),
    ),
  ),
  policies: knownOf(
    list(
      object({
        arn: text,
        name: text,
        awsManaged: truth,
        document: text,
        defaultVersion: text,
        attachmentCount: number,
      }),
    ),
  ),
  missingRoleArns: texts,
});

const encryption = knownOf(
  variant('kind', { none: anything, 'service-key': anything, 'customer-key': object({ keyArn: text }) }),
);
const route = object(
  { method: text, path: text, authorization: text, apiKeyRequired: truth },
  { authorizerId: text, functionArn: text },
);
const stage = object(
  { name: text, accessLogs: truth, clientCertificate: truth, throttled: truth },
  { executionLogLevel: text, webAclArn: text },
);
const authorizer = object({ id: text, type: text }, { functionArn: text });
const common = { arn: text, exists: knownOf(truth), policy: knownOf(orNull(text)) };
const api = {
  ...common,
  id: text,
  name: text,
  routes: knownOf(list(route)),
  stages: knownOf(list(stage)),
  authorizers: knownOf(list(authorizer)),
};

const neighbour = variant('kind', {
  'sns-topic': object({
    ...common,
    encryption,
    subscriptions: knownOf(list(object({ arn: text, protocol: text, endpoint: text, confirmed: truth }))),
  }),
  'sqs-queue': object({
    ...common,
    encryption,
    visibilityTimeoutSeconds: knownOf(number),
    deadLetterArn: knownOf(orNull(text)),
  }),
  's3-bucket': object({
    ...common,
    foreign: knownOf(truth),
    encryption,
    publicAccessBlocked: knownOf(truth),
    publicAcl: knownOf(truth),
    notifiedFunctionArns: knownOf(texts),
  }),
  'event-rule': object(
    {
      ...common,
      name: text,
      busName: text,
      enabled: truth,
      targets: knownOf(list(object({ id: text, arn: text }, { roleArn: text }))),
    },
    { schedule: text, eventPattern: text },
  ),
  'rest-api': object({ ...api, endpointTypes: texts }),
  'http-api': object({ ...api, protocol: word('http', 'websocket') }),
  'target-group': object({
    ...common,
    name: text,
    functionArns: knownOf(texts),
    loadBalancers: knownOf(list(object({ arn: text, internetFacing: truth }))),
  }),
  'user-pool': object({ ...common, name: text, triggers: knownOf(record(text)) }),
  'kms-key': object({ ...common, enabled: knownOf(truth), rotated: knownOf(truth) }),
  other: object(common),
});

const trafficRule = object(
  { protocol: text, cidrs: texts, groupIds: texts, prefixListIds: texts },
  { fromPort: number, toPort: number },
);
const openFindings = knownOf(
  list(object({ id: text, functionArn: text, title: text, type: text, severity: number })),
);
const operator = word('equals', 'starts-with', 'ends-with', 'not-equals', 'not-starts-with', 'not-ends-with');

const region = object({
  name: text,
  functions: knownOf(list(lambdaFunction)),
  eventSourceMappings: knownOf(
    list(
      object(
        {
          uuid: text,
          functionArn: text,
          state: text,
          bisectOnError: truth,
          reportsBatchItemFailures: truth,
          filterCount: number,
        },
        { sourceArn: text, onFailureArn: text, selfManagedServers: texts },
      ),
    ),
  ),
  layers: knownOf(
    list(
      object({
        arn: text,
        version: number,
        compatibleRuntimes: texts,
        policy: knownOf(orNull(text)),
        extensions: knownOf(texts),
      }),
    ),
  ),
  codeSigningConfigs: knownOf(
    list(object({ arn: text, untrustedArtifact: word('warn', 'enforce'), signingProfileVersionArns: texts })),
  ),
  limits: knownOf(
    object({
      concurrentExecutions: number,
      unreservedConcurrentExecutions: number,
      totalCodeSizeBytes: number,
    }),
  ),
  neighbours: list(neighbour),
  completeNeighbours: texts,
  network: object({
    subnets: knownOf(list(object({ id: text, vpcId: text, availabilityZone: text, cidr: text }))),
    securityGroups: knownOf(
      list(
        object({ id: text, name: text, vpcId: text, ingress: list(trafficRule), egress: list(trafficRule) }),
      ),
    ),
    flowLogs: knownOf(
      list(object({ id: text, resourceId: text, active: truth, traffic: text, destinationType: text })),
    ),
    interfaces: knownOf(
      list(object({ id: text, subnetId: text, vpcId: text, securityGroupIds: texts, privateIps: texts })),
    ),
  }),
  logs: object({
    groups: knownOf(
      list(
        object(
          {
            name: text,
            arn: text,
            retentionDays: orNull(number),
            class: word('standard', 'infrequent-access', 'delivery'),
            storedBytes: number,
            dataProtection: truth,
          },
          { kmsKeyArn: text },
        ),
      ),
    ),
    metricFilters: knownOf(
      list(
        object({
          name: text,
          logGroup: text,
          pattern: text,
          metrics: list(object({ namespace: text, name: text, value: text })),
        }),
      ),
    ),
    alarms: knownOf(
      list(
        object({
          name: text,
          arn: text,
          dimensions: record(text),
          actionsEnabled: truth,
          actions: texts,
          state: text,
        }),
      ),
    ),
  }),
  surveillance: object({
    trails: knownOf(
      list(
        object({
          arn: text,
          name: text,
          homeRegion: text,
          multiRegion: truth,
          ofOrganization: truth,
          logging: knownOf(truth),
          validatesFiles: truth,
          selectors: knownOf(
            list(
              object({
                category: word('management', 'data', 'other'),
                reads: truth,
                writes: truth,
                resourceTypes: texts,
                arnFilters: list(object({ operator, values: texts })),
                otherLimits: texts,
              }),
            ),
          ),
        }),
      ),
    ),
    guardDuty: knownOf(
      orNull(
        object({
          detectorId: text,
          enabled: truth,
          lambdaProtection: truth,
          openLambdaFindings: openFindings,
        }),
      ),
    ),
    inspector: knownOf(
      object({ enabled: truth, lambdaStandard: truth, lambdaCode: truth, openLambdaFindings: openFindings }),
    ),
  }),
  changesReadUntil: knownOf(orNull(text)),
});

export const snapshotShape: Shape = object({
  startedAt: text,
  takenAt: text,
  cancelled: truth,
  accounts: list(
    object({
      id: text,
      partition: text,
      alias: knownOf(orNull(text)),
      callerArn: text,
      via: text,
      iam,
      organization: knownOf(
        orNull(
          object({
            id: text,
            managementAccountId: text,
            serviceControlPolicies: levels,
            resourceControlPolicies: levels,
          }),
        ),
      ),
      regions: list(region),
    }),
  ),
});
