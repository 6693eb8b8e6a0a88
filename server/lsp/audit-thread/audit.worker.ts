// The thread of one audit: reads accounts (or a saved text) and judges them, so that the editor never waits for it.
import type { ConnectionOptions } from '../../aws/clients.ts';
import { collect } from '../../aws/collect.ts';
import { checks } from '../../core/audit/checks/index.ts';
import { judge } from '../../core/audit/judge.ts';
import type { AccountSnapshot } from '../../core/model/account-snapshot.ts';
import { parseSnapshot } from '../../core/model/parse-snapshot.ts';
import { openJobPort } from '../job-thread/job-port.ts';
import type { AuditDone, AuditJob, CodeWish, FromAudit } from './job.ts';

const { signal, tell, mfaCode, run } = openJobPort<AuditJob, AuditDone, FromAudit>();

async function work(job: AuditJob): Promise<AuditDone> {
  if (job.kind === 'judge') {
    const parsed = parseSnapshot(job.text);
    if (!parsed.ok) throw new Error(parsed.message);
    return {
      snapshot: parsed.snapshot,
      judgement: judge(parsed.snapshot, checks, job.options),
      failures: [],
    };
  }
  const failures: string[] = [];
  const accounts = await accountsOf(job);
  const read = await collect({
    accounts,
    ...(job.regions === undefined ? {} : { regions: job.regions }),
    ...(job.previous === undefined ? {} : { previous: job.previous }),
    logSamples: job.logSamples ?? 0,
    signal,
    onAccountFailure: (via, reason) => failures.push(`${via}: ${reason}`),
    onProgress: (progress) => tell({ kind: 'progress', progress }),
  });
  const snapshot = job.code === undefined ? read : await withCode(read, accounts, job.code);
  return { snapshot, judgement: judge(snapshot, checks, job.options), failures };
}

async function accountsOf({
  accounts,
  role,
  regions,
}: Extract<AuditJob, { kind: 'collect' }>): Promise<readonly ConnectionOptions[]> {
  const own = accounts.map((account) => ({ ...account, mfaCode }));
  if (role === undefined) return own;
  const { accountsByRole } = await import('../../aws/role-accounts.ts');
  return accountsByRole(
    own[0] ?? { mfaCode },
    role,
    regions === undefined || regions === 'all' ? [] : regions,
  );
}

async function withCode(
  snapshot: AccountSnapshot,
  accounts: readonly ConnectionOptions[],
  wish: CodeWish,
): Promise<AccountSnapshot> {
  const { openCodeScanner } = await import('./code-scanner.ts');
  const { inspectDeployedCode } = await import('../../aws/inspect-code.ts');
  return inspectDeployedCode(snapshot, {
    accounts,
    scanner: await openCodeScanner(wish),
    folder: wish.folder,
    signal,
    onProgress: ({ name, ...where }) =>
      tell({ kind: 'progress', progress: { ...where, what: name, phase: 'code' } }),
  });
}

await run(work);
