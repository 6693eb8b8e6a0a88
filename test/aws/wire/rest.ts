// REST bindings: which operation a method and path mean, and what of a request is a label, a query or a header.
import { type LoadedService, type Operation, type Schema, timestampForm } from '../sdk-schemas.ts';
import { fromJson, isRecord } from './json.ts';

export interface RestRequest {
  readonly method: string;
  /** Still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

interface Route {
  readonly operation: Operation;
  readonly method: string;
  readonly segments: readonly string[];
  readonly fixedQuery: readonly (readonly [string, string])[];
}

const routesOf = new WeakMap<LoadedService, readonly Route[]>();

export interface Match {
  readonly operation: Operation;
  readonly labels: Readonly<Record<string, string>>;
}

/** The most specific operation: most fixed segments and fixed query keys first. */
export function matchRoute(service: LoadedService, request: RestRequest): Match | undefined {
  let routes = routesOf.get(service);
  if (!routes) {
    routes = compile(service);
    routesOf.set(service, routes);
  }
  const parts = request.path
    .split('/')
    .filter((part, index, all) => part !== '' || (index > 0 && index < all.length - 1));
  for (const route of routes) {
    if (route.method !== request.method) continue;
    if (!route.fixedQuery.every(([key, value]) => queryHas(request.query, key, value))) continue;
    const labels = matchSegments(route.segments, parts);
    if (labels) return { operation: route.operation, labels };
  }
  return undefined;
}

/** `x-id` is what the SDK adds for its own logs; other clients do not send it. */
function queryHas(query: URLSearchParams, key: string, value: string): boolean {
  if (key === 'x-id') return !query.has(key) || query.get(key) === value;
  return query.has(key) && (value === '' || query.get(key) === value);
}

function compile(service: LoadedService): readonly Route[] {
  const routes: Route[] = [];
  for (const operation of service.operations.values()) {
    if (!operation.http) continue;
    const [method, pattern] = operation.http;
    const [path = '', query = ''] = pattern.split('?');
    routes.push({
      operation,
      method,
      segments: path.split('/').filter((part) => part !== ''),
      fixedQuery:
        query === ''
          ? []
          : query.split('&').map((pair) => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']),
    });
  }
  const weight = (route: Route) =>
    route.segments.reduce(
      (sum, part) => sum + (part.endsWith('+}') ? -1000 : part.startsWith('{') ? 10 : 100),
      0,
    ) + route.fixedQuery.reduce((sum, [key]) => sum + (key === 'x-id' ? 0.5 : 5), 0);
  return routes.sort((a, b) => weight(b) - weight(a));
}

function matchSegments(
  segments: readonly string[],
  parts: readonly string[],
): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    if (segment.endsWith('+}')) {
      if (parts.length <= index) return undefined;
      labels[segment.slice(1, -2)] = parts.slice(index).map(decode).join('/');
      return labels;
    }
    const part = parts[index];
    if (part === undefined) return undefined;
    if (segment.startsWith('{')) labels[segment.slice(1, -1)] = decode(part);
    else if (segment !== part) return undefined;
  }
  return parts.length === segments.length ? labels : undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The input of an operation from all places of a request. `body` is the decoded JSON, absent for restXml. */
export function readRestInput(
  schema: Schema,
  match: Match,
  request: RestRequest,
  body: unknown,
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  if (!schema.isStructSchema()) return input;
  const whole = fromJson(schema, body);
  for (const [name, member] of schema.structIterator()) {
    const traits = member.getMergedTraits();
    let value: unknown;
    if (traits.httpLabel) value = fromText(member, match.labels[name]);
    else if (traits.httpQuery !== undefined) {
      const found = request.query.getAll(traits.httpQuery);
      if (member.isListSchema()) {
        value = found.length > 0 ? found.map((one) => fromText(member.getValueSchema(), one)) : undefined;
      } else value = fromText(member, found[0]);
    } else if (traits.httpHeader !== undefined) {
      value = fromText(member, request.headers[traits.httpHeader.toLowerCase()], 'http-date');
    } else if (traits.httpPayload) {
      if (member.isStreaming() || member.isBlobSchema()) value = new Uint8Array(request.body);
      else if (member.isStringSchema()) value = request.body.toString('utf8');
      else value = fromJson(member, body);
    } else if (isRecord(whole)) value = whole[name];
    if (value !== undefined) input[name] = value;
  }
  return input;
}

function fromText(
  schema: Schema,
  text: string | undefined,
  form: 'date-time' | 'http-date' = 'date-time',
): unknown {
  if (text === undefined) return undefined;
  if (schema.isNumericSchema()) return Number(text);
  if (schema.isBooleanSchema()) return text === 'true';
  if (schema.isTimestampSchema()) {
    return new Date(timestampForm(schema, form) === 'epoch' ? Number(text) * 1000 : text);
  }
  return text;
}

/** Headers and status that an output's members are bound to. */
export function restHeaders(
  schema: Schema,
  output: unknown,
): { headers: Record<string, string>; status?: number } {
  const headers: Record<string, string> = {};
  let status: number | undefined;
  if (schema.isStructSchema() && isRecord(output)) {
    for (const [name, member] of schema.structIterator()) {
      const value = output[name];
      if (value === undefined || value === null) continue;
      const traits = member.getMergedTraits();
      if (traits.httpHeader !== undefined) {
        headers[traits.httpHeader] = value instanceof Date ? value.toUTCString() : String(value);
      } else if (traits.httpResponseCode) status = Number(value);
    }
  }
  return status === undefined ? { headers } : { headers, status };
}

/** The member that alone makes up the body, where there is one. */
export function payloadMember(schema: Schema): readonly [string, Schema] | undefined {
  if (!schema.isStructSchema()) return undefined;
  for (const [name, member] of schema.structIterator()) {
    if (member.getMergedTraits().httpPayload) return [name, member];
  }
  return undefined;
}
