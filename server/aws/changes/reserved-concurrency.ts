// Reserved concurrency of a function.
import { type ChangeReader, options } from '../change-reader.ts';

export const reservedConcurrency: ChangeReader<'reserved-concurrency'> = {
  kind: 'reserved-concurrency',
  actions: ['lambda:GetFunctionConcurrency'],
  async read(scope, { functionName }) {
    const lambda = await scope.client('lambda');
    const found = await lambda.getFunctionConcurrency({ FunctionName: functionName }, options(scope));
    return { reserved: found.ReservedConcurrentExecutions ?? null };
  },
};
