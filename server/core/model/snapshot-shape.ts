// The shape of a saved snapshot, type for type.
import { regionShape } from './region-shape.ts';
import {
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

const deployedCode = object(
  {
    codeSha256: text,
    fileCount: number,
    unpackedBytes: number,
    guard: object({ files: texts, wrapsHandler: word('yes', 'no', 'unclear'), evidence: text }),
    ruleFiles: list(
      object({ kind: word('in', 'out', 'code'), path: text, sha256: text }, { layerArn: text }),
    ),
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
  },
  { drift: object({ folder: text, sameCount: number, changed: texts, onlyDeployed: texts }) },
);

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
      regions: list(regionShape(lambdaFunction)),
    }),
  ),
});
