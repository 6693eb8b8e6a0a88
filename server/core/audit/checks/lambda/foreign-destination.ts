// Results or failed events are delivered to another account.
import { parseArn } from '../../../iam/arn.ts';
import { functionCheck, type Hit } from '../../check.ts';
import { configuration, options, place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

export const foreignDestination = functionCheck({
  id: 'foreign-destination',
  severity: 'error',
  title: 'events of the function are delivered to another account',
  why: 'A destination receives whole events and answers. In an account that nobody trusts it is a leak that needs no code.',
  todo: 'Set the destination to a queue or topic of your own, or add the account to the trusted ones.',
  cwe: [200],
  references: [lambdaGuide('invocation-async-retain-records', 'Destinations')],
  needs: ['eventInvoke', 'configuration', 'mappings', 'place', 'options'],
  test: ({
    eventInvoke,
    configuration: { deadLetterArn },
    mappings,
    place: here,
    options: { trustedAccounts },
  }) => {
    const targets = [
      ...eventInvoke.flatMap((one) => [
        { arn: one.onSuccessArn, what: 'results', qualifier: one.qualifier },
        { arn: one.onFailureArn, what: 'failed events', qualifier: one.qualifier },
      ]),
      { arn: deadLetterArn, what: 'failed events', qualifier: null },
      ...mappings.map((one) => ({ arn: one.onFailureArn, what: 'failed records', qualifier: null })),
    ].filter((one) => one.arn !== undefined);
    if (targets.length === 0) return 'not-applicable';
    const hits: Hit[] = [];
    for (const { arn = '', what, qualifier } of targets) {
      const account = parseArn(arn)?.account ?? '';
      if (account === '' || here.ownAccounts.has(account) || trustedAccounts.includes(account)) continue;
      hits.push({
        message: `${what} of ${here.name} (${qualifier ?? '$LATEST'}) go to ${arn} of account ${account}`,
        resource: arn,
        data: { arn, qualifier },
      });
    }
    return hits;
  },
  examples: {
    good: [
      {
        place,
        options,
        configuration: configuration(),
        mappings: [],
        eventInvoke: [{ qualifier: null, onFailureArn: 'arn:aws:sqs:eu-west-1:111122223333:dead' }],
      },
    ],
    bad: [
      {
        place,
        options,
        configuration: configuration(),
        mappings: [],
        eventInvoke: [{ qualifier: 'live', onSuccessArn: 'arn:aws:sqs:eu-west-1:999988887777:mine' }],
      },
      {
        place,
        options,
        configuration: configuration({ deadLetterArn: 'arn:aws:sns:eu-west-1:999988887777:mine' }),
        mappings: [],
        eventInvoke: [],
      },
    ],
    notApplicable: [{ place, options, configuration: configuration(), mappings: [], eventInvoke: [] }],
  },
});
