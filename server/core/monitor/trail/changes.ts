// The change timeline of functions: what was changed, by whom, from where, and whether it came the usual way, in words.
import { type Way, wayOf } from './changers.ts';
import type { Habits } from './habits.ts';
import { asRecord, functionOf, type TrailEvent, text } from './trail-event.ts';

export interface FunctionChange {
  readonly at: number;
  readonly function: string;
  readonly kind:
    | 'code'
    | 'configuration'
    | 'policy'
    | 'layer'
    | 'alias'
    | 'url'
    | 'concurrency'
    | 'trigger'
    | 'deletion'
    | 'creation'
    | 'version'
    | 'tags';
  /** What is different now, in words; names of variables and never their values. */
  readonly what: string;
  readonly by: string;
  readonly session: string;
  readonly address: string;
  readonly agent: string;
  /** By an identity that changes functions often, or one that settings name; unknown before enough was seen. */
  readonly way: Way;
  readonly error: string;
  readonly account: string;
  readonly region: string;
}

type Kind = FunctionChange['kind'];

const kinds: Readonly<Record<string, Kind>> = {
  CreateFunction: 'creation',
  DeleteFunction: 'deletion',
  UpdateFunctionCode: 'code',
  UpdateFunctionConfiguration: 'configuration',
  PublishVersion: 'version',
  AddPermission: 'policy',
  RemovePermission: 'policy',
  CreateAlias: 'alias',
  UpdateAlias: 'alias',
  DeleteAlias: 'alias',
  CreateFunctionUrlConfig: 'url',
  UpdateFunctionUrlConfig: 'url',
  DeleteFunctionUrlConfig: 'url',
  PutFunctionConcurrency: 'concurrency',
  DeleteFunctionConcurrency: 'concurrency',
  PutProvisionedConcurrencyConfig: 'concurrency',
  DeleteProvisionedConcurrencyConfig: 'concurrency',
  CreateEventSourceMapping: 'trigger',
  UpdateEventSourceMapping: 'trigger',
  DeleteEventSourceMapping: 'trigger',
  PutFunctionEventInvokeConfig: 'configuration',
  UpdateFunctionEventInvokeConfig: 'configuration',
  DeleteFunctionEventInvokeConfig: 'configuration',
  PutFunctionCodeSigningConfig: 'configuration',
  DeleteFunctionCodeSigningConfig: 'configuration',
  PutFunctionRecursionConfig: 'configuration',
  PutRuntimeManagementConfig: 'configuration',
  PublishLayerVersion: 'layer',
  DeleteLayerVersion: 'layer',
  AddLayerVersionPermission: 'layer',
  RemoveLayerVersionPermission: 'layer',
  TagResource: 'tags',
  UntagResource: 'tags',
};

/** `pipelines`: principals that a person named as the usual way. */
export function toChange(
  event: TrailEvent,
  habits: Habits,
  pipelines: readonly string[] = [],
): FunctionChange | undefined {
  const kind = event.service === 'lambda' ? kinds[event.name] : undefined;
  if (kind === undefined) return undefined;
  const { identity } = event;
  return {
    at: event.at,
    function: functionOf(event) || text(event.request['layerName']),
    kind,
    what: wordsOf(event),
    by: identity.principal || identity.invokedBy || identity.type,
    session: identity.session,
    address: event.sourceAddress,
    agent: event.userAgent.split(' ')[0] ?? '',
    way:
      pipelines.length === 0
        ? wayOf(event, habits)
        : pipelines.includes(identity.principal)
          ? 'usual'
          : 'unusual',
    error: event.error,
    account: event.account,
    region: event.region,
  };
}

function wordsOf({ name, request, response }: TrailEvent): string {
  const value = (key: string) =>
    text(request[key]) ||
    (typeof request[key] === 'number' || typeof request[key] === 'boolean' ? String(request[key]) : '');
  switch (name) {
    case 'UpdateFunctionCode': {
      const from =
        value('s3Bucket') !== ''
          ? ` from s3://${value('s3Bucket')}/${value('s3Key')}`
          : value('imageUri') !== ''
            ? ` from ${value('imageUri')}`
            : '';
      const hash = text(response['codeSha256']);
      return `code replaced${from}${hash === '' ? '' : `, now ${hash.slice(0, 12)}…`}`;
    }
    case 'UpdateFunctionConfiguration':
      return configurationWords(request);
    case 'CreateFunction':
      return `created, ${value('runtime') || 'image'}, role ${value('role').replace(/^.*role\//, '')}`;
    case 'DeleteFunction':
      return value('qualifier') === '' ? 'deleted' : `version ${value('qualifier')} deleted`;
    case 'AddPermission': {
      const limit = value('sourceArn') || value('sourceAccount');
      return `${value('principal')} may ${value('action') || 'call it'}${limit === '' ? '' : ` for ${limit}`}`;
    }
    case 'RemovePermission':
      return `statement ${value('statementId')} removed`;
    case 'UpdateAlias':
    case 'CreateAlias': {
      const weights = asRecord(asRecord(request['routingConfig'])['additionalVersionWeights']);
      const extra = Object.entries(weights).map(([version, weight]) => `${version} gets ${String(weight)}`);
      return `alias ${value('name')} points to ${value('functionVersion')}${extra.length > 0 ? `, ${extra.join(', ')}` : ''}`;
    }
    case 'CreateFunctionUrlConfig':
    case 'UpdateFunctionUrlConfig':
      return `URL with authentication ${value('authType') || 'as before'}`;
    case 'PutFunctionConcurrency':
      return `reserved concurrency ${value('reservedConcurrentExecutions')}`;
    case 'CreateEventSourceMapping':
      return `triggered by ${value('eventSourceArn')}`;
    case 'UpdateEventSourceMapping':
      return `event source ${value('uUID') || value('uuid')}${request['enabled'] === undefined ? '' : request['enabled'] === true ? ' enabled' : ' disabled'}`;
    default:
      return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  }
}

function configurationWords(request: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(request).flatMap(([key, value]): string[] => {
    if (key === 'functionName' || value === null || value === undefined) return [];
    if (key === 'environment') {
      const names = Object.keys(asRecord(asRecord(value)['variables']));
      return [names.length > 0 ? `variables ${names.join(', ')}` : 'variables'];
    }
    if (key === 'layers' && Array.isArray(value))
      return [
        value.length === 0
          ? 'no layers'
          : `layers ${value.map((arn) => text(arn).split(':').slice(-2).join(':')).join(', ')}`,
      ];
    if (key === 'role') return [`role ${text(value).replace(/^.*role\//, '')}`];
    if (key === 'vpcConfig') return ['network'];
    if (typeof value === 'string' || typeof value === 'number') return [`${key} ${value}`];
    return [key];
  });
  return parts.length === 0 ? 'configuration' : parts.join('; ');
}
