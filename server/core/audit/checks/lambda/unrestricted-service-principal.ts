// An AWS service may call the function on behalf of any of its customers.
import { functionCheck } from '../../check.ts';
import { grant, place, policy } from '../../examples.ts';
import { isNarrowed, nameOf, valuesOf } from '../../exposure.ts';
import { iamGuide, securityHub } from '../../references.ts';

/** They act only for resources of the same account, or are told apart by a token. */
const exempt = ['secretsmanager.amazonaws.com', 'eks.amazonaws.com', 'apigateway.amazonaws.com.cn'];

export const unrestrictedServicePrincipal = functionCheck({
  id: 'unrestricted-service-principal',
  severity: 'warning',
  title: 'a service may call the function for anybody',
  why: 'A service principal without a source stands for all customers of that service: somebody else can point a bucket, topic or API of their own at the function (confused deputy).',
  todo: 'Add the permission again with SourceArn (and SourceAccount for S3) and remove the old statement.',
  cwe: [441, 732],
  references: [iamGuide('confused-deputy', 'The confused deputy problem'), securityHub('Lambda.1')],
  needs: ['policies', 'place'],
  test: ({ policies, place: here }) =>
    policies.flatMap(({ qualifier, policy: one }) =>
      one.statements.flatMap((statement) => {
        if (statement.effect !== 'Allow' || statement.principals === undefined || statement.principals.not)
          return [];
        if (isNarrowed(statement) || valuesOf(statement, 'lambda:EventSourceToken').length > 0) return [];
        return statement.principals.names
          .filter((name) => name.type === 'Service' && !exempt.includes(name.value))
          .map((name) => ({
            message: `${nameOf(statement, qualifier)} lets ${name.value} call ${here.name} for any account`,
            resource: nameOf(statement, qualifier),
            severity:
              name.value === '*' || name.value === 's3.amazonaws.com'
                ? ('error' as const)
                : ('warning' as const),
            data: {
              qualifier,
              sid: statement.sid ?? null,
              statement: statement.index,
              principal: name.value,
            },
          }));
      }),
    ),
  examples: {
    good: [
      {
        place,
        policies: [
          policy(
            null,
            grant({
              Principal: { Service: 'sns.amazonaws.com' },
              Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:orders' } },
            }),
          ),
        ],
      },
      { place, policies: [policy(null, grant({ Principal: { Service: 'secretsmanager.amazonaws.com' } }))] },
      {
        place,
        policies: [
          policy(
            null,
            grant({
              Principal: { Service: 'alexa-appkit.amazon.com' },
              Condition: { StringEquals: { 'lambda:EventSourceToken': 'amzn1.ask.skill.example' } },
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
              Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
              Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
            }),
          ),
        ],
      },
    ],
    bad: [
      { place, policies: [policy(null, grant({ Principal: { Service: 's3.amazonaws.com' } }))] },
      {
        place,
        policies: [policy('live', grant({ Principal: { Service: 'logs.eu-west-1.amazonaws.com' } }))],
      },
      {
        place,
        policies: [
          policy(
            null,
            grant({
              Principal: { Service: 'sns.amazonaws.com' },
              Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } },
            }),
          ),
        ],
      },
    ],
  },
});
