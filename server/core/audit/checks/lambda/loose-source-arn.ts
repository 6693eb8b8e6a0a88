// The source of a permission is written so widely that it names more than one thing, or somebody else's.
import { parseArn } from '../../../iam/arn.ts';
import { hasWildcard } from '../../../iam/glob.ts';
import { functionCheck, type Hit } from '../../check.ts';
import { grant, place, policy } from '../../examples.ts';
import { nameOf, valuesOf } from '../../exposure.ts';
import { lambdaGuide } from '../../references.ts';

export const looseSourceArn = functionCheck({
  id: 'loose-source-arn',
  severity: 'warning',
  title: 'the source of a permission is written too widely',
  why: 'A source with a wildcard for account or name lets things call the function that do not exist yet or belong to somebody else.',
  todo: 'Write the whole ARN of the one source; for API Gateway also its stage, method and path.',
  cwe: [732],
  references: [lambdaGuide('access-control-resource-based', 'Resource-based policies')],
  needs: ['policies', 'place', 'options'],
  test: ({ policies, place: here, options }) => {
    const hits: Hit[] = [];
    for (const { qualifier, policy: one } of policies) {
      for (const statement of one.statements) {
        if (statement.effect !== 'Allow') continue;
        for (const source of valuesOf(statement, 'aws:SourceArn')) {
          const found = judgeSource(
            source,
            (account) => here.ownAccounts.has(account) || options.trustedAccounts.includes(account),
          );
          if (found === undefined) continue;
          hits.push({
            ...found,
            message: `${nameOf(statement, qualifier)}: ${source} ${found.message}`,
            resource: nameOf(statement, qualifier),
            data: { qualifier, sid: statement.sid ?? null, statement: statement.index, source },
          });
        }
      }
    }
    return hits;
  },
  examples: {
    good: [
      {
        place,
        options: { now: '', trustedAccounts: [], encryptedVariables: [] },
        policies: [
          policy(
            null,
            grant({
              Principal: { Service: 'events.amazonaws.com' },
              Condition: {
                ArnLike: { 'aws:SourceArn': 'arn:aws:events:eu-west-1:111122223333:rule/nightly' },
              },
            }),
          ),
        ],
      },
      {
        place,
        options: { now: '', trustedAccounts: [], encryptedVariables: [] },
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
    bad: [
      {
        place,
        options: { now: '', trustedAccounts: [], encryptedVariables: [] },
        policies: [
          policy(
            null,
            grant({
              Principal: { Service: 'sns.amazonaws.com' },
              Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:*:orders' } },
            }),
          ),
        ],
      },
      {
        place,
        options: { now: '', trustedAccounts: [], encryptedVariables: [] },
        policies: [
          policy(
            null,
            grant({
              Principal: { Service: 'sns.amazonaws.com' },
              Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:999988887777:orders' } },
            }),
          ),
        ],
      },
      {
        place,
        options: { now: '', trustedAccounts: [], encryptedVariables: [] },
        policies: [
          policy(
            null,
            grant({
              Principal: { Service: 'apigateway.amazonaws.com' },
              Condition: {
                ArnLike: { 'aws:SourceArn': 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/*/*/*' },
              },
            }),
          ),
        ],
      },
    ],
  },
});

function judgeSource(
  source: string,
  isTrusted: (account: string) => boolean,
): Pick<Hit, 'message' | 'severity'> | undefined {
  if (source === '*') return { message: 'stands for every source', severity: 'error' };
  const arn = parseArn(source);
  if (arn === undefined) return { message: 'is no whole ARN', severity: 'warning' };
  if (hasWildcard(arn.account)) return { message: 'fits things of every account', severity: 'error' };
  if (/^\*+$/.test(arn.resource)) return { message: 'fits everything of the service' };
  if (arn.service === 's3' && hasWildcard(arn.resource))
    return { message: 'fits buckets that others can create' };
  if (arn.account !== '' && !isTrusted(arn.account))
    return { message: `belongs to account ${arn.account}, which is not trusted` };
  if (arn.service === 'execute-api') {
    return /\/\*\/\*$|\/\*$/.test(arn.resource)
      ? { message: 'fits every path of the API', severity: 'info' }
      : undefined;
  }
  return (source.match(/\*/g)?.length ?? 0) >= 3 ? { message: 'has three or more wildcards' } : undefined;
}
