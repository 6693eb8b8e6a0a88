// Whether Lambda is still at work on an update of a function. With a VPC that takes up to some minutes, during which
// the old configuration goes on serving. https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
import { type ChangeScope, options, RefusedChange } from './change-reader.ts';

/** Throws `RefusedChange` where the update failed: the function runs as before. */
export async function pendingUpdate(
  scope: ChangeScope,
  { functionName }: { readonly functionName: string },
): Promise<string | undefined> {
  const lambda = await scope.client('lambda');
  const found = await lambda.getFunctionConfiguration({ FunctionName: functionName }, options(scope));
  if (found.LastUpdateStatus === 'Failed')
    throw new RefusedChange(
      `Lambda could not update ${functionName}: ${found.LastUpdateStatusReasonCode ?? ''} ${found.LastUpdateStatusReason ?? ''}`.trimEnd(),
    );
  return found.LastUpdateStatus === 'InProgress' ? `Lambda is still updating ${functionName}` : undefined;
}
