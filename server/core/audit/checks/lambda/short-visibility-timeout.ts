// Messages become visible again while the function still works on them.
import { functionCheck, type Hit } from '../../check.ts';
import { configuration, mapping, neighbours, place, queue } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

export const shortVisibilityTimeout = functionCheck({
  id: 'short-visibility-timeout',
  severity: 'info',
  title: 'the queue hands messages out again too early',
  why: 'With less than six times the timeout of the function, messages are worked on twice when calls are throttled.',
  todo: 'Set the visibility timeout to at least six times the timeout of the function.',
  cwe: [],
  references: [lambdaGuide('services-sqs-configure', 'SQS visibility timeout')],
  needs: ['mappings', 'neighbours', 'configuration', 'place'],
  test: ({ mappings, neighbours: around, configuration: { timeoutSeconds }, place: here }) => {
    const hits: Hit[] = [];
    const gaps = [];
    let asked = 0;
    for (const one of mappings) {
      const source = around.get(one.sourceArn ?? '');
      if (source?.kind !== 'sqs-queue') continue;
      asked++;
      if (!source.visibilityTimeoutSeconds.known) gaps.push(source.visibilityTimeoutSeconds.gap);
      else if (source.visibilityTimeoutSeconds.value < 6 * timeoutSeconds) {
        hits.push({
          message: `${source.arn} hides messages for ${source.visibilityTimeoutSeconds.value} s, ${here.name} may take ${timeoutSeconds} s`,
          resource: source.arn,
          severity: source.visibilityTimeoutSeconds.value < timeoutSeconds ? 'warning' : 'info',
        });
      }
    }
    return asked === 0 ? 'not-applicable' : { hits, gaps };
  },
  examples: {
    good: [{ place, configuration: configuration(), mappings: [mapping()], neighbours: neighbours(queue()) }],
    bad: [
      {
        place,
        configuration: configuration({ timeoutSeconds: 30 }),
        mappings: [mapping()],
        neighbours: neighbours(queue()),
      },
    ],
    notApplicable: [{ place, configuration: configuration(), mappings: [], neighbours: neighbours() }],
  },
});
