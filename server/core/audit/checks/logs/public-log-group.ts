// A resource policy lets everybody read or write the function's log group.
import { resourceMatches } from '../../../iam/match.ts';
import { parsePolicy } from '../../../iam/parse.ts';
import type { Statement } from '../../../iam/policy.ts';
import { functionCheck } from '../../check.ts';
import { logGroup, place } from '../../examples.ts';
import { openStatements } from '../../exposure.ts';
import { page } from '../../references.ts';

const actions = [
  'logs:GetLogEvents',
  'logs:FilterLogEvents',
  'logs:StartQuery',
  'logs:StartLiveTail',
  'logs:PutLogEvents',
  'logs:PutSubscriptionFilter',
];

function concerns({ resources }: Statement, group: string): boolean {
  if (resources === undefined) return true;
  const [stream, all] = [`${group}:log-stream:x`, `${group}:*`];
  return (
    resources.patterns.some((pattern) =>
      [group, stream, all].some((resource) => resourceMatches(pattern, resource)),
    ) !== resources.not
  );
}

const policy = (statement: Readonly<Record<string, unknown>>) => [
  { name: 'p', document: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) },
];
const reading = { Effect: 'Allow', Action: 'logs:Get*', Resource: '*' };

export const publicLogGroup = functionCheck({
  id: 'public-log-group',
  severity: 'error',
  title: 'everybody may read or write the log group',
  why: 'Who reads the log reads what the function was asked; who writes it forges violations, or hides one among many.',
  todo: 'Name the accounts or services in the resource policy, or bind it with aws:SourceArn or aws:SourceAccount.',
  cwe: [732],
  references: [
    page(
      'Resource policies of log groups',
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html',
    ),
  ],
  needs: ['logGroup', 'logPolicies', 'place'],
  test: ({ logGroup: group, logPolicies, place: here }) => {
    if (group === null) return 'not-applicable';
    return logPolicies.flatMap(({ name, document }) =>
      openStatements(parsePolicy(document), actions, group.arn)
        .filter((statement) => concerns(statement, group.arn))
        .map((statement) => ({
          message: `statement ${statement.sid ?? statement.index + 1} of the resource policy ${name} lets everybody at ${group.name}, log of ${here.name}`,
          resource: `resource policy ${name}`,
          data: { logGroup: group.name },
        })),
    );
  },
  examples: {
    good: [
      { place, logGroup: logGroup(), logPolicies: [] },
      {
        place,
        logGroup: logGroup(),
        logPolicies: policy({ ...reading, Principal: { Service: 'delivery.logs.amazonaws.com' } }),
      },
      {
        place,
        logGroup: logGroup(),
        logPolicies: policy({
          ...reading,
          Principal: '*',
          Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:/other:*',
        }),
      },
      {
        place,
        logGroup: logGroup(),
        logPolicies: policy({
          ...reading,
          Principal: '*',
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
        }),
      },
    ],
    bad: [
      { place, logGroup: logGroup(), logPolicies: policy({ ...reading, Principal: '*' }) },
      {
        place,
        logGroup: logGroup(),
        logPolicies: policy({
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: 'logs:PutLogEvents',
          Resource: `${logGroup().arn}:*`,
        }),
      },
    ],
    notApplicable: [{ place, logGroup: null, logPolicies: [] }],
  },
});
