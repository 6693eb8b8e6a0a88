// What an account shows of the guard in its functions, beside their settings: lines that it wrote to the log, and on
// request the deployed code. It only reads.
import type { GuardInCode } from '../core/model/function.ts';
import { type Known, known, unknown } from '../core/model/known.ts';
import { inspectPackage } from '../platform/inspect-package.ts';
import type { Scanner } from '../platform/scanner.ts';
import { type Ask, createAsk } from './ask.ts';
import type { Connection } from './clients.ts';
import { toConfiguration } from './lambda/to-configuration.ts';
import type { LoggedFunction } from './monitoring-facts.ts';
import { type DownloadedPackage, openFunctionPackage, openLayerPackage } from './packages.ts';

/** Records of violations, and the two lines by which a guard says that it could not do its work. */
const guardLines =
  '?"Rule Violation for" ?"Rule violation for" ?"Lambda Protect failed" ?"Lambda Protect left a part"';
/** Pages of one log group: a page may be empty, and a large log has many. */
const maxPages = 20;

/** Of each function, when its guard wrote, between `since` and now; null where it did not. */
export async function readGuardLines(
  connection: Connection,
  region: string,
  functions: readonly LoggedFunction[],
  since: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Known<number | null>>> {
  const ask = createAsk({ signal });
  const found = new Map<string, Known<number | null>>();
  await Promise.all(
    [...new Set(functions.map((one) => one.logGroup))].map(async (logGroup) => {
      const sharing = functions.filter((one) => one.logGroup === logGroup);
      for (const [name, written] of await readGroup(connection, region, ask, logGroup, sharing, since))
        found.set(name, written);
    }),
  );
  return found;
}

async function readGroup(
  connection: Connection,
  region: string,
  ask: Ask,
  logGroupName: string,
  sharing: readonly LoggedFunction[],
  startTime: number,
): Promise<ReadonlyMap<string, Known<number | null>>> {
  const logs = await connection.client('logs', region);
  const found = new Map<string, Known<number | null>>();
  const missing = () => sharing.filter(({ name }) => !found.has(name));
  const rest = (answer: Known<number | null>) => {
    for (const { name } of missing()) found.set(name, answer);
    return found;
  };
  let nextToken: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await ask.orNull('logs:FilterLogEvents', (options) =>
      logs.filterLogEvents(
        {
          logGroupName,
          startTime,
          filterPattern: guardLines,
          ...(nextToken === undefined ? {} : { nextToken }),
        },
        options,
      ),
    );
    if (!answer.known) return rest(answer);
    for (const { message = '', timestamp, logStreamName = '' } of answer.value?.events ?? [])
      for (const { name } of missing())
        if (sharing.length === 1 || isOf(name, message, logStreamName))
          found.set(name, known(timestamp ?? startTime));
    nextToken = answer.value?.nextToken;
    if (nextToken === undefined || missing().length === 0) return rest(known(null));
  }
  return rest(
    unknown({
      action: 'logs:FilterLogEvents',
      reason: 'not-asked',
      detail: `only ${maxPages} pages of ${logGroupName} were searched`,
    }),
  );
}

/** Where functions share a log group, records name theirs, and streams are named `2026/11/01/name[version]…`. */
function isOf(name: string, message: string, stream: string): boolean {
  return message.includes(`"function":${JSON.stringify(name)}`) || stream.includes(`/${name}[`);
}

/** Downloads the package and its layers and looks for the guard around the handler. */
export async function readGuardInCode(
  connection: Connection,
  region: string,
  one: LoggedFunction,
  scanner: Scanner,
  signal: AbortSignal,
): Promise<Known<GuardInCode>> {
  const lambda = await connection.client('lambda', region);
  const described = await createAsk({ signal }).known('lambda:GetFunction', (options) =>
    lambda.getFunction({ FunctionName: one.name }, options),
  );
  if (!described.known) return described;
  const configuration = toConfiguration(described.value.Configuration ?? {});
  const open: DownloadedPackage[] = [];
  try {
    const own = await openFunctionPackage(connection, region, { name: one.name }, signal);
    if (!own.known) return own;
    open.push(own.value);
    const archives: { source: string; layerArn?: string }[] = [{ source: own.value.path }];
    for (const arn of one.settings.layers) {
      const layer = await openLayerPackage(connection, region, arn, signal);
      // A layer of somebody else's may not be read; the handler may still be seen to be wrapped.
      if (!layer.known) continue;
      open.push(layer.value);
      archives.push({ source: layer.value.path, layerArn: arn });
    }
    const { guard } = await inspectPackage(archives, own.value.codeSha256, {
      configuration,
      scanner,
      rulesFolder: '/',
      signal,
    });
    return known(guard);
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 80) : 'the package cannot be read';
    const reason = signal.aborted ? 'not-asked' : 'malformed';
    return unknown({ action: 'lambda:GetFunction', reason, detail });
  } finally {
    await Promise.all(open.map((each) => each.close()));
  }
}
