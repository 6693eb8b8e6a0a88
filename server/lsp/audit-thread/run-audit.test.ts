import { afterAll, expect, test } from 'vitest';
import { createDemoWorld } from '../../../test/aws/demo-account.ts';
import { startAwsEndpoint } from '../../../test/aws/endpoint.ts';
import { largeSnapshot } from '../../core/audit/example-snapshot.ts';
import { runAudit } from './run-audit.ts';

const endpoint = await startAwsEndpoint(createDemoWorld());
afterAll(() => endpoint.close());
Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
});

const options = { now: '2026-11-21T00:00:00.000Z', trustedAccounts: [], encryptedVariables: [] };
const job = {
  kind: 'collect',
  accounts: [{ endpointUrl: endpoint.url }],
  regions: ['us-east-1'],
  options,
} as const;

test('an audit comes back from its thread, with progress', async () => {
  const seen: string[] = [];
  const { snapshot, judgement } = await runAudit(job, { onProgress: ({ what }) => seen.push(what) });
  expect(judgement.functionCount).toBe(4);
  expect(judgement.findings.map((finding) => finding.id)).toContain('public-invoke-policy');
  expect(seen).toContain('mailer');
  expect(snapshot.cancelled).toBe(false);
});

test('this thread goes on while another one judges', async () => {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 5);
  const text = JSON.stringify(largeSnapshot(2000));
  last = performance.now();
  const started = last;
  const { judgement } = await runAudit({ kind: 'judge', text, options });
  clearInterval(timer);
  expect(judgement.functionCount).toBe(2000);
  // What comes over from the thread is taken in one piece.
  expect(longest).toBeLessThan((performance.now() - started) * 0.6);
});

test('a cancelled audit gives what it has', async () => {
  const stop = new AbortController();
  const { snapshot } = await runAudit(job, { signal: stop.signal, onProgress: () => stop.abort() });
  expect(snapshot.cancelled).toBe(true);
});

test('what fails, fails in words', async () => {
  await expect(runAudit({ ...job, accounts: [{ endpointUrl: 'http://example.com' }] })).rejects.toThrow(
    /not encrypted/,
  );
  await expect(runAudit({ kind: 'judge', text: '{}', options })).rejects.toThrow(/no snapshot/);
});
