// Event source mappings.
import type * as L from '@aws-sdk/client-lambda';
import { type Behaviours, type Call, defined, Fault, newId, page } from '../../behaviour.ts';
import { arnOf, findFunction } from './find-function.ts';

function mappingOf(call: Call, uuid: string | undefined): L.EventSourceMappingConfiguration {
  const mapping = call.region.lambda.mappings.find((one) => one.UUID === uuid);
  if (!mapping)
    throw new Fault('ResourceNotFoundException', 'The resource you requested does not exist.', {
      fields: { Type: 'User' },
    });
  return mapping;
}

export const mappings: Behaviours = {
  ListEventSourceMappings(
    input: L.ListEventSourceMappingsRequest,
    call: Call,
  ): L.ListEventSourceMappingsResponse {
    const wanted = call.region.lambda.mappings.filter((one) => {
      if (input.EventSourceArn !== undefined && one.EventSourceArn !== input.EventSourceArn) return false;
      if (input.FunctionName === undefined) return true;
      const found = findFunction(call, input.FunctionName);
      return one.FunctionArn === arnOf(call, found.name, found.qualifier);
    });
    const { items, next } = page(wanted, input.Marker, input.MaxItems, 100);
    return defined({ EventSourceMappings: items, NextMarker: next });
  },

  GetEventSourceMapping(
    input: L.GetEventSourceMappingRequest,
    call: Call,
  ): L.EventSourceMappingConfiguration {
    return mappingOf(call, input.UUID);
  },

  CreateEventSourceMapping(
    input: L.CreateEventSourceMappingRequest,
    call: Call,
  ): L.EventSourceMappingConfiguration {
    const found = findFunction(call, input.FunctionName);
    const { FunctionName, Enabled, Tags, ...rest } = input;
    void [FunctionName, Tags];
    const uuid = newId();
    const mapping: L.EventSourceMappingConfiguration = {
      ...defined(rest),
      UUID: uuid,
      EventSourceMappingArn: `arn:${call.account.partition}:lambda:${call.region.name}:${call.account.id}:event-source-mapping:${uuid}`,
      FunctionArn: arnOf(call, found.name, found.qualifier),
      State: Enabled === false ? 'Disabled' : 'Enabled',
      StateTransitionReason: 'USER_INITIATED',
      LastModified: call.now,
    };
    call.region.lambda.mappings.push(mapping);
    return mapping;
  },

  UpdateEventSourceMapping(
    input: L.UpdateEventSourceMappingRequest,
    call: Call,
  ): L.EventSourceMappingConfiguration {
    const mapping = mappingOf(call, input.UUID);
    const { UUID, FunctionName, Enabled, ...rest } = input;
    void [UUID, FunctionName];
    Object.assign(mapping, defined(rest));
    if (Enabled !== undefined) mapping.State = Enabled ? 'Enabled' : 'Disabled';
    mapping.LastModified = call.now;
    return { ...mapping, State: Enabled === undefined ? 'Updating' : Enabled ? 'Enabling' : 'Disabling' };
  },

  DeleteEventSourceMapping(
    input: L.DeleteEventSourceMappingRequest,
    call: Call,
  ): L.EventSourceMappingConfiguration {
    const mapping = mappingOf(call, input.UUID);
    call.region.lambda.mappings = call.region.lambda.mappings.filter((one) => one !== mapping);
    return { ...mapping, State: 'Deleting' };
  },
};
