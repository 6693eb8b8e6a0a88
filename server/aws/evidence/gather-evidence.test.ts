import { afterAll, expect, test } from 'vitest';
import { demoAccountId } from '../../../test/aws/demo-account.ts';
import { demoEnvironment } from '../../../test/aws/demo-environment.ts';
import { startAwsEndpoint } from '../../../test/aws/endpoint.ts';
import {
  createIncidentWorld,
  foreignLayer,
  ownLayer,
  sceneRegion,
} from '../../../test/aws/incident-scene.ts';
import type { Threat } from '../../core/model/threat.ts';
import { addressPlaces, evidenceParts, type PartialEvidence } from '../../core/remedy/evidence.ts';
import { openCodeScanner } from '../../lsp/audit-thread/code-scanner.ts';
import { openConnection } from '../clients.ts';
import { listThreats } from '../read-threats.ts';
import { gatherEvidence } from './gather-evidence.ts';

const now = new Date('2026-11-21T06:00:00.000Z');
const endpoint = await startAwsEndpoint(createIncidentWorld(now));
const connection = openConnection({ env: demoEnvironment(endpoint.url), retries: 'by-caller' });
Object.assign(process.env, demoEnvironment());
afterAll(async () => {
  connection.close();
  await endpoint.close();
});

const { signal } = new AbortController();
const scanner = () => openCodeScanner({ engine: 'auto', rules: undefined, folder: undefined });

async function theThreat(): Promise<Threat> {
  const found = await listThreats(connection, { account: demoAccountId, region: sceneRegion }, {}, signal);
  const threat = found.known ? found.value[0] : undefined;
  if (threat === undefined) throw new Error('the scene has a finding');
  return threat;
}

test('every part is gathered, and told as it comes', async () => {
  const parts: string[] = [];
  const evidence = await gatherEvidence({
    connection,
    threat: await theThreat(),
    now: now.toISOString(),
    signal,
    scanner,
    onPart: (part: PartialEvidence) => parts.push(...Object.keys(part)),
  });
  expect(parts.toSorted()).toEqual([...evidenceParts].toSorted());

  const { code, previous, layers, variables, history, weaknesses } = evidence;
  const rules = code.known
    ? code.value.findings.map(({ id, place }) => [id, place.kind === 'code' && place.file])
    : [];
  expect(rules.some(([, file]) => file === 'lib/sync.js')).toBe(true);
  expect(addressPlaces(evidence)).toEqual([
    { path: 'lib/sync.js', line: 3, isDependency: false, writing: 'as it is' },
    { path: 'node_modules/quick-sync/index.js', line: 1, isDependency: true, writing: 'in hexadecimal' },
  ]);
  expect(code.known && code.value.libraries.map(({ name, version }) => `${name} ${version}`)).toEqual([
    'quick-sync 0.0.1',
    'tiny-left 1.3.0',
  ]);
  expect(previous).toMatchObject({
    known: true,
    value: {
      version: '1',
      files: [
        { path: 'index.js', kind: 'changed' },
        { path: 'lib/sync.js', kind: 'added' },
        { path: 'node_modules/quick-sync/index.js', kind: 'added' },
        { path: 'node_modules/quick-sync/package.json', kind: 'added' },
        { path: 'node_modules/tiny-left/package.json', kind: 'changed' },
        { path: 'old.js', kind: 'removed' },
        { path: 'package.json', kind: 'changed' },
      ],
      libraries: [
        { name: 'quick-sync', before: '', after: '0.0.1' },
        { name: 'tiny-left', before: '1.2.0', after: '1.3.0' },
      ],
      newLayers: [ownLayer, foreignLayer],
      goneLayers: [],
    },
  });
  expect(layers).toMatchObject({
    known: true,
    value: [
      {
        arn: ownLayer,
        isForeign: false,
        createdAt: { known: true, value: '2026-11-19T08:00:00.000Z' },
        content: {
          known: true,
          value: { fileCount: 2, libraries: [{ name: 'deep-end', version: '4.5.6' }] },
        },
      },
      { arn: foreignLayer, isForeign: true, content: { known: false } },
    ],
  });
  const layer = layers.known ? layers.value[0]?.content : undefined;
  expect(
    layer?.known && layer.value.findings.map(({ place }) => place.kind === 'code' && place.file),
  ).toEqual(['/opt/nodejs/tools.js']);
  expect(variables).toEqual({ known: true, value: { names: ['STAGE', 'UPSTREAM'], holding: ['UPSTREAM'] } });
  expect(weaknesses.known && weaknesses.value.map(({ kind }) => kind)).toEqual(['package', 'code']);
  expect(
    history.known && history.value.changes.map(({ kind, by, means }) => `${kind} ${by} ${means}`),
  ).toEqual([
    'configuration ci-bot person',
    'code ada person',
    'layer ci-bot person',
    'code deploy-pipeline pipeline',
    'code deploy-pipeline pipeline',
    'code deploy-pipeline pipeline',
  ]);
  // Newest first: three changes tell what is usual.
  expect(history.known && history.value.changes.map(({ way }) => way)).toEqual([
    'unusual',
    'unusual',
    'unusual',
    'unknown',
    'unknown',
    'unknown',
  ]);
});

test('no value of a variable and no line of code is in the evidence', async () => {
  const threat = await theThreat();
  const evidence = await gatherEvidence({ connection, threat, now: now.toISOString(), signal, scanner });
  const text = JSON.stringify(evidence);
  expect(text).not.toContain('/v1');
  expect(text).not.toContain('/tmp/cache');
  expect(text).not.toContain('"prod"');
});

test.each([
  ['lambda:ListVersionsByFunction', ['versions', 'previous']],
  ['lambda:GetFunctionConfiguration', ['layers', 'variables']],
  ['lambda:GetFunction', ['code', 'previous']],
  ['inspector2:ListFindings', ['weaknesses']],
  ['cloudtrail:LookupEvents', ['history']],
])('without %s the rest goes on', async (action, missing) => {
  endpoint.denied.add(action);
  try {
    const threat = await theThreat();
    const evidence = await gatherEvidence({ connection, threat, now: now.toISOString(), signal, scanner });
    const gaps = evidenceParts.flatMap((part) => {
      const fact = evidence[part];
      return fact.known ? [] : [{ part, action: fact.gap.action, reason: fact.gap.reason }];
    });
    expect(gaps.map(({ part }) => part).toSorted()).toEqual(missing.toSorted());
    for (const gap of gaps) expect(gap).toMatchObject({ action, reason: 'denied' });
  } finally {
    endpoint.denied.clear();
  }
});

test('cancelled, what is missing is a gap that says so', async () => {
  const stop = new AbortController();
  const threat = await theThreat();
  stop.abort();
  const evidence = await gatherEvidence({
    connection,
    threat,
    now: now.toISOString(),
    signal: stop.signal,
    scanner,
  });
  for (const part of evidenceParts)
    expect(evidence[part]).toMatchObject({ known: false, gap: { reason: 'not-asked', detail: 'cancelled' } });
});

test('of a finding of another account nothing is gathered in this one', async () => {
  const threat = { ...(await theThreat()), account: '444455556666' };
  const evidence = await gatherEvidence({ connection, threat, now: now.toISOString(), signal, scanner });
  for (const part of evidenceParts)
    expect(evidence[part]).toMatchObject({
      known: false,
      gap: { detail: expect.stringContaining('444455556666') },
    });
});

test('a function that is gone is said to be', async () => {
  const threat = await theThreat();
  const gone = {
    ...threat,
    function: { ...threat.function, name: 'gone', arn: `${threat.function.arn}-gone` },
  };
  const evidence = await gatherEvidence({
    connection,
    threat: gone,
    now: now.toISOString(),
    signal,
    scanner,
  });
  expect(evidence.versions).toEqual({ known: true, value: null });
  expect(evidence.code).toMatchObject({ known: false, gap: { detail: 'ResourceNotFoundException' } });
});
