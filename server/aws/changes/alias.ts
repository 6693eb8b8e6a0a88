// Which version an alias leads to.
import { type ChangeReader, options, orNull } from '../change-reader.ts';

export const alias: ChangeReader<'alias'> = {
  kind: 'alias',
  actions: ['lambda:GetAlias'],
  async read(scope, { functionName, name }) {
    const lambda = await scope.client('lambda');
    const found = await orNull(lambda.getAlias({ FunctionName: functionName, Name: name }, options(scope)));
    return (
      found && {
        version: found.FunctionVersion ?? '$LATEST',
        weights: found.RoutingConfig?.AdditionalVersionWeights ?? {},
      }
    );
  },
};
