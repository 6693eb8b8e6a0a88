// Which operation of which service a request means, and its input, whatever protocol it came in.
import type { IncomingMessage } from 'node:http';
import type { WireForm } from './answer.ts';
import { findService, type LoadedService, type Operation } from './sdk-schemas.ts';
import { decode as decodeCbor } from './wire/cbor.ts';
import { fromJson } from './wire/json.ts';
import { fromQuery } from './wire/query.ts';
import { matchRoute, readRestInput } from './wire/rest.ts';

export interface Decoded {
  readonly service: LoadedService;
  readonly operation: Operation;
  readonly form: WireForm;
  readonly input: unknown;
  readonly region: string;
  /** Empty where the request is not signed. */
  readonly accessKeyId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A request that is none of AWS's, or of a service that is not played. */
export class UnknownRequest extends Error {
  readonly form: WireForm;

  constructor(message: string, form: WireForm) {
    super(message);
    this.form = form;
  }
}

export async function decodeRequest(request: IncomingMessage, target: URL, body: Buffer): Promise<Decoded> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(',') : (value ?? '');
  }
  const scope = scopeOf(headers['authorization'] ?? '', target);
  const signingName = scope?.service ?? '';
  const service = await findService(signingName, target.pathname);
  if (!service) throw new UnknownRequest(`no service for the signing name "${signingName}"`, 'restJson1');
  const common = {
    service,
    region: scope?.region ?? 'us-east-1',
    accessKeyId: scope?.accessKeyId ?? '',
    headers,
  };
  const rpc = rpcForm(headers, target, body);
  if (rpc) {
    const operation = service.operations.get(rpc.action);
    if (!operation)
      throw new UnknownRequest(`${service.entry.name} has no operation "${rpc.action}"`, rpc.form);
    const input =
      rpc.form === 'rpcv2Cbor'
        ? decodeCbor(operation.input, body)
        : rpc.params
          ? fromQuery(operation.input, rpc.params, service.entry.protocol === 'ec2Query')
          : fromJson(operation.input, parseJson(body, rpc.form));
    const form = rpc.params && service.entry.protocol === 'ec2Query' ? 'ec2Query' : rpc.form;
    return { ...common, operation, form, input: input ?? {} };
  }
  return decodeRest(request, target, body, common);
}

function decodeRest(
  request: IncomingMessage,
  target: URL,
  body: Buffer,
  common: Omit<Decoded, 'operation' | 'form' | 'input'>,
): Decoded {
  const { service, headers } = common;
  const form = service.entry.protocol === 'restXml' ? 'restXml' : 'restJson1';
  let path = target.pathname;
  let bucket: string | undefined;
  if (service.entry.name === 's3') {
    // Path style: the first segment is the bucket, which the operations' patterns do not show.
    const [, first = '', ...rest] = path.split('/');
    bucket = first === '' ? undefined : decodeURIComponent(first);
    path = `/${rest.join('/')}`;
  }
  const restRequest = { method: request.method ?? 'GET', path, query: target.searchParams, headers, body };
  const candidates = bucket === undefined ? restRequest : { ...restRequest, path };
  const match = matchRoute(service, candidates);
  if (!match)
    throw new UnknownRequest(`${service.entry.name} has no operation for ${request.method} ${path}`, form);
  const json = form === 'restJson1' && isJson(headers) ? parseJson(body, form) : undefined;
  const input = readRestInput(match.operation.input, match, restRequest, json);
  if (bucket !== undefined) input['Bucket'] = bucket;
  return { ...common, operation: match.operation, form, input };
}

function isJson(headers: Readonly<Record<string, string>>): boolean {
  const type = headers['content-type'] ?? 'application/json';
  return type.includes('json');
}

function rpcForm(
  headers: Readonly<Record<string, string>>,
  target: URL,
  body: Buffer,
): { action: string; form: WireForm; params?: URLSearchParams } | undefined {
  const type = headers['content-type'] ?? '';
  const goal = headers['x-amz-target'];
  if (goal !== undefined) {
    return { action: goal.split('.').at(-1) ?? '', form: type.includes('1.0') ? 'awsJson1_0' : 'awsJson1_1' };
  }
  const cbor = /^\/service\/[^/]+\/operation\/([^/]+)$/.exec(target.pathname);
  if (cbor?.[1] !== undefined && headers['smithy-protocol'] === 'rpc-v2-cbor')
    return { action: cbor[1], form: 'rpcv2Cbor' };
  if (type.startsWith('application/x-www-form-urlencoded')) {
    const params = new URLSearchParams(body.toString('utf8'));
    return { action: params.get('Action') ?? '', form: 'awsQuery', params };
  }
  return undefined;
}

function parseJson(body: Buffer, form: WireForm): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new UnknownRequest('the body is no JSON', form);
  }
}

/** `AWS4-HMAC-SHA256 Credential=KEY/20260101/region/service/aws4_request, …`, or the same in a presigned query. */
function scopeOf(
  authorization: string,
  target: URL,
): { accessKeyId: string; region: string; service: string } | undefined {
  const text =
    /Credential=([^,\s]+)/.exec(authorization)?.[1] ?? target.searchParams.get('X-Amz-Credential') ?? '';
  const [accessKeyId, , region, service] = text.split('/');
  if (accessKeyId === undefined || region === undefined || service === undefined) return undefined;
  return { accessKeyId, region, service };
}
