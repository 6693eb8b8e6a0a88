// The small settings of a function: concurrency, asynchronous invocation, code signing, recursion, runtime management.
import type * as L from '@aws-sdk/client-lambda';
import { type Behaviours, type Call, defined, Fault, page } from '../../behaviour.ts';
import { arnOf, findFunction } from './find-function.ts';

const missing = () =>
  new Fault('ResourceNotFoundException', 'The resource you requested does not exist.', {
    fields: { Type: 'User' },
  });

function eventInvokeArn(call: Call, name: string, qualifier: string): string {
  return arnOf(call, name, qualifier === '' ? '$LATEST' : qualifier);
}

export const settings: Behaviours = {
  GetFunctionConcurrency(
    input: L.GetFunctionConcurrencyRequest,
    call: Call,
  ): L.GetFunctionConcurrencyResponse {
    const { state } = findFunction(call, input.FunctionName);
    return state.reserved === undefined ? {} : { ReservedConcurrentExecutions: state.reserved };
  },

  PutFunctionConcurrency(input: L.PutFunctionConcurrencyRequest, call: Call): L.Concurrency {
    const { state } = findFunction(call, input.FunctionName);
    const wanted = input.ReservedConcurrentExecutions ?? 0;
    const others = [...call.region.lambda.functions.values()].reduce(
      (sum, one) => sum + (one === state ? 0 : (one.reserved ?? 0)),
      0,
    );
    if (
      call.region.lambda.concurrencyLimit - others - wanted <
      Math.min(100, call.region.lambda.concurrencyLimit)
    ) {
      throw new Fault(
        'InvalidParameterValueException',
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
      );
    }
    if (state.provisioned.reduce((sum, one) => sum + one.requested, 0) > wanted)
      throw new Fault(
        'InvalidParameterValueException',
        "ReservedConcurrentExecutions for function should not be lower than function's total provisioned concurrency",
      );
    state.reserved = wanted;
    return { ReservedConcurrentExecutions: wanted };
  },

  DeleteFunctionConcurrency(input: L.DeleteFunctionConcurrencyRequest, call: Call): Record<string, never> {
    findFunction(call, input.FunctionName).state.reserved = undefined;
    return {};
  },

  GetProvisionedConcurrencyConfig(
    input: L.GetProvisionedConcurrencyConfigRequest,
    call: Call,
  ): L.GetProvisionedConcurrencyConfigResponse {
    const { state } = findFunction(call, input.FunctionName);
    const found = state.provisioned.find((one) => one.qualifier === input.Qualifier);
    if (!found)
      throw new Fault(
        'ProvisionedConcurrencyConfigNotFoundException',
        'No Provisioned Concurrency Config found for this function',
      );
    return {
      RequestedProvisionedConcurrentExecutions: found.requested,
      AllocatedProvisionedConcurrentExecutions: found.requested,
      Status: 'READY',
    };
  },

  PutProvisionedConcurrencyConfig(
    input: L.PutProvisionedConcurrencyConfigRequest,
    call: Call,
  ): L.PutProvisionedConcurrencyConfigResponse {
    const { state } = findFunction(call, input.FunctionName);
    const qualifier = input.Qualifier ?? '';
    const requested = input.ProvisionedConcurrentExecutions ?? 0;
    const others = state.provisioned.filter((one) => one.qualifier !== qualifier);
    const sum = others.reduce((total, one) => total + one.requested, requested);
    if (state.reserved !== undefined && sum > state.reserved)
      throw new Fault(
        'InvalidParameterValueException',
        'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
      );
    state.provisioned = [...others, { qualifier, requested }];
    return { RequestedProvisionedConcurrentExecutions: requested, Status: 'IN_PROGRESS' };
  },

  DeleteProvisionedConcurrencyConfig(
    input: L.DeleteProvisionedConcurrencyConfigRequest,
    call: Call,
  ): Record<string, never> {
    const { state } = findFunction(call, input.FunctionName);
    state.provisioned = state.provisioned.filter((one) => one.qualifier !== input.Qualifier);
    return {};
  },

  ListProvisionedConcurrencyConfigs(
    input: L.ListProvisionedConcurrencyConfigsRequest,
    call: Call,
  ): L.ListProvisionedConcurrencyConfigsResponse {
    const found = findFunction(call, input.FunctionName);
    const { items, next } = page(found.state.provisioned, input.Marker, input.MaxItems, 50);
    return defined({
      ProvisionedConcurrencyConfigs: items.map((one) => ({
        FunctionArn: arnOf(call, found.name, one.qualifier),
        RequestedProvisionedConcurrentExecutions: one.requested,
        AllocatedProvisionedConcurrentExecutions: one.requested,
        AvailableProvisionedConcurrentExecutions: one.requested,
        Status: 'READY' as const,
      })),
      NextMarker: next,
    });
  },

  ListFunctionEventInvokeConfigs(
    input: L.ListFunctionEventInvokeConfigsRequest,
    call: Call,
  ): L.ListFunctionEventInvokeConfigsResponse {
    const { state } = findFunction(call, input.FunctionName);
    const { items, next } = page(state.eventInvoke, input.Marker, input.MaxItems, 50);
    return defined({ FunctionEventInvokeConfigs: items, NextMarker: next });
  },

  GetFunctionEventInvokeConfig(
    input: L.GetFunctionEventInvokeConfigRequest,
    call: Call,
  ): L.FunctionEventInvokeConfig {
    const found = findFunction(call, input.FunctionName, input.Qualifier);
    const arn = eventInvokeArn(call, found.name, found.qualifier);
    const config = found.state.eventInvoke.find((one) => one.FunctionArn === arn);
    if (!config)
      throw new Fault('ResourceNotFoundException', `The function ${arn} doesn't have an EventInvokeConfig`, {
        fields: { Type: 'User' },
      });
    return config;
  },

  PutFunctionEventInvokeConfig(
    input: L.PutFunctionEventInvokeConfigRequest,
    call: Call,
  ): L.FunctionEventInvokeConfig {
    const found = findFunction(call, input.FunctionName, input.Qualifier);
    const arn = eventInvokeArn(call, found.name, found.qualifier);
    const config: L.FunctionEventInvokeConfig = defined({
      LastModified: call.now,
      FunctionArn: arn,
      MaximumRetryAttempts: input.MaximumRetryAttempts,
      MaximumEventAgeInSeconds: input.MaximumEventAgeInSeconds,
      DestinationConfig: input.DestinationConfig ?? { OnSuccess: {}, OnFailure: {} },
    });
    found.state.eventInvoke = [...found.state.eventInvoke.filter((one) => one.FunctionArn !== arn), config];
    return config;
  },

  DeleteFunctionEventInvokeConfig(
    input: L.DeleteFunctionEventInvokeConfigRequest,
    call: Call,
  ): Record<string, never> {
    const found = findFunction(call, input.FunctionName, input.Qualifier);
    const arn = eventInvokeArn(call, found.name, found.qualifier);
    const left = found.state.eventInvoke.filter((one) => one.FunctionArn !== arn);
    if (left.length === found.state.eventInvoke.length) throw missing();
    found.state.eventInvoke = left;
    return {};
  },

  GetFunctionCodeSigningConfig(
    input: L.GetFunctionCodeSigningConfigRequest,
    call: Call,
  ): L.GetFunctionCodeSigningConfigResponse {
    const found = findFunction(call, input.FunctionName);
    return defined({ CodeSigningConfigArn: found.state.codeSigningConfigArn, FunctionName: found.name });
  },

  ListCodeSigningConfigs(
    input: L.ListCodeSigningConfigsRequest,
    call: Call,
  ): L.ListCodeSigningConfigsResponse {
    const { items, next } = page(call.region.lambda.codeSigningConfigs, input.Marker, input.MaxItems, 50);
    return defined({ CodeSigningConfigs: items, NextMarker: next });
  },

  GetCodeSigningConfig(input: L.GetCodeSigningConfigRequest, call: Call): L.GetCodeSigningConfigResponse {
    const config = call.region.lambda.codeSigningConfigs.find(
      (one) => one.CodeSigningConfigArn === input.CodeSigningConfigArn,
    );
    if (!config) throw missing();
    return { CodeSigningConfig: config };
  },

  ListFunctionsByCodeSigningConfig(
    input: L.ListFunctionsByCodeSigningConfigRequest,
    call: Call,
  ): L.ListFunctionsByCodeSigningConfigResponse {
    const all = [...call.region.lambda.functions.entries()]
      .filter(([, state]) => state.codeSigningConfigArn === input.CodeSigningConfigArn)
      .map(([name]) => arnOf(call, name));
    const { items, next } = page(all, input.Marker, input.MaxItems, 50);
    return defined({ FunctionArns: items, NextMarker: next });
  },

  GetFunctionRecursionConfig(
    input: L.GetFunctionRecursionConfigRequest,
    call: Call,
  ): L.GetFunctionRecursionConfigResponse {
    return { RecursiveLoop: findFunction(call, input.FunctionName).state.recursiveLoop };
  },

  PutFunctionRecursionConfig(
    input: L.PutFunctionRecursionConfigRequest,
    call: Call,
  ): L.PutFunctionRecursionConfigResponse {
    const { state } = findFunction(call, input.FunctionName);
    state.recursiveLoop = input.RecursiveLoop === 'Allow' ? 'Allow' : 'Terminate';
    return { RecursiveLoop: state.recursiveLoop };
  },

  GetRuntimeManagementConfig(
    input: L.GetRuntimeManagementConfigRequest,
    call: Call,
  ): L.GetRuntimeManagementConfigResponse {
    const found = findFunction(call, input.FunctionName, input.Qualifier);
    return { ...found.state.runtimeManagement, FunctionArn: arnOf(call, found.name, found.qualifier) };
  },
};
