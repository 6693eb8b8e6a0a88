// That a function has a URL. One that is made again has another address, which a person is told.
import type { Cors } from '@aws-sdk/client-lambda';
import type { FunctionUrlState } from '../../core/remedy/change.ts';
import { type ChangeReader, type ChangeScope, options, orNull } from '../change-reader.ts';

export const functionUrlConfig: ChangeReader<'function-url-config'> = {
  kind: 'function-url-config',
  actions: ['lambda:GetFunctionUrlConfig'],
  async read(scope, target) {
    const found = await find(scope, target);
    return (
      found && {
        authType: found.AuthType === 'AWS_IAM' ? 'AWS_IAM' : 'NONE',
        invokeMode: found.InvokeMode === 'RESPONSE_STREAM' ? 'RESPONSE_STREAM' : 'BUFFERED',
        cors: found.Cors ? toCors(found.Cors) : null,
      }
    );
  },
  async remark(scope, { target, after }) {
    const found = after && (await find(scope, target));
    return (
      (found &&
        `the URL of ${target.functionName}${target.qualifier === '' ? '' : `:${target.qualifier}`} has a new address: ${found.FunctionUrl}; tell its callers, the old one is gone`) ??
      undefined
    );
  },
};

async function find(
  scope: ChangeScope,
  { functionName, qualifier }: { readonly functionName: string; readonly qualifier: string },
) {
  const lambda = await scope.client('lambda');
  return orNull(
    lambda.getFunctionUrlConfig(
      { FunctionName: functionName, ...(qualifier === '' ? {} : { Qualifier: qualifier }) },
      options(scope),
    ),
  );
}

function toCors(cors: Cors): NonNullable<FunctionUrlState['cors']> {
  const { AllowCredentials, AllowHeaders, AllowMethods, AllowOrigins, ExposeHeaders, MaxAge } = cors;
  return {
    ...(AllowCredentials === undefined ? {} : { allowCredentials: AllowCredentials }),
    ...(AllowHeaders === undefined ? {} : { allowHeaders: AllowHeaders }),
    ...(AllowMethods === undefined ? {} : { allowMethods: AllowMethods }),
    ...(AllowOrigins === undefined ? {} : { allowOrigins: AllowOrigins }),
    ...(ExposeHeaders === undefined ? {} : { exposeHeaders: ExposeHeaders }),
    ...(MaxAge === undefined ? {} : { maxAge: MaxAge }),
  };
}
