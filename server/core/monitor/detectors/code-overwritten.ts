// New code by somebody who does not usually bring it.

import { isStranger } from '../trail/changers.ts';
import type { TrailDetector } from '../trail/detector.ts';
import { deployer, person, record, usualDeployments } from '../trail/example.ts';
import { functionOf } from '../trail/trail-event.ts';

export const codeOverwritten: TrailDetector = {
  id: 'code-overwritten',
  title: 'code was changed outside of the usual pipeline',
  severity: 'warning',
  confidence: 'medium',
  why: 'Code normally arrives by the same one or two identities. Another one that overwrites it is a hotfix, or somebody with stolen credentials.',
  todo: 'Compare the deployed code with the repository, and ask the person. A pipeline that is new can be acknowledged.',
  ref: 'https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html',
  attack: ['T1525', 'T1648'],
  look(event, { habits }) {
    if (
      event.error !== '' ||
      event.name !== 'UpdateFunctionCode' ||
      event.service !== 'lambda' ||
      event.request['dryRun'] === true
    )
      return undefined;
    if (!isStranger(event, habits, 'code')) return undefined;
    const name = functionOf(event);
    return {
      message: `${event.identity.principal} overwrote the code of ${name} from ${event.sourceAddress}, which nobody but the usual identities did before`,
      function: name,
    };
  },
  examples: {
    bad: [
      [
        ...usualDeployments,
        record({ name: 'UpdateFunctionCode20150331v2', by: person, request: { functionName: 'orders' } }),
      ],
    ],
    good: [
      [
        ...usualDeployments,
        record({ name: 'UpdateFunctionCode20150331v2', by: deployer, request: { functionName: 'orders' } }),
      ],
      [record({ name: 'UpdateFunctionCode20150331v2', by: person, request: { functionName: 'orders' } })],
    ],
  },
};
