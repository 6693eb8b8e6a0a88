// 10,000 functions of a saved snapshot, judged by every check: time and memory.
import { accessQuestions } from '../../server/core/audit/access.ts';
import { checks } from '../../server/core/audit/checks/index.ts';
import { largeSnapshot } from '../../server/core/audit/example-snapshot.ts';
import { judge } from '../../server/core/audit/judge.ts';
import type { AccountSnapshot } from '../../server/core/model/account-snapshot.ts';

const count = 10_000;

export const bench = {
  name: 'audit: judging a saved snapshot',
  run: async () => {
    const text = JSON.stringify(largeSnapshot(count));
    const started = performance.now();
    const cpuBefore = process.cpuUsage();
    const snapshot = JSON.parse(text) as AccountSnapshot;
    const result = judge(snapshot, checks, {
      now: '2026-11-21T00:00:00Z',
      trustedAccounts: [],
      encryptedVariables: [],
    });
    const seconds = (performance.now() - started) / 1000;
    const cpu = process.cpuUsage(cpuBefore);
    const cpuSeconds = (cpu.user + cpu.system) / 1e6;
    const megabytes = process.memoryUsage().rss / 2 ** 20;
    const verdicts = Object.values(result.counts).reduce((sum, one) => sum + one, 0);
    const asked = performance.now();
    const questions = accessQuestions(snapshot);
    const arn = questions.functions[1]?.arn ?? '';
    const able = questions.whoCanModify(arn)?.identities.length ?? 0;
    const askSeconds = (performance.now() - asked) / 1000;
    return [
      {
        name: `${count} functions parsed and judged`,
        value: seconds,
        unit: 's',
        must: 'under 10 s',
        holds: seconds < 10,
      },
      { name: 'processor time of it, whatever else the machine does', value: cpuSeconds, unit: 's' },
      {
        name: 'resident memory after it',
        value: megabytes,
        unit: 'MB',
        must: 'under 1024 MB',
        holds: megabytes < 1024,
      },
      { name: 'verdicts', value: verdicts, unit: 'verdicts' },
      { name: `who can modify one function, of ${count} roles (${able} can)`, value: askSeconds, unit: 's' },
      { name: 'findings', value: result.findings.length, unit: 'findings' },
    ];
  },
};
