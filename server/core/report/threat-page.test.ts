import { expect, test } from 'vitest';
import { known, unknown } from '../model/known.ts';
import type { Threat } from '../model/threat.ts';
import { toHistory } from '../remedy/change-history.ts';
import type { ThreatEvidence } from '../remedy/evidence.ts';
import { codeNow } from './code-now.ts';
import { renderThreatPage } from './threat-page.ts';
import { threatSentence } from './threat-words.ts';

const threat: Threat = {
  id: '0123456789abcdef0123456789abcdef',
  account: '111122223333',
  region: 'eu-central-1',
  detectorId: 'd',
  type: 'Backdoor:Lambda/C&CActivity.B',
  title: 'A title',
  description: 'A description with <b>markup</b>',
  severity: 8,
  isSample: false,
  isArchived: false,
  function: {
    arn: 'arn:aws:lambda:eu-central-1:111122223333:function:example',
    name: 'example',
    version: '$LATEST',
    revisionId: 'r1',
    role: 'arn:aws:iam::111122223333:role/example',
  },
  contact: {
    direction: 'out',
    protocol: 'TCP',
    address: '198.51.100.7',
    domain: '',
    port: 443,
    organization: 'Example Hosting',
    asn: '64496',
    country: 'Exampleland',
    city: '',
    isBlocked: false,
  },
  count: 12,
  firstSeen: '2026-11-20T04:00:00.000Z',
  lastSeen: '2026-11-21T05:00:00.000Z',
};

const update = (time: string, codeSha256: string) =>
  JSON.stringify({
    eventTime: time,
    eventName: 'UpdateFunctionCode20150331v2',
    eventSource: 'lambda.amazonaws.com',
    sourceIPAddress: '203.0.113.9',
    userAgent: 'aws-cli/2.0 example',
    userIdentity: { type: 'IAMUser', userName: 'ada', arn: 'arn:aws:iam::111122223333:user/ada' },
    requestParameters: { functionName: 'example' },
    responseElements: { codeSha256 },
  });

const denied = (action: string) => unknown({ action, reason: 'denied', detail: 'AccessDenied' });

const evidence = (revisionId: string): ThreatEvidence => ({
  versions: known([
    { version: '$LATEST', revisionId, codeSha256: 'hash2', lastModified: '2026-11-21', layers: [] },
    { version: '1', revisionId: 'r0', codeSha256: 'hash2', lastModified: '2026-11-01', layers: [] },
  ]),
  weaknesses: denied('inspector2:ListFindings'),
  history: known({
    changes: toHistory([update('2026-11-19T00:00:00Z', 'hash1'), update('2026-11-21T00:00:00Z', 'hash2')]),
    isWhole: true,
  }),
  code: known({
    version: '$LATEST',
    codeSha256: 'hash2',
    sizeBytes: 1234,
    fileCount: 3,
    findings: [],
    libraries: [{ name: 'left', version: '1.2.3', kind: 'npm', path: 'node_modules/left/package.json' }],
    places: [{ path: 'app.py', line: 7, isDependency: false, writing: 'as it is' }],
    skipped: [],
  }),
  previous: known({
    version: '1',
    codeSha256: 'hash1',
    files: [{ path: 'app.py', kind: 'changed' }],
    libraries: [{ name: 'left', before: '', after: '1.2.3' }],
    newLayers: [],
    goneLayers: [],
  }),
  layers: denied('lambda:GetFunctionConfiguration'),
  variables: known({ names: ['A', 'B'], holding: ['B'] }),
  gatheredAt: '2026-11-21T06:00:00.000Z',
});

test('what happened is one sentence with the peer', () => {
  expect(threatSentence(threat)).toBe(
    'The function example talked to an address from which taken-over machines are commanded: 198.51.100.7, port 443 (Example Hosting, Exampleland).',
  );
  expect(threatSentence({ ...threat, isSample: true })).toMatch(/^A sample, nothing happened: /);
  expect(threatSentence({ ...threat, type: 'New:Lambda/Type' })).toMatch(/takes for an attack/);
});

test('the revision decides whether the code is that of the finding', () => {
  expect(codeNow(threat, evidence('r1'))).toBe('same');
  expect(codeNow(threat, evidence('r2'))).toBe('changed');
  expect(codeNow({ ...threat, function: { ...threat.function, version: '7' } }, evidence('r1'))).toBe(
    'removed',
  );
  expect(codeNow(threat, { ...evidence('r1'), versions: known(null) })).toBe('gone');
});

test('the page compares, tells who changed it, and says what may not be read', () => {
  const page = renderThreatPage(threat, evidence('r2'));
  expect(page).toContain('Changed since');
  expect(page).toContain('the package was replaced since it was first seen');
  expect(page).toContain('| `hash1` | `hash2` |');
  expect(page).toContain('The same package is also version 1.');
  expect(page).toMatch(
    /before \| code replaced.*ada \| 203\.0\.113\.9 \| aws-cli.*a user with the AWS command line/,
  );
  expect(page).toContain('inspector2:ListFindings is not allowed');
  expect(page).toContain('\\<b\\>');
  expect(page).toContain('lambda-protection-finding-types.html#backdoor-lambda-ccactivity-b');
  expect(page).toContain('| app.py:7 | as it is | its own |');
  expect(page).toContain('In the environment variables B.');
  expect(page).toContain('| app.py | changed |');
  expect(page).toContain('| left | – | 1.2.3 |');
  expect(page).toContain('| left | 1.2.3 | node\\_modules/left/package.json | changed |');
  expect(page).toContain('lambda:GetFunctionConfiguration is not allowed');
});
