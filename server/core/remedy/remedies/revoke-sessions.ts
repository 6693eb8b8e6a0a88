// Credentials of the execution role that were given out before now stop working: those that somebody may have carried
// away. The function gets new ones with its next execution environments.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
import { type Remedy, roleName, sharedRoleWarning } from '../remedy.ts';

export const revokeSessions: Remedy = {
  id: 'revoke-sessions',
  title: 'revoke sessions of the execution role that began before now',
  harm: 'warm execution environments fail until Lambda replaces them; stolen credentials are dead',
  propose: (facts) => ({
    wishes: [
      {
        kind: 'role-policy',
        region: facts.region,
        target: { roleName: roleName(facts.roleArn), policyName: 'lambda-protect-revoke-sessions' },
        after: {
          document: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Deny',
                Action: '*',
                Resource: '*',
                Condition: { DateLessThan: { 'aws:TokenIssueTime': facts.now } },
              },
            ],
          },
        },
      },
    ],
    warnings: sharedRoleWarning(facts),
  }),
};
