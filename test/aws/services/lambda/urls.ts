// Function URLs.
import type * as L from '@aws-sdk/client-lambda';
import { type Behaviours, type Call, defined, Fault, hexId, page } from '../../behaviour.ts';
import { arnOf, type Found, findFunction } from './find-function.ts';

function urlOf(call: Call, found: Found): L.FunctionUrlConfig {
  const arn = arnOf(call, found.name, found.qualifier);
  const url = found.state.urls.find((one) => one.FunctionArn === arn);
  if (!url)
    throw new Fault('ResourceNotFoundException', 'The resource you requested does not exist.', {
      fields: { Type: 'User' },
    });
  return url;
}

export const urls: Behaviours = {
  ListFunctionUrlConfigs(
    input: L.ListFunctionUrlConfigsRequest,
    call: Call,
  ): L.ListFunctionUrlConfigsResponse {
    const { state } = findFunction(call, input.FunctionName);
    const { items, next } = page(state.urls, input.Marker, input.MaxItems, 50);
    return defined({ FunctionUrlConfigs: items, NextMarker: next });
  },

  GetFunctionUrlConfig(input: L.GetFunctionUrlConfigRequest, call: Call): L.FunctionUrlConfig {
    return urlOf(call, findFunction(call, input.FunctionName, input.Qualifier));
  },

  CreateFunctionUrlConfig(input: L.CreateFunctionUrlConfigRequest, call: Call): L.FunctionUrlConfig {
    const found = findFunction(call, input.FunctionName, input.Qualifier);
    const arn = arnOf(call, found.name, found.qualifier);
    if (/^\d+$/.test(found.qualifier))
      throw new Fault('ValidationException', 'Function URLs are for aliases and $LATEST only.');
    if (found.state.urls.some((one) => one.FunctionArn === arn)) {
      throw new Fault('ResourceConflictException', `FunctionUrlConfig exists for this Lambda function`);
    }
    const at = call.now.toISOString();
    const url: L.FunctionUrlConfig = defined({
      FunctionArn: arn,
      FunctionUrl: `https://${hexId(32)}.lambda-url.${call.region.name}.on.aws/`,
      AuthType: input.AuthType,
      Cors: input.Cors,
      InvokeMode: input.InvokeMode ?? 'BUFFERED',
      CreationTime: at,
      LastModifiedTime: at,
    });
    found.state.urls.push(url);
    return url;
  },

  UpdateFunctionUrlConfig(input: L.UpdateFunctionUrlConfigRequest, call: Call): L.FunctionUrlConfig {
    const url = urlOf(call, findFunction(call, input.FunctionName, input.Qualifier));
    Object.assign(url, defined({ AuthType: input.AuthType, Cors: input.Cors, InvokeMode: input.InvokeMode }));
    url.LastModifiedTime = call.now.toISOString();
    return url;
  },

  DeleteFunctionUrlConfig(input: L.DeleteFunctionUrlConfigRequest, call: Call): Record<string, never> {
    const found = findFunction(call, input.FunctionName, input.Qualifier);
    const url = urlOf(call, found);
    found.state.urls = found.state.urls.filter((one) => one !== url);
    return {};
  },
};
