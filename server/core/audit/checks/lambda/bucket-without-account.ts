// A bucket may call the function, whoever owns the bucket's name.
import { functionCheck } from '../../check.ts';
import { grant, place, policy } from '../../examples.ts';
import { nameOf, valuesOf } from '../../exposure.ts';
import { lambdaGuide, securityHub } from '../../references.ts';

const owners = [
  'aws:SourceAccount',
  'aws:SourceOwner',
  'aws:SourceOrgID',
  'aws:SourceOrgPaths',
  'aws:PrincipalOrgID',
];

export const bucketWithoutAccount = functionCheck({
  id: 'bucket-without-account',
  severity: 'warning',
  title: "the permission names a bucket, not the bucket's account",
  why: 'The ARN of a bucket holds no account. When the bucket is deleted, anybody can create one of the same name and call the function with it.',
  todo: 'Add SourceAccount beside SourceArn.',
  cwe: [441],
  references: [lambdaGuide('with-s3', 'Process Amazon S3 events'), securityHub('Lambda.1')],
  needs: ['policies', 'place'],
  test: ({ policies, place: here }) =>
    policies.flatMap(({ qualifier, policy: one }) =>
      one.statements
        .filter(
          (statement) =>
            statement.effect === 'Allow' &&
            statement.principals?.not === false &&
            statement.principals.names.some(
              (name) => name.type === 'Service' && name.value === 's3.amazonaws.com',
            ) &&
            valuesOf(statement, 'aws:SourceArn').length > 0 &&
            owners.every((key) => valuesOf(statement, key).length === 0),
        )
        .map((statement) => ({
          message: `${nameOf(statement, qualifier)} lets ${valuesOf(statement, 'aws:SourceArn').join(', ')} call ${here.name} whoever owns it`,
          resource: nameOf(statement, qualifier),
          data: { qualifier, sid: statement.sid ?? null, statement: statement.index },
        })),
    ),
  examples: {
    good: [
      {
        place,
        policies: [
          policy(
            null,
            grant({
              Principal: { Service: 's3.amazonaws.com' },
              Condition: {
                ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::example-uploads' },
                StringEquals: { 'aws:SourceAccount': '111122223333' },
              },
            }),
          ),
        ],
      },
      {
        place,
        policies: [
          policy(
            null,
            grant({
              Principal: { Service: 'sns.amazonaws.com' },
              Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:x' } },
            }),
          ),
        ],
      },
    ],
    bad: [
      {
        place,
        policies: [
          policy(
            null,
            grant({
              Principal: { Service: 's3.amazonaws.com' },
              Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::example-uploads' } },
            }),
          ),
        ],
      },
    ],
  },
});
