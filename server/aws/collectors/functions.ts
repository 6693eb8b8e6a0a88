// The functions of a Region. One listing names them all with their versions; then each is read, or taken over from an
// earlier snapshot where nothing about it has changed.
import type { FunctionConfiguration as Given } from '@aws-sdk/client-lambda';
import type { LambdaFunction } from '../../core/model/function.ts';
import { type Known, known, unknown } from '../../core/model/known.ts';
import { isWorthAnotherTry, type ListedFunction, readFunction } from '../lambda/read-function.ts';
import { toConfiguration } from '../lambda/to-configuration.ts';
import type { CollectorFacts, RegionScope } from '../scope.ts';

export const functionsCollector: CollectorFacts = {
  thing: 'functions',
  feature: 'functions',
  actions: [
    'lambda:ListFunctions',
    'lambda:GetFunction',
    'lambda:GetPolicy',
    'lambda:ListAliases',
    'lambda:ListVersionsByFunction',
    'lambda:ListFunctionUrlConfigs',
    'lambda:ListFunctionEventInvokeConfigs',
    'lambda:GetFunctionRecursionConfig',
    'lambda:GetRuntimeManagementConfig',
    'lambda:ListProvisionedConcurrencyConfigs',
    'lambda:GetAccountSettings',
  ],
};

export interface FunctionsOptions {
  readonly maxCallsPerFunction: number;
  /** Of an earlier snapshot of the same Region, by name. */
  readonly previous: ReadonlyMap<string, LambdaFunction>;
  /** Names that the trail says were changed since then, in ways that the listing does not show. */
  readonly touched: ReadonlySet<string>;
  readonly onFunction: (name: string, done: number, total: number) => void;
}

/** Functions read at the same time; each has five requests under way at once. */
const atOnce = 40;

export async function collectFunctions(
  scope: RegionScope,
  options: FunctionsOptions,
): Promise<Known<readonly LambdaFunction[]>> {
  const listed = await list(scope);
  if (!listed.known) return listed;
  const all = [...listed.value.entries()];
  const result: LambdaFunction[] = new Array(all.length);
  let next = 0;
  let done = 0;
  const worker = async () => {
    for (;;) {
      const index = next;
      next += 1;
      const entry = all[index];
      if (!entry) return;
      const [name, one] = entry;
      const before = options.previous.get(name);
      result[index] =
        before && !options.touched.has(name) && isUnchanged(before, one)
          ? before
          : await readOrGaps(scope, name, one, options.maxCallsPerFunction);
      done += 1;
      options.onFunction(name, done, all.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, worker));
  return known(result);
}

/** A function of an odd shape is there, with gaps, and does not take the others with it. */
async function readOrGaps(
  scope: RegionScope,
  name: string,
  one: ListedFunction,
  maxCalls: number,
): Promise<LambdaFunction> {
  try {
    return await readFunction(scope, one, maxCalls);
  } catch (error) {
    const detail = error instanceof Error ? error.name : 'Error';
    const gap = unknown({ action: 'lambda:GetFunction', reason: 'malformed', detail });
    return {
      arn: `arn:${scope.account.partition}:lambda:${scope.region}:${scope.account.id}:function:${name}`,
      name,
      configuration: toConfiguration({ FunctionName: name, Version: '$LATEST' }),
      versions: gap,
      aliases: gap,
      policies: [{ qualifier: null, document: gap }],
      urls: gap,
      reservedConcurrency: gap,
      provisionedConcurrency: gap,
      eventInvoke: gap,
      codeSigningConfigArn: gap,
      recursiveLoop: gap,
      runtimeManagement: gap,
      tags: gap,
      code: gap,
      readAt: scope.now,
    };
  }
}

/** `FunctionVersion=ALL` brings the published versions along: no further call a function. */
async function list(scope: RegionScope): Promise<Known<ReadonlyMap<string, ListedFunction>>> {
  const lambda = await scope.client('lambda');
  const found = await scope.ask.pages<Given>('lambda:ListFunctions', async (token, options) => {
    const page = await lambda.listFunctions(
      { FunctionVersion: 'ALL', MaxItems: 50, ...(token === undefined ? {} : { Marker: token }) },
      options,
    );
    return { items: page.Functions, next: page.NextMarker };
  });
  if (!found.known) return found;
  const byName = new Map<string, { latest: Given | undefined; versions: Given[] }>();
  for (const one of found.value) {
    const name = one.FunctionName ?? '';
    const entry = byName.get(name) ?? { latest: undefined, versions: [] };
    if (one.Version === undefined || one.Version === '$LATEST') entry.latest = one;
    else entry.versions.push(one);
    byName.set(name, entry);
  }
  return known(
    new Map(
      [...byName].flatMap(([name, { latest, versions }]) => {
        const ordered = versions.toSorted((a, b) => Number(a.Version) - Number(b.Version));
        const bare = latest ?? ordered.at(-1);
        return bare ? [[name, { latest: bare, versions: known(ordered) }] as const] : [];
      }),
    ),
  );
}

/** Same revisions of `$LATEST` and of every version, and no gap that another try may close. */
function isUnchanged(before: LambdaFunction, listed: ListedFunction): boolean {
  const now = toConfiguration(listed.latest);
  if (now.revisionId === '' || before.configuration.revisionId !== now.revisionId) return false;
  if (before.configuration.lastModified !== now.lastModified) return false;
  if (!before.versions.known || !listed.versions.known) return false;
  const revisions = (list: readonly { version: string; revisionId: string }[]) =>
    list.map((one) => `${one.version}:${one.revisionId}`).join();
  if (revisions(before.versions.value) !== revisions(listed.versions.value.map(toConfiguration)))
    return false;
  const facts: readonly Known<unknown>[] = [
    before.aliases,
    before.urls,
    before.reservedConcurrency,
    before.eventInvoke,
    before.recursiveLoop,
    before.runtimeManagement,
    before.tags,
    ...before.policies.map((policy) => policy.document),
  ];
  return facts.every((fact) => fact.known || !isWorthAnotherTry(fact.gap));
}
