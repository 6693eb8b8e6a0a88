// What changed between two snapshots: new functions first, then removed ones, then what is different in the others.
import { type AccountSnapshot, functionsOf } from './account-snapshot.ts';
import type { FunctionConfiguration, LambdaFunction } from './function.ts';
import type { Known } from './known.ts';

export interface SnapshotDiff {
  /** ISO 8601. */
  readonly before: string;
  readonly after: string;
  readonly added: readonly FunctionPlace[];
  readonly removed: readonly FunctionPlace[];
  readonly changed: readonly ChangedFunction[];
}

export interface FunctionPlace {
  readonly account: string;
  readonly region: string;
  readonly arn: string;
  readonly name: string;
}

export interface ChangedFunction extends FunctionPlace {
  readonly changes: readonly Change[];
}

export interface Change {
  /** Such as `code`, `policy of alias live`, `variable STAGE`. */
  readonly what: string;
  /** In words, without secrets; null: it was not there. */
  readonly before: string | null;
  readonly after: string | null;
}

export function diffSnapshots(before: AccountSnapshot, after: AccountSnapshot): SnapshotDiff {
  const old = byArn(before);
  const fresh = byArn(after);
  const looked = new Set(
    after.accounts.flatMap((account) =>
      account.regions.flatMap((one) => (one.functions.known ? [`${account.id} ${one.name}`] : [])),
    ),
  );
  const added: FunctionPlace[] = [];
  const changed: ChangedFunction[] = [];
  for (const [arn, entry] of fresh) {
    const earlier = old.get(arn);
    if (!earlier) {
      added.push(entry.place);
      continue;
    }
    const changes = diffFunctions(earlier.value, entry.value);
    if (changes.length > 0) changed.push({ ...entry.place, changes });
  }
  const removed = [...old.values()]
    // A Region that nobody looked at this time tells nothing about its functions.
    .filter(({ place }) => !fresh.has(place.arn) && looked.has(`${place.account} ${place.region}`))
    .map(({ place }) => place);
  return { before: before.takenAt, after: after.takenAt, added, removed, changed };
}

function byArn(snapshot: AccountSnapshot): Map<string, { place: FunctionPlace; value: LambdaFunction }> {
  const result = new Map<string, { place: FunctionPlace; value: LambdaFunction }>();
  for (const { account, region, function: value } of functionsOf(snapshot)) {
    result.set(value.arn, {
      place: { account: account.id, region: region.name, arn: value.arn, name: value.name },
      value,
    });
  }
  return result;
}

export function diffFunctions(before: LambdaFunction, after: LambdaFunction): readonly Change[] {
  const changes: Change[] = [];
  const note = (what: string, a: string | null, b: string | null) => {
    if (a !== b) changes.push({ what, before: a, after: b });
  };
  const a = before.configuration;
  const b = after.configuration;
  note('code', a.codeSha256, b.codeSha256);
  for (const [what, read] of settings) note(what, read(a), read(b));
  diffBy(changes, 'variable', variablesOf(a), variablesOf(b));
  diffBy(changes, 'policy of', policiesOf(before), policiesOf(after));
  diffKnown(changes, 'alias', before.aliases, after.aliases, (one) => [
    one.name,
    JSON.stringify({ version: one.version, weights: one.weights }),
  ]);
  diffKnown(changes, 'URL of', before.urls, after.urls, (one) => [
    one.qualifier ?? 'the function',
    JSON.stringify({ ...one, qualifier: undefined }),
  ]);
  diffKnown(changes, 'version', before.versions, after.versions, (one) => [one.version, one.codeSha256]);
  diffKnown(changes, 'asynchronous settings of', before.eventInvoke, after.eventInvoke, (one) => [
    one.qualifier ?? '$LATEST',
    JSON.stringify({ ...one, qualifier: undefined }),
  ]);
  diffValue(changes, 'reserved concurrency', before.reservedConcurrency, after.reservedConcurrency);
  diffValue(changes, 'code signing', before.codeSigningConfigArn, after.codeSigningConfigArn);
  diffValue(changes, 'recursive loops', before.recursiveLoop, after.recursiveLoop);
  diffValue(changes, 'runtime management', before.runtimeManagement, after.runtimeManagement);
  diffValue(changes, 'tags', before.tags, after.tags);
  return changes;
}

const settings: readonly (readonly [string, (one: FunctionConfiguration) => string | null])[] = [
  ['runtime', (one) => one.runtime ?? null],
  ['handler', (one) => one.handler ?? null],
  ['role', (one) => one.role],
  ['timeout in seconds', (one) => String(one.timeoutSeconds)],
  ['memory in MB', (one) => String(one.memoryMb)],
  ['key of the environment', (one) => one.kmsKeyArn ?? null],
  ['network', (one) => (one.vpc ? JSON.stringify(one.vpc) : null)],
  ['dead-letter target', (one) => one.deadLetterArn ?? null],
  ['tracing', (one) => one.tracing],
  ['layers', (one) => one.layers.map((layer) => layer.arn).join(', ')],
  ['file systems', (one) => one.fileSystems.map((system) => system.arn).join(', ')],
  ['logging', (one) => JSON.stringify(one.logging)],
  ['image', (one) => (one.image ? JSON.stringify(one.image) : null)],
];

function variablesOf(one: FunctionConfiguration): ReadonlyMap<string, string> | undefined {
  if (!one.environment.known) return undefined;
  return new Map(
    one.environment.value.map(({ name, value }) => [
      name,
      value.kind === 'plain'
        ? value.text
        : value.kind === 'secret'
          ? `${value.secret}, ${value.length} characters`
          : `${value.kind}, ${value.length} characters`,
    ]),
  );
}

function policiesOf(one: LambdaFunction): ReadonlyMap<string, string> {
  return new Map(
    one.policies.flatMap(({ qualifier, document }) =>
      document.known && document.value !== null
        ? [[qualifier ?? 'the function', document.value] as const]
        : [],
    ),
  );
}

/** Nothing is said where one side is not known. */
function diffBy(
  changes: Change[],
  what: string,
  before: ReadonlyMap<string, string> | undefined,
  after: ReadonlyMap<string, string> | undefined,
): void {
  if (!before || !after) return;
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const a = before.get(key) ?? null;
    const b = after.get(key) ?? null;
    if (a !== b) changes.push({ what: `${what} ${key}`, before: a, after: b });
  }
}

function diffKnown<T>(
  changes: Change[],
  what: string,
  before: Known<readonly T[]>,
  after: Known<readonly T[]>,
  entry: (one: T) => readonly [string, string],
): void {
  if (before.known && after.known)
    diffBy(changes, what, new Map(before.value.map(entry)), new Map(after.value.map(entry)));
}

function diffValue(changes: Change[], what: string, before: Known<unknown>, after: Known<unknown>): void {
  if (!before.known || !after.known) return;
  const a = inWords(before.value);
  const b = inWords(after.value);
  if (a !== b) changes.push({ what, before: a, after: b });
}

function inWords(value: unknown): string | null {
  if (value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
