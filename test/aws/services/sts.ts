// STS: who calls, and roles taken on.
import type * as T from '@aws-sdk/client-sts';
import { type Behaviours, type Call, Fault, shortId } from '../behaviour.ts';

export const sts: Behaviours = {
  GetCallerIdentity(_input: T.GetCallerIdentityRequest, call: Call): T.GetCallerIdentityResponse {
    return { Account: call.account.id, Arn: call.caller.arn, UserId: call.caller.userId };
  },

  AssumeRole(input: T.AssumeRoleRequest, call: Call): T.AssumeRoleResponse {
    const [, partition, , , accountId = '', resource = ''] = (input.RoleArn ?? '').split(':');
    const name = resource.split('/').at(-1) ?? '';
    const role = call.world.accounts.get(accountId)?.iam.roles.find((one) => one.RoleName === name);
    const trust = role?.AssumeRolePolicyDocument ?? '';
    const wantsMfa = trust.includes('MultiFactorAuth');
    if (!role || (wantsMfa && input.TokenCode === undefined)) {
      throw new Fault(
        'AccessDenied',
        `User: ${call.caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
        { status: 403 },
      );
    }
    if (wantsMfa && input.TokenCode !== '123456') {
      throw new Fault(
        'AccessDenied',
        'MultiFactorAuthentication failed with invalid MFA one time pass code.',
        { status: 403 },
      );
    }
    const accessKeyId = `ASIAEXAMPLE${shortId(9)}`;
    const arn = `arn:${partition ?? 'aws'}:sts::${accountId}:assumed-role/${name}/${input.RoleSessionName}`;
    const userId = `${role.RoleId}:${input.RoleSessionName}`;
    call.world.sessions.set(accessKeyId, { arn, accountId, userId, accessKeyId });
    return {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
        SessionToken: 'EXAMPLE-session-token',
        Expiration: new Date(call.now.getTime() + 3_600_000),
      },
      AssumedRoleUser: { Arn: arn, AssumedRoleId: userId },
    };
  },
};
