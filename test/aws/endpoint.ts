// A loopback endpoint that speaks AWS's wire protocols for the services in `services/`, over accounts held in memory.
// It gives shapes by the SDK's own schemas and behaviour by the services' documentation; nothing leaves the machine.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { encodeFault, encodeOutput, type WireForm } from './answer.ts';
import { type Call, Fault } from './behaviour.ts';
import { createDisturbances, type Disturbance, type Disturbances } from './disturbance.ts';
import { type Decoded, decodeRequest, UnknownRequest } from './incoming.ts';
import { createRequestRates } from './request-rates.ts';
import { services } from './services/index.ts';
import { findPackage } from './services/lambda/packages.ts';
import { EventStreamAnswer } from './stream-answer.ts';
import { type AccountState, type Caller, createWorld, regionOf, type World } from './world.ts';

export interface RecordedRequest {
  /** Prefix of its IAM actions, such as `lambda`; `apigatewayv2` is told apart from `apigateway`. */
  readonly service: string;
  readonly action: string;
  readonly region: string;
  readonly account: string;
  readonly input: unknown;
  /** Milliseconds since the endpoint began. */
  readonly atMs: number;
  /** Code of the error that was answered; undefined: answered well (or not yet). */
  error: string | undefined;
}

export interface AwsEndpointOptions {
  /** Refuses more requests than the services' documented rates allow. */
  readonly enforceRates?: boolean;
  /** Actions that every caller is refused, such as `lambda:GetPolicy` or `lambda:*`. */
  readonly denied?: readonly string[];
  /** Added to every answer. */
  readonly latencyMs?: number;
  readonly port?: number;
  readonly now?: () => Date;
}

export interface AwsEndpoint {
  readonly url: string;
  readonly world: World;
  /** The first account. */
  readonly account: AccountState;
  readonly requests: RecordedRequest[];
  readonly denied: Set<string>;
  readonly disturbances: Disturbances;
  close(): Promise<void>;
}

export async function startAwsEndpoint(
  accounts: AccountState | World | readonly AccountState[],
  options: AwsEndpointOptions = {},
): Promise<AwsEndpoint> {
  const world = isWorld(accounts) ? accounts : createWorld(isList(accounts) ? accounts : [accounts]);
  if (options.now) world.now = options.now;
  const denied = new Set(options.denied ?? []);
  const requests: RecordedRequest[] = [];
  const disturbances = createDisturbances();
  const rates = createRequestRates();
  const began = performance.now();
  const sockets = new Set<Socket>();
  let url = '';

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(
        `endpoint failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    });
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = new URL(request.url ?? '/', url);
    const stored = findPackage(world, target);
    if (request.method === 'GET' && stored) {
      response.writeHead(200, { 'content-type': 'application/zip', 'content-length': stored.length });
      response.end(stored);
      return;
    }
    const body = await bodyOf(request);
    let decoded: Decoded;
    try {
      decoded = await decodeRequest(request, target, body);
    } catch (error) {
      if (!(error instanceof UnknownRequest)) throw error;
      send(
        response,
        encodeFault(
          undefined,
          error.form,
          new Fault('UnknownOperationException', error.message, { status: 404 }),
        ),
      );
      return;
    }
    const caller = callerOf(decoded.accessKeyId);
    const account = world.accounts.get(caller.accountId) ?? world.defaultAccount;
    const name = decoded.service.entry.name;
    const action = decoded.operation.name;
    const record: RecordedRequest = {
      service: name,
      action,
      region: decoded.region,
      account: account.id,
      input: decoded.input,
      atMs: performance.now() - began,
      error: undefined,
    };
    requests.push(record);
    const form = decoded.form;
    const refuse = (fault: Fault) => {
      record.error = fault.code;
      send(response, encodeFault(decoded.service, form, fault));
    };
    const met = disturbances.meet({ service: name, action, region: decoded.region, input: decoded.input });
    if (options.latencyMs) await pause(options.latencyMs);
    for (const one of met) {
      if (one.does === 'slow') await pause(one.delayMs);
      if (one.does === 'hang') return;
      if (one.does === 'cut') {
        request.socket.destroy();
        return;
      }
      if (one.does === 'garble') {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"this is <not> what you asked for');
        return;
      }
      if (one.does === 'answer') {
        response.writeHead(200, { 'content-type': one.type ?? 'application/json' });
        response.end(one.body);
        return;
      }
      if (one.does === 'fail')
        return refuse(new Fault('InternalFailure', 'Internal error.', { status: one.status ?? 500 }));
    }
    if (decoded.accessKeyId === '')
      return refuse(
        new Fault('MissingAuthenticationToken', 'Request is missing Authentication Token', { status: 403 }),
      );
    if (isDenied(met, denied, name, action)) return refuse(denial(form, caller, name, action));
    const crowded =
      options.enforceRates && !rates.take(`${account.id}|${decoded.region}`, name, action, performance.now());
    if (crowded || met.some((one) => one.does === 'throttle')) return refuse(throttling(form, name));
    const behaviour = services[name]?.[action];
    if (!behaviour) {
      return refuse(
        new Fault('NotImplemented', `The endpoint does not play ${name}:${action}.`, { status: 501 }),
      );
    }
    const hangUp = new AbortController();
    response.on('close', () => hangUp.abort());
    const call: Call = {
      world,
      account,
      region: regionOf(account, decoded.region),
      caller,
      now: world.now(),
      url,
      headers: decoded.headers,
      signal: hangUp.signal,
    };
    try {
      const output: unknown = await behaviour(decoded.input as never, call);
      if (output instanceof EventStreamAnswer) return await output.send(response, hangUp.signal);
      const answer = encodeOutput(decoded.service, decoded.operation, form, output);
      if (met.some((one) => one.does === 'cut-after')) {
        response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length + 10 });
        response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)));
        setImmediate(() => request.socket.destroy());
        return;
      }
      send(response, answer, request.method === 'HEAD');
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      refuse(error);
    }
  }

  function callerOf(accessKeyId: string): Caller {
    const session = world.sessions.get(accessKeyId);
    if (session) return session;
    const account = world.defaultAccount;
    return { arn: account.callerArn, accountId: account.id, userId: 'AIDAEXAMPLEAUDITOR', accessKeyId };
  }

  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    world,
    account: world.defaultAccount,
    requests,
    denied,
    disturbances,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function isWorld(value: AccountState | World | readonly AccountState[]): value is World {
  return 'accounts' in value;
}

function isList(value: AccountState | readonly AccountState[]): value is readonly AccountState[] {
  return Array.isArray(value);
}

function isDenied(
  met: readonly Disturbance[],
  denied: ReadonlySet<string>,
  service: string,
  action: string,
): boolean {
  const prefix = iamPrefix(service);
  return (
    met.some((one) => one.does === 'deny') ||
    denied.has(`${prefix}:${action}`) ||
    denied.has(`${service}:${action}`) ||
    denied.has(`${prefix}:*`)
  );
}

export function iamPrefix(service: string): string {
  return service === 'apigatewayv2' ? 'apigateway' : service;
}

function denial(form: WireForm, caller: Caller, service: string, action: string): Fault {
  const message = `User: ${caller.arn} is not authorized to perform: ${iamPrefix(service)}:${action}`;
  if (form === 'ec2Query')
    return new Fault('UnauthorizedOperation', 'You are not authorized to perform this operation.', {
      status: 403,
    });
  if (form === 'awsQuery')
    return new Fault(service === 'sns' ? 'AuthorizationError' : 'AccessDenied', message, { status: 403 });
  if (form === 'restXml') return new Fault('AccessDenied', 'Access Denied', { status: 403 });
  return new Fault('AccessDeniedException', message, { status: 403 });
}

function throttling(form: WireForm, service: string): Fault {
  if (form === 'ec2Query')
    return new Fault('RequestLimitExceeded', 'Request limit exceeded.', { status: 503 });
  if (form === 'awsQuery') return new Fault('Throttling', 'Rate exceeded', { status: 400 });
  if (form === 'restXml') return new Fault('SlowDown', 'Please reduce your request rate.', { status: 503 });
  if (form === 'restJson1') {
    const fields = service === 'lambda' ? { Reason: 'CallerRateLimitExceeded', Type: 'User' } : {};
    return new Fault('TooManyRequestsException', 'Rate exceeded', { status: 429, fields });
  }
  return new Fault('ThrottlingException', 'Rate exceeded', { status: 400 });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

function send(
  response: ServerResponse,
  answer: { status: number; headers: Readonly<Record<string, string>>; body: Buffer },
  headOnly = false,
): void {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
  response.end(headOnly ? undefined : answer.body);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
