// The execution role may do nothing any more, whatever else its policies say.
import { type Remedy, roleName, sharedRoleWarning } from '../remedy.ts';

export const denyRole: Remedy = {
  id: 'deny-role',
  title: 'deny everything to the execution role',
  harm: 'the function still runs and reaches the internet, but no AWS service; its logs stop as well',
  propose: (facts) => ({
    wishes: [
      {
        kind: 'role-policy',
        region: facts.region,
        target: { roleName: roleName(facts.roleArn), policyName: 'lambda-protect-deny-all' },
        after: {
          document: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
          },
        },
        note: 'logs:PutLogEvents is denied with the rest: nothing of what the function does is recorded any more',
      },
    ],
    warnings: sharedRoleWarning(facts),
  }),
};
