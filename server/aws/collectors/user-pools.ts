// Cognito user pools and the functions that they call. The listing tells both.
import { type Known, known } from '../../core/model/known.ts';
import type { UserPool } from '../../core/model/neighbour.ts';
import type { CollectorFacts, NeighbourScope } from '../scope.ts';

export const userPoolsCollector: CollectorFacts = {
  thing: 'user pools',
  feature: 'triggers',
  actions: ['cognito-idp:ListUserPools'],
};

export async function collectUserPools(scope: NeighbourScope): Promise<Known<readonly UserPool[]>> {
  const cognito = await scope.client('cognito');
  return scope.ask.pages<UserPool>('cognito-idp:ListUserPools', async (token, options) => {
    const page = await cognito.listUserPools(
      { MaxResults: 60, ...(token === undefined ? {} : { NextToken: token }) },
      options,
    );
    return {
      items: page.UserPools?.map((pool) => ({
        kind: 'user-pool',
        arn: `arn:${scope.account.partition}:cognito-idp:${scope.region}:${scope.account.id}:userpool/${pool.Id ?? ''}`,
        exists: known(true),
        policy: known(null),
        name: pool.Name ?? '',
        triggers: known(triggersOf(pool.LambdaConfig)),
      })),
      next: page.NextToken,
    };
  });
}

/** Triggers are members with an ARN, or objects that hold one. */
function triggersOf(config: object | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(config ?? {}).flatMap(([name, value]: [string, unknown]) => {
      if (typeof value === 'string' && value.includes(':function:')) return [[name, value] as const];
      if (
        typeof value !== 'object' ||
        value === null ||
        !('LambdaArn' in value) ||
        typeof value.LambdaArn !== 'string'
      )
        return [];
      return [[name, value.LambdaArn] as const];
    }),
  );
}
