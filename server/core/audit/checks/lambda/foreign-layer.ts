// A layer of somebody else runs inside the function.
import { parseArn } from '../../../iam/arn.ts';
import { functionCheck } from '../../check.ts';
import { options, place } from '../../examples.ts';
import { isKnownPublisher } from '../../publishers.ts';
import { lambdaGuide } from '../../references.ts';

export const foreignLayer = functionCheck({
  id: 'foreign-layer',
  severity: 'warning',
  title: 'a layer of another account runs inside the function',
  why: "A layer's code runs with the function's rights. Its owner can delete it, and a new version may hold anything.",
  todo: 'Copy the layer into your own account, or add its account to the trusted ones.',
  cwe: [829],
  references: [lambdaGuide('chapter-layers', 'Layers')],
  needs: ['layers', 'place', 'options'],
  test: ({ layers, place: here, options: { trustedAccounts } }) => {
    if (layers.length === 0) return 'not-applicable';
    return layers.flatMap(({ arn }) => {
      const account = parseArn(arn)?.account ?? '';
      if (here.ownAccounts.has(account) || trustedAccounts.includes(account) || isKnownPublisher(arn))
        return [];
      return [
        {
          message: `${here.name} uses ${arn} of account ${account}`,
          resource: arn,
          data: { layer: arn, account },
        },
      ];
    });
  },
  examples: {
    good: [
      {
        place,
        options,
        layers: [
          { arn: 'arn:aws:lambda:eu-west-1:111122223333:layer:tools:3', details: undefined },
          {
            arn: 'arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python313-arm64:7',
            details: undefined,
          },
        ],
      },
    ],
    bad: [
      {
        place,
        options,
        layers: [{ arn: 'arn:aws:lambda:eu-west-1:999988887777:layer:tools:3', details: undefined }],
      },
    ],
    notApplicable: [{ place, options, layers: [] }],
  },
});
