// Part of an alias's traffic goes to a second version.
import { functionCheck } from '../../check.ts';
import { place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

const alias = (weights: Readonly<Record<string, number>>) => ({
  name: 'live',
  arn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders:live',
  version: '3',
  weights,
  revisionId: 'r',
});

export const weightedAlias = functionCheck({
  id: 'weighted-alias',
  severity: 'info',
  title: 'an alias sends part of its calls to a second version',
  why: 'During a roll-out that is meant. Afterwards it is a version that few look at and some callers still reach: a good place to hide in.',
  todo: 'Finish the roll-out, or remove the weight.',
  cwe: [912],
  references: [lambdaGuide('configuring-alias-routing', 'Weighted aliases')],
  needs: ['aliases', 'place'],
  test: ({ aliases, place: here }) => {
    if (aliases.length === 0) return 'not-applicable';
    return aliases
      .filter((one) => Object.values(one.weights).some((weight) => weight > 0))
      .map((one) => ({
        message: `alias ${one.name} of ${here.name} sends ${Object.entries(one.weights)
          .map(([version, weight]) => `${Math.round(weight * 100)} % to version ${version}`)
          .join(', ')}`,
        resource: `alias ${one.name}`,
        data: { alias: one.name, weights: one.weights },
      }));
  },
  examples: {
    good: [{ place, aliases: [alias({})] }],
    bad: [{ place, aliases: [alias({ '2': 0.05 })] }],
    notApplicable: [{ place, aliases: [] }],
  },
});
