// Names of functions as Lambda takes them: a name, a partial or a whole ARN, each with or without a qualifier.
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { type Call, Fault, newId } from '../../behaviour.ts';
import type { FunctionState } from '../lambda.ts';

export interface Found {
  readonly name: string;
  readonly state: FunctionState;
  /** Empty: none given. */
  readonly qualifier: string;
}

export function arnOf(call: Call, name: string, qualifier = ''): string {
  const bare = `arn:${call.account.partition}:lambda:${call.region.name}:${call.account.id}:function:${name}`;
  return qualifier === '' ? bare : `${bare}:${qualifier}`;
}

export function notFound(arn: string): Fault {
  return new Fault('ResourceNotFoundException', `Function not found: ${arn}`, { fields: { Type: 'User' } });
}

export function findFunction(call: Call, given: string | undefined, qualifier?: string): Found {
  const parts = (given ?? '').replace(/^arn:[^:]+:lambda:[^:]+:/, '').split(':');
  const at = parts.indexOf('function');
  const [name = '', inName = ''] =
    at >= 0
      ? parts.slice(at + 1)
      : parts.length >= 2 && /^\d{12}$/.test(parts[0] ?? '')
        ? parts.slice(1)
        : parts;
  const state = call.region.lambda.functions.get(name);
  const wanted = qualifier ?? inName;
  if (!state) throw notFound(arnOf(call, name, wanted));
  return { name, state, qualifier: wanted };
}

/** The configuration that a qualifier means: `$LATEST`, a version, or the version behind an alias. */
export function configurationOf(call: Call, found: Found): FunctionConfiguration {
  const { state, qualifier, name } = found;
  if (qualifier === '' || qualifier === '$LATEST') return state.latest;
  const alias = state.aliases.find((one) => one.Name === qualifier);
  const version = alias?.FunctionVersion ?? qualifier;
  if (version === '$LATEST') return state.latest;
  const configuration = state.versions.find((one) => one.Version === version);
  if (!configuration) throw notFound(arnOf(call, name, qualifier));
  return configuration;
}

/** A qualifier must name something that exists. */
export function requireQualifier(call: Call, found: Found): void {
  configurationOf(call, found);
}

/** Every change of `$LATEST` gives it a new revision. */
export function touch(call: Call, configuration: FunctionConfiguration): void {
  configuration.RevisionId = newId();
  configuration.LastModified = call.now.toISOString().replace('Z', '+0000');
}

export function checkRevision(given: string | undefined, current: string | undefined, api: string): void {
  if (given !== undefined && given !== current) {
    throw new Fault(
      'PreconditionFailedException',
      `The Revision Id provided does not match the latest Revision Id. Call the ${api} API to retrieve the latest Revision Id`,
    );
  }
}
