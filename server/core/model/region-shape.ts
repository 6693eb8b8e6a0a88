// The shape of a Region in a saved snapshot, type for type.
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

/** `lambdaFunction` is the shape of one function. */
export const regionShape = (lambdaFunction: Shape): Shape =>
  object({
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
      list(
        object({ arn: text, untrustedArtifact: word('warn', 'enforce'), signingProfileVersionArns: texts }),
      ),
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
          object({
            id: text,
            name: text,
            vpcId: text,
            ingress: list(trafficRule),
            egress: list(trafficRule),
          }),
        ),
      ),
      flowLogs: knownOf(
        list(object({ id: text, resourceId: text, active: truth, traffic: text, destinationType: text })),
      ),
      interfaces: knownOf(
        list(object({ id: text, subnetId: text, vpcId: text, securityGroupIds: texts, privateIps: texts })),
      ),
    }),
    logs: object(
      {
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
              {
                kmsKeyArn: text,
                secrets: knownOf(
                  object({ recordsRead: number, kinds: list(object({ kind: text, records: number })) }),
                ),
              },
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
      },
      { policies: knownOf(list(object({ name: text, document: text }))) },
    ),
    surveillance: object(
      {
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
          object({
            enabled: truth,
            lambdaStandard: truth,
            lambdaCode: truth,
            openLambdaFindings: openFindings,
          }),
        ),
      },
      { configRecorder: knownOf(orNull(object({ name: text, recording: truth, recordsFunctions: truth }))) },
    ),
    changesReadUntil: knownOf(orNull(text)),
  });
