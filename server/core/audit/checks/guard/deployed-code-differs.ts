// The code that runs is not the code of the workspace.
import { functionCheck, type Hit } from '../../check.ts';
import { code, place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

const named = (paths: readonly string[]) =>
  paths.slice(0, 3).join(', ') + (paths.length > 3 ? ` and ${paths.length - 3} more` : '');

export const deployedCodeDiffers = functionCheck({
  id: 'deployed-code-differs',
  severity: 'info',
  title: 'the deployed code differs from the workspace',
  why: 'What was not deployed yet protects nobody, and code that nobody has in a workspace was put there past it.',
  todo: 'Compare the files (Open Deployed Code…); deploy again, or find out who changed them.',
  cwe: [345],
  references: [lambdaGuide('configuration-function-zip', 'Deploying functions')],
  needs: ['code', 'place'],
  test: ({ code: { drift }, place: here }) => {
    if (drift === undefined) return 'not-applicable';
    const hits: Hit[] = [];
    if (drift.changed.length > 0) {
      hits.push({
        message: `${named(drift.changed)} of ${here.name} ${drift.changed.length === 1 ? 'differs' : 'differ'} from the workspace's in ${drift.folder}`,
        resource: drift.changed[0] ?? drift.folder,
      });
    }
    if (drift.onlyDeployed.length > 0) {
      hits.push({
        message: `${named(drift.onlyDeployed)} of ${here.name} ${drift.onlyDeployed.length === 1 ? 'is' : 'are'} not in the workspace's ${drift.folder}`,
        resource: drift.onlyDeployed[0] ?? drift.folder,
      });
    }
    return hits;
  },
  examples: {
    good: [{ place, code: code({ drift: { folder: 'src', sameCount: 3, changed: [], onlyDeployed: [] } }) }],
    bad: [
      {
        place,
        code: code({ drift: { folder: 'src', sameCount: 2, changed: ['app.py'], onlyDeployed: [] } }),
      },
      {
        place,
        code: code({ drift: { folder: 'src', sameCount: 2, changed: [], onlyDeployed: ['hook.py'] } }),
      },
    ],
    notApplicable: [{ place, code: code() }],
  },
});
