import { expect, test } from 'vitest';
import type { Threat } from '../model/threat.ts';
import { incidentSteps, renderIncidentReport } from './incident.ts';

const threat: Threat = {
  id: '0123456789abcdef0123456789abcdef',
  account: '111122223333',
  region: 'eu-central-1',
  detectorId: 'd',
  type: 'UnauthorizedAccess:Lambda/TorClient',
  title: 'A title',
  description: 'A description',
  severity: 8,
  isSample: false,
  isArchived: false,
  function: { arn: 'arn', name: 'example', version: '3', revisionId: 'r1', role: 'role/example-role' },
  count: 1,
  firstSeen: '',
  lastSeen: '',
};

test('every step has an id of its own, and all three parts have steps', () => {
  const steps = incidentSteps(threat, undefined);
  expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
  expect(new Set(steps.map(({ part }) => part))).toEqual(new Set([0, 1, 2]));
});

test('the call that stops nothing is explained and opens nothing of its own', () => {
  const step = incidentSteps(threat, undefined).find(({ text }) => text.includes('EventInvokeConfig'));
  expect(step?.text).toContain('It is not offered');
});

test('the report holds states, times and notes', () => {
  const report = renderIncidentReport(
    {
      threat,
      openedAt: '2026-11-21T06:00:00.000Z',
      marks: {
        'review-code': { state: 'done', at: '2026-11-21T06:10:00.000Z', note: 'a | new | import' },
        'mend-inspector': { state: 'not-needed', at: '2026-11-21T06:11:00.000Z', note: '' },
      },
    },
    undefined,
    '2026-11-21T07:00:00.000Z',
  );
  expect(report).toContain(
    '- [x] **Read the code of that version** — done, 2026-11-21T06:10:00.000Z: a \\| new \\| import\n',
  );
  expect(report).toContain('— not needed, 2026-11-21T06:11:00.000Z\n');
  expect(report).toContain('10 of 12 steps open');
  expect(report).toContain('## 3. Remediate');
  expect(report).toContain('No files were kept.');
});

test('the report holds what was kept, with its hashes', () => {
  const kept = {
    folder: '/evidence',
    gatheredAt: '2026-11-21T06:20:00.000Z',
    files: [{ path: 'package.zip', sha256: 'abc' }],
  };
  const record = { threat, openedAt: '2026-11-21T06:00:00.000Z', marks: {}, kept };
  const report = renderIncidentReport(record, undefined, '2026-11-21T07:00:00.000Z');
  expect(report).toContain('- package.zip sha256:abc');
});
