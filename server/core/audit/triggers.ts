// What calls a function, gathered from everywhere that says so: resource policies of every qualifier, mappings,
// URLs, and the things in front that name the function. One source may appear with several proofs; it is one trigger.
import { parseArn, parseFunctionArn } from '../iam/arn.ts';
import type { Policy, Statement } from '../iam/policy.ts';
import type { FunctionUrl } from '../model/function.ts';
import type { Neighbour } from '../model/neighbour.ts';
import type { EventSourceMapping } from '../model/trigger.ts';
import { executeApiId } from './apis.ts';
import { valuesOf } from './exposure.ts';

export type Delivery = 'synchronous' | 'asynchronous' | 'polled';

export interface Trigger {
  /** Such as `s3`, `sns`, `events`, `apigateway`, `elasticloadbalancing`, `sqs`, `dynamodb`, `url`. */
  readonly service: string;
  readonly delivery: Delivery;
  /** ARN of what calls, where it is known; may hold wildcards when it comes from a policy. */
  readonly source?: string;
  /** Alias or version that is called; null: the bare function. */
  readonly qualifier: string | null;
  /** Who says so. */
  readonly proofs: readonly ('policy' | 'mapping' | 'source' | 'url')[];
  /** A mapping that is switched off, a rule that is disabled. */
  readonly enabled: boolean;
}

/** Services that hand their event over and do not wait for an answer. */
const asynchronous = new Set([
  's3',
  'sns',
  'events',
  'scheduler',
  'ses',
  'iot',
  'codecommit',
  'cloudformation',
  'config',
  'logs',
  'autoscaling',
  'codepipeline',
]);
const polled = new Set(['sqs', 'dynamodb', 'kinesis', 'kafka', 'mq', 'rds']);

export interface TriggerSources {
  readonly functionArn: string;
  readonly policies: readonly { readonly qualifier: string | null; readonly policy: Policy }[];
  readonly urls: readonly FunctionUrl[];
  readonly mappings: readonly EventSourceMapping[];
  /** Those that name the function. */
  readonly callers: readonly Neighbour[];
}

export function findTriggers(sources: TriggerSources): readonly Trigger[] {
  const found: Trigger[] = [
    ...sources.policies.flatMap(({ qualifier, policy }) =>
      policy.statements.flatMap((statement) => fromStatement(statement, qualifier)),
    ),
    ...sources.mappings.map(fromMapping),
    ...sources.callers.flatMap((caller) => fromNeighbour(caller, sources.functionArn)),
    ...sources.urls.map(
      (url): Trigger => ({
        service: 'url',
        delivery: 'synchronous',
        source: url.url,
        qualifier: url.qualifier,
        proofs: ['url'],
        enabled: true,
      }),
    ),
  ];
  return merge(found.map((trigger) => throughApi(trigger, sources.callers)));
}

/** A permission names an API by its execution ARN, the API itself has another: they are one source. */
function throughApi(trigger: Trigger, callers: readonly Neighbour[]): Trigger {
  const id = trigger.source === undefined ? undefined : executeApiId(trigger.source);
  if (id === undefined) return trigger;
  const api = callers.find((one) => (one.kind === 'rest-api' || one.kind === 'http-api') && one.id === id);
  return api === undefined ? trigger : { ...trigger, source: api.arn };
}

export function isAsynchronous(trigger: Trigger): boolean {
  return trigger.delivery === 'asynchronous';
}

/** A trigger that people or programs outside AWS reach over HTTP. */
export function isHttp(trigger: Trigger): boolean {
  return (
    trigger.service === 'url' ||
    trigger.service === 'apigateway' ||
    trigger.service === 'elasticloadbalancing'
  );
}

function fromStatement(statement: Statement, qualifier: string | null): readonly Trigger[] {
  if (statement.effect !== 'Allow' || statement.principals === undefined || statement.principals.not)
    return [];
  const sources = [...valuesOf(statement, 'aws:SourceArn')];
  return statement.principals.names
    .filter((name) => name.type === 'Service' && name.value !== '*')
    .flatMap((name) => {
      const service = serviceOf(name.value);
      const base = {
        service,
        delivery: deliveryOf(service),
        qualifier,
        proofs: ['policy'] as const,
        enabled: true,
      };
      return sources.length === 0 ? [base] : sources.map((source) => ({ ...base, source }));
    });
}

/** `s3` of `s3.amazonaws.com`, `logs` of `logs.eu-west-1.amazonaws.com`. */
export function serviceOf(principal: string): string {
  return principal.split('.')[0] ?? principal;
}

function deliveryOf(service: string): Delivery {
  if (asynchronous.has(service)) return 'asynchronous';
  return polled.has(service) ? 'polled' : 'synchronous';
}

function fromMapping(mapping: EventSourceMapping): Trigger {
  const service =
    mapping.sourceArn === undefined ? 'kafka' : (parseArn(mapping.sourceArn)?.service ?? 'kafka');
  return {
    service,
    delivery: 'polled',
    ...(mapping.sourceArn === undefined ? {} : { source: mapping.sourceArn }),
    qualifier: parseFunctionArn(mapping.functionArn)?.qualifier ?? null,
    proofs: ['mapping'],
    enabled: mapping.state !== 'Disabled' && mapping.state !== 'Disabling',
  };
}

function fromNeighbour(neighbour: Neighbour, functionArn: string): readonly Trigger[] {
  const make = (service: string, target: string, enabled = true): Trigger => ({
    service,
    delivery: deliveryOf(service),
    source: neighbour.arn,
    qualifier: parseFunctionArn(target)?.qualifier ?? null,
    proofs: ['source'],
    enabled,
  });
  return targetsOf(neighbour)
    .filter((target) => parseFunctionArn(target)?.arn === functionArn)
    .map((target) => {
      switch (neighbour.kind) {
        case 'sns-topic':
          return make('sns', target);
        case 's3-bucket':
          return make('s3', target);
        case 'event-rule':
          return make('events', target, neighbour.enabled);
        case 'rest-api':
        case 'http-api':
          return make('apigateway', target);
        case 'target-group':
          return make('elasticloadbalancing', target);
        case 'user-pool':
          return make('cognito-idp', target);
        default:
          return make(parseArn(neighbour.arn)?.service ?? 'other', target);
      }
    });
}

/** Function ARNs (with qualifier where there is one) that a neighbour calls. */
export function targetsOf(neighbour: Neighbour): readonly string[] {
  switch (neighbour.kind) {
    case 'sns-topic':
      return neighbour.subscriptions.known
        ? neighbour.subscriptions.value.filter((one) => one.protocol === 'lambda').map((one) => one.endpoint)
        : [];
    case 's3-bucket':
      return neighbour.notifiedFunctionArns.known ? neighbour.notifiedFunctionArns.value : [];
    case 'event-rule':
      return neighbour.targets.known ? neighbour.targets.value.map((target) => target.arn) : [];
    case 'rest-api':
    case 'http-api': {
      const routes = neighbour.routes.known ? neighbour.routes.value.map((route) => route.functionArn) : [];
      const authorizers = neighbour.authorizers.known
        ? neighbour.authorizers.value.map((one) => one.functionArn)
        : [];
      return [...routes, ...authorizers].filter((arn) => arn !== undefined);
    }
    case 'target-group':
      return neighbour.functionArns.known ? neighbour.functionArns.value : [];
    case 'user-pool':
      return neighbour.triggers.known ? Object.values(neighbour.triggers.value) : [];
    default:
      return [];
  }
}

/** Proofs of one source are put together: the permission of a bucket and the bucket's own notification. */
function merge(triggers: readonly Trigger[]): readonly Trigger[] {
  const byKey = new Map<string, Trigger>();
  for (const trigger of triggers) {
    const key = `${trigger.service} ${trigger.source ?? ''} ${trigger.qualifier ?? ''}`;
    const before = byKey.get(key);
    byKey.set(
      key,
      before === undefined
        ? trigger
        : {
            ...before,
            proofs: [...new Set([...before.proofs, ...trigger.proofs])],
            enabled: before.enabled && trigger.enabled,
          },
    );
  }
  return [...byKey.values()];
}
