// How an invocation is refused in the shape that its trigger understands.
import { lazyModules } from './lazy-modules.ts';
import type { Settings } from './settings.ts';

export const blockedText = 'Security Violation...';

export class SecurityViolation extends Error {
  constructor() {
    super(blockedText);
    this.name = 'SecurityViolation';
  }
}

export type Refusal = { readonly kind: 'answer'; readonly value: unknown } | { readonly kind: 'raise' };

const raise: Refusal = { kind: 'raise' };

/** Batches and custom resources are treated before. Never throws: an event that cannot be read gets the text. */
export function refusalFor(event: unknown, settings: Settings): Refusal {
  const fallback: Refusal = settings.answer === 'raise' ? raise : answer(blockedText);
  try {
    return shapedRefusal(event) ?? fallback;
  } catch {
    return fallback;
  }
}

function shapedRefusal(event: unknown): Refusal | undefined {
  const arn = member(event, 'methodArn') ?? member(event, 'routeArn');
  const type = member(event, 'type');
  if ((type === 'TOKEN' || type === 'REQUEST') && arn !== undefined) return answer(deny(event, arn));
  const context = member(event, 'requestContext');
  if (isObject(context)) {
    const body = { body: blockedText, isBase64Encoded: false };
    const headers = { headers: { 'Content-Type': 'text/plain' } };
    if (has(context, 'elb')) {
      const many = { multiValueHeaders: { 'Content-Type': ['text/plain'] } };
      const shown = has(event, 'multiValueHeaders') ? many : headers;
      return answer({ statusCode: 403, statusDescription: '403 Forbidden', ...shown, ...body });
    }
    if (has(context, 'http'))
      return answer({ statusCode: 403, headers: { 'content-type': 'text/plain' }, ...body });
    if (has(event, 'httpMethod') || has(context, 'connectionId'))
      return answer({ statusCode: 403, ...headers, ...body });
    if (has(event, 'authorizationToken') && has(context, 'apiId')) return answer({ isAuthorized: false });
  }
  if (isObject(member(firstRecord(event), 'cf'))) {
    const headers = { 'content-type': [{ key: 'Content-Type', value: 'text/plain' }] };
    return answer({ status: '403', statusDescription: 'Forbidden', headers, body: blockedText });
  }
  const isCognito = has(event, 'triggerSource') && has(event, 'userPoolId');
  if (isCognito || member(member(event, 'info'), 'fieldName') !== undefined) return raise;
  return undefined;
}

function deny(event: unknown, arn: unknown): object {
  const statement = { Action: 'execute-api:Invoke', Effect: 'Deny', Resource: arn };
  const policy = {
    principalId: 'blocked',
    policyDocument: { Version: '2012-10-17', Statement: [statement] },
  };
  return member(event, 'version') === '2.0' ? { isAuthorized: false, ...policy } : policy;
}

export function isCustomResource(event: unknown): boolean {
  return ['RequestType', 'ResponseURL', 'StackId'].every((name) => typeof member(event, name) === 'string');
}

/**
 * Tells CloudFormation that the resource failed, which otherwise waits for an hour. The address is the event's word, so
 * only Amazon's hosts and those that the settings name are called. Rejects where that did not work.
 */
export async function failCustomResource(event: unknown, settings: Settings): Promise<void> {
  const url = new URL(String(member(event, 'ResponseURL')));
  const isAmazon = url.protocol === 'https:' && /\.amazonaws\.com(?:\.cn)?$/.test(url.hostname);
  if (!isAmazon && !settings.callbackHosts.includes(url.host)) throw new Error('callback host not allowed');
  const body = JSON.stringify({
    Status: 'FAILED',
    Reason: blockedText,
    PhysicalResourceId: member(event, 'PhysicalResourceId') || 'blocked',
    StackId: member(event, 'StackId'),
    RequestId: member(event, 'RequestId'),
    LogicalResourceId: member(event, 'LogicalResourceId'),
  });
  await new Promise<void>((resolve, reject) => {
    const open = url.protocol === 'https:' ? lazyModules.https().request : lazyModules.http().request;
    // The address is signed for an empty content type.
    const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
    const sent = open(url, { method: 'PUT', headers, timeout: 10_000 }, (response) => {
      response.resume();
      if ((response.statusCode ?? 500) < 400) resolve();
      else reject(new Error('callback refused'));
    });
    sent.on('timeout', () => sent.destroy(new Error('callback timed out')));
    sent.on('error', reject);
    sent.end(body);
  });
}

function answer(value: unknown): Refusal {
  return { kind: 'answer', value };
}

export function firstRecord(event: unknown): unknown {
  const records = member(event, 'Records');
  return Array.isArray(records) ? records[0] : undefined;
}

/** A member of an object's own; `undefined` for what is none or cannot be read. */
export function member(value: unknown, name: string): unknown {
  try {
    return has(value, name) ? Reflect.get(value, name) : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function has(value: unknown, name: string): value is object {
  return isObject(value) && Object.hasOwn(value, name);
}
