import Ajv from 'ajv';
import type { Log } from 'sarif';
import { expect, test } from 'vitest';
import type { Finding } from '../finding/finding.ts';
import { relativePath, toUriReference } from './file-reference.ts';
import { renderJson } from './json.ts';
import { type RuleInfo, renderSarif, toSarif } from './sarif.ts';
import { sarifSubset } from './sarif-subset.ts';
import { reaches, summarize } from './summary.ts';

const code: Finding = {
  id: 'os-command',
  severity: 'error',
  confidence: 'high',
  title: 'operating-system command',
  message: 'the handler runs a command',
  cwe: [78],
  place: {
    kind: 'code',
    file: '/home/me/project/src/a b/app.py',
    span: { start: 10, end: 14 },
    range: { start: { line: 2, character: 4 }, end: { line: 2, character: 8 } },
  },
};
const cloud: Finding = {
  id: 'public-function-url',
  severity: 'warning',
  confidence: 'medium',
  title: 'anybody can call the URL',
  message: 'the URL of $LATEST asks for no identity',
  cwe: [306],
  place: {
    kind: 'aws',
    account: '111122223333',
    region: 'eu-west-1',
    arn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders',
    function: 'orders',
    resource: 'url:$LATEST',
  },
  related: [
    {
      place: {
        kind: 'aws',
        account: '111122223333',
        region: 'eu-west-1',
        arn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders',
      },
      message: 'statement 1',
    },
  ],
  suppression: { justification: 'a public web hook by design', kind: 'external' },
};
const rules: readonly RuleInfo[] = [
  {
    id: 'public-function-url',
    severity: 'warning',
    title: 'anybody can call the URL',
    why: 'because',
    todo: 'set AuthType',
    ref: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
    cwe: [306],
    tags: ['CIS-4.6', 'CIS-4.6'],
  },
];
const tool = {
  name: 'Lambda Protect',
  version: '0.1.0',
  informationUri: 'https://example.com/lambda-protect',
  root: '/home/me/project',
  notes: ['lambda:GetPolicy was denied'],
};

/** The published types of SARIF 2.1.0 take our shape: checked by the compiler. */
const typed: Log = toSarif([code, cloud], rules, tool);

function checkValid(log: unknown): void {
  const validate = new Ajv({ allErrors: true, strict: false }).compile(sarifSubset);
  expect(validate(log) ? [] : validate.errors).toEqual([]);
}

test('the report is valid SARIF, for code and for AWS', () => {
  checkValid(JSON.parse(renderSarif([code, cloud], rules, tool)));
  checkValid(JSON.parse(renderSarif([], [], { name: 'x', version: '1' })));
  expect(typed.runs).toHaveLength(1);
});

test('the schema of the test refuses what SARIF refuses', () => {
  const validate = new Ajv({ strict: false }).compile(sarifSubset);
  expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false);
  const log = JSON.parse(renderSarif([code], rules, tool));
  log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
  expect(validate(log)).toBe(false);
});

test('positions count from 1, files are relative to the root and encoded', () => {
  const [result] = toSarif([code], [], tool).runs[0]?.results ?? [];
  expect(result?.locations).toEqual([
    {
      physicalLocation: {
        artifactLocation: { uri: 'src/a%20b/app.py', uriBaseId: 'SRCROOT' },
        region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 },
      },
    },
  ]);
  expect(result?.level).toBe('error');
});

test('an id without an entry gets one from its finding', () => {
  const run = toSarif([code, cloud], rules, tool).runs[0];
  expect(run?.tool.driver.rules.map((rule) => rule.id)).toEqual(['public-function-url', 'os-command']);
  expect(run?.results.map((result) => result.ruleIndex)).toEqual([1, 0]);
  expect(run?.tool.driver.rules[0]?.properties.tags).toEqual(['security', 'external/cwe/cwe-306', 'CIS-4.6']);
});

test('a suppressed finding carries its justification', () => {
  const result = toSarif([cloud], rules, tool).runs[0]?.results[0];
  expect(result?.suppressions).toEqual([
    { kind: 'external', status: 'accepted', justification: 'a public web hook by design' },
  ]);
});

test('a fingerprint survives a moved line and tells equal findings of a file apart', () => {
  const moved: Finding = {
    ...code,
    place: {
      ...code.place,
      range: { start: { line: 9, character: 0 }, end: { line: 9, character: 4 } },
    } as typeof code.place,
  };
  const prints = (findings: readonly Finding[]) =>
    toSarif(findings, [], tool).runs[0]?.results.map(
      (result) => result.partialFingerprints['lambdaProtect/v1'],
    );
  expect(prints([moved])).toEqual(prints([code]));
  expect(new Set(prints([code, code, cloud]))).toHaveProperty('size', 3);
});

test('what could not be looked at is said in the run', () => {
  const log = toSarif([], [], tool);
  expect(log.runs[0]?.invocations[0]?.toolExecutionNotifications?.[0]?.message.text).toBe(
    'lambda:GetPolicy was denied',
  );
});

test('files are named from where the person stands', () => {
  expect(relativePath('/home/me/project/src/a.py', '/home/me/project')).toBe('src/a.py');
  expect(relativePath('/home/me/other/a.py', '/home/me/project')).toBe('../other/a.py');
  expect(relativePath('file:///home/me/project/a%20b.py', '/home/me/project/')).toBe('a b.py');
  expect(relativePath('./src/a.py', '/home/me')).toBe('src/a.py');
  expect(relativePath('C:\\work\\src\\a.py', 'c:\\work')).toBe('src/a.py');
  expect(relativePath('D:\\a.py', 'C:\\work')).toBe('D:/a.py');
  expect(toUriReference('/etc/x', '/home').uri).toBe('file:///etc/x');
  expect(toUriReference('lambda-protect:/f/a b%20ü.py', '/home').uri).toBe(
    'lambda-protect:/f/a%20b%20%C3%BC.py',
  );
  expect(toUriReference('C:\\w\\ä.py', undefined).uri).toBe('file:///C:/w/%C3%A4.py');
});

test('the JSON holds live findings with the keys of the contract', () => {
  const report = JSON.parse(
    renderJson(
      {
        findings: [code, cloud],
        unknown: [{ id: 'x', message: 'denied', action: 'lambda:GetPolicy' }],
        summary: { files: 3 },
      },
      '/home/me/project',
    ),
  );
  expect(Object.keys(report)).toEqual(['version', 'findings', 'unknown', 'summary']);
  expect(report.findings).toEqual([
    {
      id: 'os-command',
      severity: 'error',
      confidence: 'high',
      title: 'operating-system command',
      message: 'the handler runs a command',
      cwe: [78],
      file: 'src/a b/app.py',
      line: 3,
      column: 5,
      endLine: 3,
      endColumn: 9,
    },
  ]);
  expect(report.unknown).toEqual([{ id: 'x', message: 'denied', action: 'lambda:GetPolicy' }]);
  expect(report.summary).toMatchObject({ findings: 1, suppressed: 1, unknown: 1, files: 3 });
});

test('an AWS finding in JSON names function, ARN, Region, account and resource', () => {
  const { suppression: _, ...live } = cloud;
  const report = JSON.parse(renderJson({ findings: [live], unknown: [], summary: {} }, '/'));
  expect(report.findings[0]).toMatchObject({
    function: 'orders',
    arn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders',
    region: 'eu-west-1',
    account: '111122223333',
    resource: 'url:$LATEST',
  });
});

test('a suppressed finding fails no build', () => {
  expect(reaches([cloud], 'hint')).toBe(false);
  expect(reaches([code], 'error')).toBe(true);
  expect(reaches([{ ...code, severity: 'info' }], 'warning')).toBe(false);
  expect(reaches([code], 'never')).toBe(false);
  expect(summarize([code, code, cloud])).toMatchObject({
    findings: 2,
    suppressed: 1,
    byId: { 'os-command': 2 },
  });
});
