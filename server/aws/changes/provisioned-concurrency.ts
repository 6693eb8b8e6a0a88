// Execution environments that are kept ready for an alias or a version. They cost while they are there.
import { type ChangeReader, type ChangeScope, options, orNull, RefusedChange } from '../change-reader.ts';

export const provisionedConcurrency: ChangeReader<'provisioned-concurrency'> = {
  kind: 'provisioned-concurrency',
  actions: ['lambda:GetProvisionedConcurrencyConfig'],
  async read(scope, target) {
    const found = await find(scope, target);
    return found && { requested: found.RequestedProvisionedConcurrentExecutions ?? 0 };
  },
  async pending(scope, target) {
    const found = await find(scope, target);
    if (found?.Status === 'FAILED')
      throw new RefusedChange(
        `Lambda could not provide the concurrency of ${target.functionName}:${target.qualifier}: ${found.StatusReason ?? ''}`,
      );
    return found?.Status === 'IN_PROGRESS'
      ? `Lambda is still getting environments ready for ${target.functionName}:${target.qualifier}`
      : undefined;
  },
};

async function find(
  scope: ChangeScope,
  { functionName, qualifier }: { readonly functionName: string; readonly qualifier: string },
) {
  const lambda = await scope.client('lambda');
  return orNull(
    lambda.getProvisionedConcurrencyConfig(
      { FunctionName: functionName, Qualifier: qualifier },
      options(scope),
    ),
  );
}
