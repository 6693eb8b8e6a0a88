// A function makes users, keys or roles, or changes what they may do: a way to stay.
import type { TrailDetector } from '../trail/detector.ts';
import { functionRole, lambdaAgent, person, record } from '../trail/example.ts';
import { text } from '../trail/trail-event.ts';

const actions =
  /^(CreateUser|CreateAccessKey|CreateLoginProfile|UpdateLoginProfile|CreateRole|UpdateAssumeRolePolicy|Attach(User|Role|Group)Policy|Put(User|Role|Group)Policy|AddUserToGroup|CreatePolicyVersion|SetDefaultPolicyVersion|CreateServiceSpecificCredential|UploadSSHPublicKey)$/;

export const identityMadeByFunction: TrailDetector = {
  id: 'identity-made-by-function',
  title: 'a function changes identities',
  severity: 'error',
  confidence: 'medium',
  why: 'Hardly any function manages users, keys and roles. One that was taken over does it first, to have a way back in.',
  todo: 'Disable what was made, contain the function, and take the permission out of its role unless it is its task.',
  ref: 'https://attack.mitre.org/techniques/T1136/003/',
  attack: ['T1136.003', 'T1098.001', 'T1098.003'],
  look(event, { isFunctionRole, habits }) {
    if (event.service !== 'iam' || !actions.test(event.name) || !isFunctionRole(event)) return undefined;
    // Its task, if it has done so for weeks.
    const known =
      habits.callers[`${event.identity.principal}/${event.identity.session}`]?.actions[`iam:${event.name}`];
    if (known && known.count >= 5 && event.error === '') return undefined;
    const target =
      text(event.request['userName']) || text(event.request['roleName']) || text(event.request['groupName']);
    const failed = event.error === '' ? '' : `, refused with ${event.error}`;
    return {
      message: `${event.identity.session} called iam:${event.name} on ${target || 'an identity'}${failed}`,
      function: event.identity.session,
    };
  },
  examples: {
    bad: [
      [
        record({
          name: 'CreateUser',
          service: 'iam',
          by: functionRole,
          agent: lambdaAgent,
          request: { userName: 'backup' },
        }),
      ],
      [
        record({
          name: 'CreateAccessKey',
          service: 'iam',
          by: functionRole,
          agent: lambdaAgent,
          request: { userName: 'root' },
          error: 'AccessDenied',
        }),
      ],
    ],
    good: [[record({ name: 'CreateUser', service: 'iam', by: person, request: { userName: 'new' } })]],
  },
};
