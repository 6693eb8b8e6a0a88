// The layers of a function's unpublished version.
import { type ChangeReader, options, orNull } from '../change-reader.ts';
import { pendingUpdate } from '../pending-update.ts';

export const functionLayers: ChangeReader<'function-layers'> = {
  kind: 'function-layers',
  actions: ['lambda:GetFunctionConfiguration'],
  async read(scope, { functionName }) {
    const lambda = await scope.client('lambda');
    const found = await orNull(
      lambda.getFunctionConfiguration({ FunctionName: functionName }, options(scope)),
    );
    return found && { layers: found.Layers?.map((one) => one.Arn ?? '') ?? [] };
  },
  pending: pendingUpdate,
};
