// Cognito user pools and the functions that they call.
import type * as C from '@aws-sdk/client-cognito-identity-provider';
import { type Behaviours, type Call, defined, Fault, page } from '../behaviour.ts';

export interface CognitoState {
  pools: C.UserPoolType[];
}

export function emptyCognito(): CognitoState {
  return { pools: [] };
}

export const cognito: Behaviours = {
  ListUserPools(input: C.ListUserPoolsRequest, call: Call): C.ListUserPoolsResponse {
    if (input.MaxResults === undefined || input.MaxResults > 60)
      throw new Fault('InvalidParameterException', 'MaxResults must be between 1 and 60.');
    const { items, next } = page(
      call.region.cognito.pools,
      input.NextToken,
      input.MaxResults,
      60,
      'InvalidParameterException',
    );
    return defined({
      UserPools: items.map((one) => defined({ Id: one.Id, Name: one.Name, LambdaConfig: one.LambdaConfig })),
      NextToken: next,
    });
  },

  DescribeUserPool(input: C.DescribeUserPoolRequest, call: Call): C.DescribeUserPoolResponse {
    const pool = call.region.cognito.pools.find((one) => one.Id === input.UserPoolId);
    if (!pool) throw new Fault('ResourceNotFoundException', `User pool ${input.UserPoolId} does not exist.`);
    return { UserPool: pool };
  },
};
