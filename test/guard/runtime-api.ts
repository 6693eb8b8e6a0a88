// A Lambda Runtime API on loopback for tests: the HTTP interface that AWS's runtime clients speak, and a promise for
// what each invocation sent back. Paths, headers and statuses as in AWS's page "Lambda runtime API" (version 2018-06-01).
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface InvokeOptions {
  readonly functionArn?: string;
  /** How long the function may still take, from the moment it is handed over. */
  readonly timeoutMs?: number;
  /** JSON texts as the client sent them. */
  readonly clientContext?: string;
  readonly cognitoIdentity?: string;
}

export interface Outcome {
  readonly requestId: string;
  readonly kind: 'response' | 'error';
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Header fields behind a streamed body: `lambda-runtime-function-error-type` tells of a failure midway. */
  readonly trailers: Readonly<Record<string, string | undefined>>;
  readonly streamed: boolean;
  readonly body: Buffer;
  /** The body as it arrived, piece by piece. */
  readonly chunks: readonly Buffer[];
}

export interface RuntimeApi {
  /** `host:port`, the value of AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Text or bytes go out as they are, every other value as JSON. */
  invoke(event: unknown, options?: InvokeOptions): Promise<Outcome>;
  /** Resolves when the runtime says that it could not start. */
  readonly initError: Promise<Outcome>;
  close(): Promise<void>;
}

interface Pending {
  readonly requestId: string;
  readonly payload: Buffer;
  readonly options: InvokeOptions;
  readonly settle: (outcome: Outcome) => void;
}

const base = '/2018-06-01/runtime';
const largestResponse = 6 * 1024 * 1024 + 100;

export async function startRuntimeApi(): Promise<RuntimeApi> {
  const queue: Pending[] = [];
  const waiting: ServerResponse[] = [];
  const running = new Map<string, Pending>();
  let settleInit: (outcome: Outcome) => void = () => {};
  const initError = new Promise<Outcome>((resolve) => {
    settleInit = resolve;
  });

  function handOver(): void {
    while (queue.length > 0 && waiting.length > 0) {
      const response = waiting.shift();
      if (response === undefined || response.destroyed) continue;
      const pending = queue.shift();
      if (pending === undefined) return;
      running.set(pending.requestId, pending);
      const { options } = pending;
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': pending.payload.length,
        'lambda-runtime-aws-request-id': pending.requestId,
        'lambda-runtime-deadline-ms': String(Date.now() + (options.timeoutMs ?? 30_000)),
        'lambda-runtime-invoked-function-arn':
          options.functionArn ?? 'arn:aws:lambda:eu-west-1:111122223333:function:demo',
        'lambda-runtime-trace-id':
          'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0',
        ...(options.clientContext === undefined
          ? {}
          : { 'lambda-runtime-client-context': options.clientContext }),
        ...(options.cognitoIdentity === undefined
          ? {}
          : { 'lambda-runtime-cognito-identity': options.cognitoIdentity }),
      });
      response.end(pending.payload);
    }
  }

  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  server.requestTimeout = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (request.method === 'GET' && path === `${base}/invocation/next`) {
      waiting.push(response);
      handOver();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const arrived = {
      headers: request.headers,
      trailers: request.trailers,
      streamed: request.headers['lambda-runtime-function-response-mode'] === 'streaming',
      body: Buffer.concat(chunks),
      chunks,
    };
    if (request.method === 'POST' && path === `${base}/init/error`) {
      settleInit({ requestId: '', kind: 'error', ...arrived });
      reply(response, 202, { status: 'OK' });
      return;
    }
    const found = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(path);
    if (request.method !== 'POST' || found === null) {
      reply(response, 404, { errorType: 'NotFound', errorMessage: 'no such path' });
      return;
    }
    const pending = running.get(found[1] ?? '');
    if (pending === undefined) {
      reply(response, 400, { errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' });
      return;
    }
    if (found[2] === 'response' && !arrived.streamed && arrived.body.length > largestResponse) {
      const errorMessage = `Exceeded maximum allowed payload size (${largestResponse} bytes).`;
      reply(response, 413, { errorType: 'RequestEntityTooLarge', errorMessage });
      return;
    }
    running.delete(pending.requestId);
    const kind = found[2] === 'error' ? 'error' : 'response';
    pending.settle({ requestId: pending.requestId, kind, ...arrived });
    reply(response, 202, { status: 'OK' });
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;

  return {
    address: `127.0.0.1:${port}`,
    initError,
    invoke: (event, options = {}) =>
      new Promise((settle) => {
        queue.push({ requestId: randomUUID(), payload: toBytes(event), options, settle });
        handOver();
      }),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function toBytes(event: unknown): Buffer {
  if (typeof event === 'string') return Buffer.from(event);
  if (event instanceof Uint8Array) return Buffer.from(event);
  return Buffer.from(JSON.stringify(event));
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
