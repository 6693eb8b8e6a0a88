// Functions and their versions.
import { createHash } from 'node:crypto';
import type * as L from '@aws-sdk/client-lambda';
import { type Behaviours, type Call, defined, Fault, newId, page } from '../../behaviour.ts';
import type { FunctionState } from '../lambda.ts';
import { arnOf, checkRevision, configurationOf, findFunction, touch } from './find-function.ts';
import { packageUrl } from './packages.ts';

/** What `ListFunctions` and `ListVersionsByFunction` leave out. */
function listed(configuration: L.FunctionConfiguration): L.FunctionConfiguration {
  const { State, StateReason, StateReasonCode, LastUpdateStatus, RuntimeVersionConfig, ...rest } =
    configuration;
  void [State, StateReason, StateReasonCode, LastUpdateStatus, RuntimeVersionConfig];
  return rest;
}

export const functions: Behaviours = {
  ListFunctions(input: L.ListFunctionsRequest, call: Call): L.ListFunctionsResponse {
    const all = [...call.region.lambda.functions.values()].flatMap((state) =>
      input.FunctionVersion === 'ALL'
        ? [qualified(state.latest), ...state.versions].map(listed)
        : [listed(state.latest)],
    );
    const { items, next } = page(all, input.Marker, input.MaxItems, 50);
    return defined({ Functions: items, NextMarker: next });
  },

  GetFunction(input: L.GetFunctionRequest, call: Call): L.GetFunctionResponse {
    const found = findFunction(call, input.FunctionName, input.Qualifier);
    const configuration = configurationOf(call, found);
    const { state } = found;
    const image = configuration.PackageType === 'Image';
    return defined({
      Configuration: { ...configuration, FunctionArn: arnOf(call, found.name, found.qualifier) },
      Code: image
        ? {
            RepositoryType: 'ECR',
            ImageUri: `${call.account.id}.dkr.ecr.${call.region.name}.amazonaws.com/${found.name}:latest`,
          }
        : {
            RepositoryType: 'S3',
            Location: packageUrl(call, found.name, configuration.Version ?? '$LATEST'),
          },
      Tags: Object.keys(state.tags).length > 0 ? state.tags : undefined,
      Concurrency:
        state.reserved === undefined ? undefined : { ReservedConcurrentExecutions: state.reserved },
    });
  },

  GetFunctionConfiguration(input: L.GetFunctionConfigurationRequest, call: Call): L.FunctionConfiguration {
    const found = findFunction(call, input.FunctionName, input.Qualifier);
    proceed(found.state);
    return { ...configurationOf(call, found), FunctionArn: arnOf(call, found.name, found.qualifier) };
  },

  ListVersionsByFunction(
    input: L.ListVersionsByFunctionRequest,
    call: Call,
  ): L.ListVersionsByFunctionResponse {
    const { state } = findFunction(call, input.FunctionName);
    const all = [qualified(state.latest), ...state.versions].map(listed);
    const { items, next } = page(all, input.Marker, input.MaxItems, 50);
    return defined({ Versions: items, NextMarker: next });
  },

  ListTags(input: L.ListTagsRequest, call: Call): L.ListTagsResponse {
    return { Tags: findFunction(call, input.Resource).state.tags };
  },

  TagResource(input: L.TagResourceRequest, call: Call): Record<string, never> {
    Object.assign(findFunction(call, input.Resource).state.tags, input.Tags);
    return {};
  },

  UntagResource(input: L.UntagResourceRequest, call: Call): Record<string, never> {
    const { state } = findFunction(call, input.Resource);
    for (const key of input.TagKeys ?? []) delete state.tags[key];
    return {};
  },

  UpdateFunctionConfiguration(
    input: L.UpdateFunctionConfigurationRequest,
    call: Call,
  ): L.FunctionConfiguration {
    const { state } = findFunction(call, input.FunctionName);
    checkRevision(input.RevisionId, state.latest.RevisionId, 'GetFunction');
    requireIdle(call, state);
    const { FunctionName, RevisionId, Environment, Layers, VpcConfig, ...plain } = input;
    void [FunctionName, RevisionId];
    Object.assign(state.latest, defined(plain));
    if (Environment) state.latest.Environment = defined({ Variables: Environment.Variables });
    if (Layers) state.latest.Layers = Layers.map((arn) => ({ Arn: arn, CodeSize: 1000 }));
    if (VpcConfig) moveNetwork(call, state, VpcConfig);
    if (VpcConfig || Layers) {
      state.latest.LastUpdateStatus = 'InProgress';
      state.updating = 2;
    }
    touch(call, state.latest);
    return state.latest;
  },

  UpdateFunctionCode(input: L.UpdateFunctionCodeRequest, call: Call): L.FunctionConfiguration {
    const { state } = findFunction(call, input.FunctionName);
    checkRevision(input.RevisionId, state.latest.RevisionId, 'GetFunction');
    if (input.ZipFile) {
      state.packages.set('$LATEST', input.ZipFile);
      state.latest.CodeSha256 = createHash('sha256').update(input.ZipFile).digest('base64');
      state.latest.CodeSize = input.ZipFile.length;
    }
    touch(call, state.latest);
    return state.latest;
  },

  PublishVersion(input: L.PublishVersionRequest, call: Call): L.FunctionConfiguration {
    const found = findFunction(call, input.FunctionName);
    const { state, name } = found;
    const number = String(Number(state.versions.at(-1)?.Version ?? '0') + 1);
    const version = {
      ...state.latest,
      Version: number,
      FunctionArn: arnOf(call, name, number),
      RevisionId: newId(),
    };
    state.versions.push(version);
    const code = state.packages.get('$LATEST');
    if (code) state.packages.set(number, code);
    return version;
  },

  DeleteFunction(input: L.DeleteFunctionRequest, call: Call): L.DeleteFunctionResponse {
    const found = findFunction(call, input.FunctionName, input.Qualifier);
    if (found.qualifier !== '') {
      found.state.versions = found.state.versions.filter((one) => one.Version !== found.qualifier);
    } else call.region.lambda.functions.delete(found.name);
    return {};
  },

  GetAccountSettings(_input: L.GetAccountSettingsRequest, call: Call): L.GetAccountSettingsResponse {
    const states = [...call.region.lambda.functions.values()];
    const reserved = states.reduce((sum, state) => sum + (state.reserved ?? 0), 0);
    const { concurrencyLimit } = call.region.lambda;
    return {
      AccountLimit: {
        TotalCodeSize: 80_530_636_800,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: concurrencyLimit,
        UnreservedConcurrentExecutions: concurrencyLimit - reserved,
      },
      AccountUsage: {
        FunctionCount: states.length,
        TotalCodeSize: states.reduce((sum, state) => sum + (state.latest.CodeSize ?? 0), 0),
      },
    };
  },

  Invoke(input: L.InvokeCommandInput, call: Call): unknown {
    const found = findFunction(call, input.FunctionName, input.Qualifier);
    if (found.state.reserved === 0) {
      throw new Fault('TooManyRequestsException', 'Rate Exceeded.', {
        fields: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
      });
    }
    return { StatusCode: input.InvocationType === 'Event' ? 202 : 200, Payload: Buffer.from('null') };
  },
};

/** Each question brings a running update nearer to its end. */
function proceed(state: FunctionState): void {
  if (state.updating === undefined) return;
  state.updating -= 1;
  if (state.updating > 0) return;
  delete state.updating;
  state.latest.LastUpdateStatus = 'Successful';
}

function requireIdle(call: Call, state: FunctionState): void {
  if (state.updating === undefined) return;
  proceed(state);
  throw new Fault(
    'ResourceConflictException',
    `The operation cannot be performed at this time. An update is in progress for resource: ${arnOf(call, state.latest.FunctionName ?? '')}`,
  );
}

/** Subnets and groups come together; interfaces with the former groups go on for a while. */
function moveNetwork(call: Call, { latest }: FunctionState, given: L.VpcConfig): void {
  if (!given.SubnetIds || !given.SecurityGroupIds)
    throw new Fault(
      'InvalidParameterValueException',
      'SubnetIds and SecurityIds must coexist or be both empty list.',
    );
  const { ec2 } = call.region;
  for (const id of given.SecurityGroupIds)
    if (!ec2.securityGroups.some((one) => one.GroupId === id))
      throw new Fault(
        'InvalidParameterValueException',
        `Error occurred while DescribeSecurityGroups. The security group '${id}' does not exist`,
      );
  const until = new Date(call.now.getTime() + ec2.lingeringMinutes * 60_000);
  if (ec2.lingeringMinutes > 0)
    for (const id of latest.VpcConfig?.SecurityGroupIds ?? [])
      if (!given.SecurityGroupIds.includes(id)) ec2.lingering.set(id, until);
  latest.VpcConfig = { ...latest.VpcConfig, ...given };
}

/** With `FunctionVersion=ALL` the unpublished version comes with its qualifier in the ARN. */
function qualified(latest: L.FunctionConfiguration): L.FunctionConfiguration {
  return { ...latest, FunctionArn: `${latest.FunctionArn}:$LATEST` };
}
