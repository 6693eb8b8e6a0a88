import { expect, test } from 'vitest';
import { functionCheck } from './check.ts';
import { checks } from './checks/index.ts';
import {
  denied,
  exampleFunction,
  exampleRegion,
  exampleRole,
  exampleSnapshot,
  is,
  largeSnapshot,
} from './example-snapshot.ts';
import { options } from './examples.ts';
import { judge } from './judge.ts';

const open = JSON.stringify({
  Statement: { Sid: 'all', Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction', Resource: '*' },
});
const role = exampleRole('orders-role', [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }]);

function judgeOne(
  changes: Parameters<typeof exampleFunction>[1],
  region: Parameters<typeof exampleRegion>[1] = {},
) {
  const result = judge(
    exampleSnapshot([exampleRegion([exampleFunction('orders', changes)], region)], [role]),
    checks,
    options,
  );
  const subject = result.subjects.find((one) => one.kind === 'function');
  if (subject === undefined) throw new Error('no function was judged');
  return { result, subject, unknown: subject.unknown.map((one) => one.check) };
}

test('every check gives one verdict for each function', () => {
  const { subject } = judgeOne({});
  const failed = new Set(subject.findings.map((finding) => finding.id));
  const verdicts = [
    ...subject.passed,
    ...subject.notApplicable,
    ...subject.unknown.map((one) => one.check),
    ...failed,
  ];
  expect(verdicts.toSorted()).toEqual(
    checks
      .filter((check) => check.scope === 'function')
      .map((check) => check.id)
      .toSorted(),
  );
});

test('a gap gives unknown with the denied action, never a pass', () => {
  const { subject, unknown } = judgeOne({
    policies: [{ qualifier: null, document: denied('lambda:GetPolicy') }],
  });
  expect(unknown).toContain('public-invoke-policy');
  expect(subject.passed).not.toContain('public-invoke-policy');
  expect(subject.unknown.find((one) => one.check === 'public-invoke-policy')?.gaps[0]?.action).toBe(
    'lambda:GetPolicy',
  );
});

test('what is found beside a gap is still found', () => {
  const { subject, unknown } = judgeOne({
    policies: [
      { qualifier: null, document: denied('lambda:GetPolicy') },
      { qualifier: 'live', document: is(open) },
    ],
  });
  expect(subject.findings.map((finding) => finding.id)).toContain('public-invoke-policy');
  expect(unknown).toContain('public-invoke-policy');
});

test('the policy of an alias is judged as that of the function is', () => {
  const { subject } = judgeOne({ policies: [{ qualifier: 'live', document: is(encodeURIComponent(open)) }] });
  const finding = subject.findings.find((one) => one.id === 'public-invoke-policy');
  expect(finding?.message).toContain("alias live's policy");
  expect(finding?.place).toMatchObject({
    kind: 'aws',
    function: 'orders',
    resource: 'statement "all" of the alias live\'s policy',
  });
});

test('a policy that cannot be read is no empty policy', () => {
  expect(judgeOne({ policies: [{ qualifier: null, document: is('{') }] }).unknown).toContain(
    'public-invoke-policy',
  );
});

/** Everything that may be refused, refused: nothing that depends on it passes. */
test('with every call denied nothing is said to be fine that was not seen', () => {
  const { subject } = judgeOne(
    {
      versions: denied('a'),
      aliases: denied('a'),
      policies: [{ qualifier: null, document: denied('a') }],
      urls: denied('a'),
      reservedConcurrency: denied('a'),
      provisionedConcurrency: denied('a'),
      eventInvoke: denied('a'),
      codeSigningConfigArn: denied('a'),
      recursiveLoop: denied('a'),
      runtimeManagement: denied('a'),
      tags: denied('a'),
      code: denied('a'),
    },
    {
      eventSourceMappings: denied('a'),
      layers: denied('a'),
      codeSigningConfigs: denied('a'),
      logs: { groups: denied('a'), metricFilters: denied('a'), alarms: denied('a') },
      network: {
        subnets: denied('a'),
        securityGroups: denied('a'),
        flowLogs: denied('a'),
        interfaces: denied('a'),
      },
      surveillance: { trails: denied('a'), guardDuty: denied('a'), inspector: denied('a') },
    },
  );
  const needs = new Map(
    checks.map((check) => [
      check.id,
      check.needs.filter(
        (need) =>
          ![
            'place',
            'options',
            'configuration',
            'neighbours',
            'completeNeighbours',
            'role',
            'grants',
            'roleUsers',
            'lastAccessed',
            'layers',
            'environment',
            'subnets',
            'securityGroups',
          ].includes(need),
      ),
    ]),
  );
  for (const id of [...subject.passed, ...subject.notApplicable]) expect(needs.get(id), id).toEqual([]);
});

test('reading a fact that was not declared does not compile, and is not there', () => {
  const check = functionCheck({
    id: 'x',
    severity: 'info',
    title: 'x',
    why: 'x',
    todo: 'x',
    cwe: [],
    references: [],
    needs: ['tags'],
    // @ts-expect-error: `urls` is not among the needs
    test: (facts) => (facts.urls === undefined ? [{ message: 'not there' }] : []),
    examples: { good: [], bad: [] },
  });
  const result = judge(
    exampleSnapshot([exampleRegion([exampleFunction('orders')])], [role]),
    [check],
    options,
  );
  expect(result.findings).toHaveLength(1);
});

test('the role is found by its ARN, shared ones across Regions', () => {
  const here = exampleFunction('orders');
  const there = {
    ...exampleFunction('mails'),
    arn: 'arn:aws:lambda:us-east-1:111122223333:function:mails',
    configuration: { ...here.configuration },
  };
  const snapshot = exampleSnapshot(
    [exampleRegion([here]), exampleRegion([there], { name: 'us-east-1' })],
    [role],
  );
  const found = judge(snapshot, checks, options).findings.filter((finding) => finding.id === 'shared-role');
  expect(found.map((finding) => finding.message)).toEqual([
    'orders shares its role with mails (us-east-1)',
    'mails shares its role with orders (eu-west-1)',
  ]);
});

test('Regions and layers are judged once', () => {
  const layer = {
    arn: 'arn:aws:lambda:eu-west-1:111122223333:layer:tools:3',
    version: 3,
    compatibleRuntimes: [],
    policy: is(
      JSON.stringify({
        Statement: { Effect: 'Allow', Principal: '*', Action: 'lambda:GetLayerVersion', Resource: '*' },
      }),
    ),
    extensions: is([]),
  };
  const { result } = judgeOne({}, { layers: is([layer]) });
  expect(result.findings.map((finding) => finding.id)).toEqual(
    expect.arrayContaining(['lambda-protection-off', 'inspector-off', 'public-layer']),
  );
  expect(result.byCheck['lambda-protection-off']).toEqual({
    pass: 0,
    fail: 1,
    'not-applicable': 0,
    unknown: 0,
  });
});

test('an API that nobody could list is unknown, not absent', () => {
  const { unknown, subject } = judgeOne({}, { completeNeighbours: [] });
  expect(unknown).toEqual(expect.arrayContaining(['open-api-route', 'internet-exposure']));
  expect(subject.notApplicable).not.toContain('open-api-route');
});

test('counts add up', () => {
  const { counts, subjects, byCheck } = judge(largeSnapshot(60), checks, options);
  const perScope = new Map<string, number>();
  for (const subject of subjects) perScope.set(subject.kind, (perScope.get(subject.kind) ?? 0) + 1);
  const wanted = checks.reduce((sum, check) => sum + (perScope.get(check.scope) ?? 0), 0);
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(wanted);
  expect(Object.values(byCheck).reduce((sum, row) => sum + row.fail, 0)).toBe(counts.fail);
});
