// Who may call a function's URL.
import { type ChangeReader, options, orNull } from '../change-reader.ts';

export const functionUrl: ChangeReader<'function-url'> = {
  kind: 'function-url',
  actions: ['lambda:GetFunctionUrlConfig'],
  async read(scope, { functionName, qualifier }) {
    const lambda = await scope.client('lambda');
    const found = await orNull(
      lambda.getFunctionUrlConfig(
        { FunctionName: functionName, ...(qualifier === '' ? {} : { Qualifier: qualifier }) },
        options(scope),
      ),
    );
    return found && { authType: found.AuthType === 'AWS_IAM' ? 'AWS_IAM' : 'NONE' };
  },
};
