// Something that calls the function takes orders from everybody: who can write to it, can feed the function.
import { parsePolicy } from '../../../iam/parse.ts';
import { functionCheck, type Hit } from '../../check.ts';
import { bucket, neighbours, place, queue, trigger } from '../../examples.ts';
import { nameOf, openStatements } from '../../exposure.ts';
import { securityHub } from '../../references.ts';

const writes = [
  'sns:Publish',
  'sqs:SendMessage',
  's3:PutObject',
  's3:PutObjectAcl',
  'kinesis:PutRecord',
  'dynamodb:PutItem',
  'events:PutEvents',
];

export const publicTriggerSource = functionCheck({
  id: 'public-trigger-source',
  severity: 'error',
  title: 'everybody can write to what calls the function',
  why: 'A public topic, queue or bucket in front of a function is a public function: its events are whatever strangers put there.',
  todo: 'Limit the policy of the source to the accounts and services that write to it; for buckets turn the public access block on.',
  cwe: [732],
  references: [securityHub('SNS.4'), securityHub('SQS.3'), securityHub('S3.3')],
  needs: ['triggers', 'neighbours', 'place'],
  test: ({ triggers, neighbours: around, place: here }) => {
    const sources = triggers
      .flatMap((one) => (one.source === undefined ? [] : [around.get(one.source)]))
      .filter((one) => one !== undefined);
    if (sources.length === 0) return 'not-applicable';
    const hits: Hit[] = [];
    const gaps = [];
    for (const source of new Set(sources)) {
      if (source.kind === 's3-bucket') {
        if (source.publicAccessBlocked.known && source.publicAccessBlocked.value) continue;
        if (source.publicAcl.known && source.publicAcl.value)
          hits.push({
            message: `the access-control list of ${source.arn}, which calls ${here.name}, lets everybody in`,
            resource: source.arn,
          });
      }
      if (!source.policy.known) gaps.push(source.policy.gap);
      else if (source.policy.value !== null) {
        for (const statement of openStatements(parsePolicy(source.policy.value), writes)) {
          hits.push({
            message: `${nameOf(statement, null).replace("function's policy", `policy of ${source.arn}`)} lets everybody feed ${here.name}`,
            resource: source.arn,
          });
        }
      }
    }
    return { hits, gaps };
  },
  examples: {
    good: [
      {
        place,
        triggers: [trigger('sqs', 'polled', { source: queue().arn })],
        neighbours: neighbours(queue()),
      },
      {
        place,
        triggers: [trigger('s3', 'asynchronous', { source: bucket().arn })],
        neighbours: neighbours(bucket()),
      },
    ],
    bad: [
      {
        place,
        triggers: [trigger('sqs', 'polled', { source: queue().arn })],
        neighbours: neighbours(
          queue({
            policy: {
              known: true,
              value: JSON.stringify({
                Statement: { Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' },
              }),
            },
          }),
        ),
      },
      {
        place,
        triggers: [trigger('s3', 'asynchronous', { source: bucket().arn })],
        neighbours: neighbours(
          bucket({
            publicAccessBlocked: { known: true, value: false },
            publicAcl: { known: true, value: true },
          }),
        ),
      },
    ],
    notApplicable: [{ place, triggers: [], neighbours: neighbours() }],
  },
});
