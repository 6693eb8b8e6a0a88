// Runs a function under AWS's runtime client for Node.js against the loopback Runtime API, as Lambda does: one process,
// many invocations, standard output kept.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { type InvokeOptions, type Outcome, startRuntimeApi } from './runtime-api.ts';

export interface RunningFunction {
  invoke(event: unknown, options?: InvokeOptions): Promise<Outcome>;
  /** Lines of standard output so far. */
  lines(): readonly string[];
  /** Resolves when the runtime says that it could not start. */
  readonly initError: Promise<Outcome>;
  stop(): Promise<void>;
}

export interface FunctionOptions {
  /** Folder of AWS's runtime client. */
  readonly client: string;
  /** The `node` to run it with. */
  readonly node: string;
  readonly taskRoot: string;
  /** Such as `index.handler`. */
  readonly handler: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** A script that runs the runtime, as AWS_LAMBDA_EXEC_WRAPPER does. */
  readonly wrapper?: string;
}

export async function runFunction(options: FunctionOptions): Promise<RunningFunction> {
  const api = await startRuntimeApi();
  const { node, client, taskRoot, handler } = options;
  const command = [
    ...(options.wrapper === undefined ? [] : [options.wrapper]),
    node,
    join(client, 'index.mjs'),
  ];
  const child: ChildProcess = spawn(command[0] ?? node, command.slice(1), {
    cwd: taskRoot,
    env: {
      PATH: process.env['PATH'] ?? '',
      AWS_LAMBDA_RUNTIME_API: api.address,
      AWS_LAMBDA_FUNCTION_NAME: 'demo',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/demo',
      AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[$LATEST]0123456789abcdef',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      _HANDLER: handler,
      LAMBDA_TASK_ROOT: taskRoot,
      ...options.environment,
    },
  });
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += String(chunk);
  });
  let complaints = '';
  child.stderr?.on('data', (chunk) => {
    complaints += String(chunk);
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  /** A test must not wait for a process that is gone. */
  const gone = exited.then((): never => {
    throw new Error(`the runtime ended: ${complaints.slice(0, 1000)}`);
  });
  gone.catch(() => {});
  return {
    invoke: (event, invokeOptions) => Promise.race([api.invoke(event, invokeOptions), gone]),
    lines: () => output.split('\n').filter((line) => line !== ''),
    initError: api.initError,
    async stop() {
      child.kill('SIGKILL');
      await exited;
      await api.close();
    },
  };
}
