// The deployed rule files are not those of the workspace.
import { functionCheck, type Hit } from '../../check.ts';
import { code, options, place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

const kinds = ['in', 'out', 'code'] as const;
const hash = (digit: string) => digit.repeat(64);

export const staleRules = functionCheck({
  id: 'stale-rules',
  severity: 'warning',
  title: 'the function is guarded by other rules than the workspace has',
  why: 'A rule that was written after the last deployment protects nothing yet; a rule file that somebody changed in the package shows tampering.',
  todo: 'Deploy again, or find out who changed the rules.',
  cwe: [],
  references: [lambdaGuide('configuration-function-zip', 'Deploying functions')],
  needs: ['code', 'options', 'place'],
  test: ({ code: { guard, ruleFiles }, options: { ruleFileHashes }, place: here }) => {
    if (guard.files.length === 0 || ruleFileHashes === undefined) return 'not-applicable';
    const hits: Hit[] = [];
    for (const kind of kinds) {
      const wanted = ruleFileHashes[kind];
      if (wanted === undefined) continue;
      const deployed = ruleFiles.filter((file) => file.kind === kind);
      if (deployed.length === 0)
        hits.push({
          message: `${kind}_protect.txt of the workspace is not deployed with ${here.name}`,
          resource: `${kind}_protect.txt`,
        });
      else if (!deployed.some((file) => file.sha256.toLowerCase() === wanted.toLowerCase()))
        hits.push({
          message: `${deployed[0]?.path ?? kind} of ${here.name} differs from the workspace's ${kind}_protect.txt`,
          resource: deployed[0]?.path ?? kind,
        });
    }
    return hits;
  },
  examples: {
    good: [
      {
        place,
        options: { ...options, ruleFileHashes: { in: hash('a') } },
        code: code({ ruleFiles: [{ kind: 'in', path: 'in_protect.txt', sha256: hash('a') }] }),
      },
    ],
    bad: [
      {
        place,
        options: { ...options, ruleFileHashes: { in: hash('a') } },
        code: code({ ruleFiles: [{ kind: 'in', path: 'in_protect.txt', sha256: hash('b') }] }),
      },
      { place, options: { ...options, ruleFileHashes: { out: hash('a') } }, code: code() },
    ],
    notApplicable: [{ place, options, code: code() }],
  },
});
