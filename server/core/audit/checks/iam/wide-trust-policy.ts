// Others than Lambda may assume the execution role.
import { functionCheck, type Hit } from '../../check.ts';
import { lambdaTrust, loadedRole, options, place } from '../../examples.ts';
import { accountsOf, grantsAction, isEverybody, isNarrowed } from '../../exposure.ts';
import { iamGuide } from '../../references.ts';

export const wideTrustPolicy = functionCheck({
  id: 'wide-trust-policy',
  severity: 'warning',
  title: 'others than Lambda may assume the execution role',
  why: 'Whoever may assume the role has the rights of the function without being the function, and its traces look alike.',
  todo: 'Let lambda.amazonaws.com alone assume the role; make other roles for people and services.',
  cwe: [266, 732],
  references: [iamGuide('confused-deputy', 'The confused deputy problem')],
  needs: ['role', 'place', 'options'],
  test: ({ role: { role, trust }, place: here, options: { trustedAccounts } }) => {
    if (role === null || trust === null) return 'not-applicable';
    const hits: Hit[] = [];
    for (const statement of trust.statements) {
      if (statement.effect !== 'Allow' || statement.principals === undefined) continue;
      if (
        !['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'].some((action) =>
          grantsAction(statement, action),
        )
      )
        continue;
      const which = statement.sid ?? `statement ${statement.index + 1}`;
      const say = (what: string, severity?: 'error' | 'info'): void => {
        hits.push({
          message: `${which} of the trust policy lets ${what} assume the role of ${here.name}`,
          resource: role.arn,
          ...(severity === undefined ? {} : { severity }),
        });
      };
      if (
        statement.principals.not ||
        (statement.principals.names.some(isEverybody) && !isNarrowed(statement))
      ) {
        say('everybody', 'error');
        continue;
      }
      for (const { account, principal } of accountsOf(statement)) {
        const own = here.ownAccounts.has(account) || trustedAccounts.includes(account);
        say(
          `${principal}${own ? '' : ` of account ${account}, which is not trusted,`}`,
          own ? 'info' : undefined,
        );
      }
      for (const name of statement.principals.names) {
        if (name.type === 'Federated') say(`users of ${name.value}`);
        if (name.type === 'Service' && !/^(?:edge)?lambda\.amazonaws\.com(?:\.cn)?$/.test(name.value))
          say(name.value, 'info');
      }
    }
    return hits;
  },
  examples: {
    good: [{ place, options, role: loadedRole(lambdaTrust) }],
    bad: [
      {
        place,
        options,
        role: loadedRole(lambdaTrust, { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }),
      },
      {
        place,
        options,
        role: loadedRole(lambdaTrust, {
          Effect: 'Allow',
          Principal: { AWS: '999988887777' },
          Action: 'sts:AssumeRole',
        }),
      },
      {
        place,
        options,
        role: loadedRole(lambdaTrust, {
          Effect: 'Allow',
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
      },
    ],
    notApplicable: [{ place, options, role: { role: null, trust: null } }],
  },
});
