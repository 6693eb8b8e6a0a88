// A grant on resources of whatever account.
import { parseArn } from '../../../iam/arn.ts';
import { functionCheck } from '../../check.ts';
import { allow, grants, place } from '../../examples.ts';
import { iamGuide } from '../../references.ts';
import { grantsIn } from '../../role-grants.ts';

export const anyAccountResource = functionCheck({
  id: 'any-account-resource',
  severity: 'info',
  title: 'a grant names resources of every account',
  why: 'With "*" in the account of an ARN the function may be lured to queues, topics or keys of somebody else, who then receives its data.',
  todo: 'Write the account into the ARN.',
  cwe: [732],
  references: [iamGuide('reference-arns', 'ARNs')],
  needs: ['grants', 'place'],
  test: ({ grants: all, place: here }) =>
    grantsIn(all).flatMap(({ statement, name, source }) => {
      if (statement.resources === undefined || statement.resources.not) return [];
      const wide = statement.resources.patterns.filter(
        (pattern) => pattern !== '*' && /[*?]/.test(parseArn(pattern)?.account ?? ''),
      );
      return wide.length === 0
        ? []
        : [
            {
              message: `${name} of ${here.name} fits every account: ${wide.join(', ')}`,
              resource: all.role.arn,
              data: { statement: name, source, resources: wide },
            },
          ];
    }),
  examples: {
    good: [
      { place, grants: grants(allow('sqs:SendMessage', 'arn:aws:sqs:eu-west-1:111122223333:*')) },
      { place, grants: grants(allow('s3:GetObject', 'arn:aws:s3:::example/*')) },
    ],
    bad: [{ place, grants: grants(allow('sqs:SendMessage', 'arn:aws:sqs:eu-west-1:*:orders')) }],
  },
});
