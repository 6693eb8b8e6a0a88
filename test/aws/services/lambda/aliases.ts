// Aliases.
import type * as L from '@aws-sdk/client-lambda';
import { type Behaviours, type Call, defined, Fault, newId, page } from '../../behaviour.ts';
import type { FunctionState } from '../lambda.ts';
import { arnOf, checkRevision, configurationOf, findFunction } from './find-function.ts';

function aliasOf(state: FunctionState, name: string | undefined, arn: string): L.AliasConfiguration {
  const alias = state.aliases.find((one) => one.Name === name);
  if (!alias)
    throw new Fault('ResourceNotFoundException', `Cannot find alias arn: ${arn}:${name}`, {
      fields: { Type: 'User' },
    });
  return alias;
}

export const aliases: Behaviours = {
  ListAliases(input: L.ListAliasesRequest, call: Call): L.ListAliasesResponse {
    const { state } = findFunction(call, input.FunctionName);
    const wanted = state.aliases.filter(
      (one) => input.FunctionVersion === undefined || one.FunctionVersion === input.FunctionVersion,
    );
    const { items, next } = page(wanted, input.Marker, input.MaxItems, 50);
    return defined({ Aliases: items, NextMarker: next });
  },

  GetAlias(input: L.GetAliasRequest, call: Call): L.AliasConfiguration {
    const found = findFunction(call, input.FunctionName);
    return aliasOf(found.state, input.Name, arnOf(call, found.name));
  },

  CreateAlias(input: L.CreateAliasRequest, call: Call): L.AliasConfiguration {
    const found = findFunction(call, input.FunctionName);
    configurationOf(call, { ...found, qualifier: input.FunctionVersion ?? '' });
    if (found.state.aliases.some((one) => one.Name === input.Name)) {
      throw new Fault(
        'ResourceConflictException',
        `Alias already exists: ${arnOf(call, found.name, input.Name)}`,
      );
    }
    const alias: L.AliasConfiguration = defined({
      AliasArn: arnOf(call, found.name, input.Name),
      Name: input.Name,
      FunctionVersion: input.FunctionVersion,
      Description: input.Description ?? '',
      RoutingConfig: input.RoutingConfig,
      RevisionId: newId(),
    });
    found.state.aliases.push(alias);
    return alias;
  },

  UpdateAlias(input: L.UpdateAliasRequest, call: Call): L.AliasConfiguration {
    const found = findFunction(call, input.FunctionName);
    const alias = aliasOf(found.state, input.Name, arnOf(call, found.name));
    checkRevision(input.RevisionId, alias.RevisionId, 'GetAlias');
    if (input.FunctionVersion !== undefined) {
      configurationOf(call, { ...found, qualifier: input.FunctionVersion });
      alias.FunctionVersion = input.FunctionVersion;
    }
    if (input.Description !== undefined) alias.Description = input.Description;
    if (input.RoutingConfig !== undefined) {
      if (Object.keys(input.RoutingConfig.AdditionalVersionWeights ?? {}).length > 0)
        alias.RoutingConfig = input.RoutingConfig;
      else delete alias.RoutingConfig;
    }
    alias.RevisionId = newId();
    return alias;
  },

  DeleteAlias(input: L.DeleteAliasRequest, call: Call): Record<string, never> {
    const { state } = findFunction(call, input.FunctionName);
    state.aliases = state.aliases.filter((one) => one.Name !== input.Name);
    state.policies.delete(input.Name ?? '');
    return {};
  },
};
