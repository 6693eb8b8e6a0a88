// The evaluator against a second, naive one, written another way: two-valued, over whole contexts, with regular
// expressions for patterns. What the evaluator says of an unknown key must hold for every value of it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, type NamedPolicy, noPolicies } from './decide.ts';
import { parsePolicy } from './parse.ts';
import { type Caller, callerOf, requestContext } from './request.ts';

interface Raw {
  readonly Effect: 'Allow' | 'Deny';
  readonly [element: string]: unknown;
}
type Context = Readonly<Record<string, string>>;

const accounts = ['111122223333', '444455556666'] as const;
const actions = ['lambda:InvokeFunction', 'lambda:UpdateFunctionCode', 's3:GetObject'] as const;
const resources = [
  'arn:aws:lambda:eu-west-1:111122223333:function:a',
  'arn:aws:lambda:eu-west-1:111122223333:function:b',
] as const;
const keys = ['aws:SourceVpc', 'x:n'] as const;

// ---------------------------------------------------------------------------------------------------- naive side
const wild = (pattern: string, text: string, flags = '') =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    flags,
  ).test(text);
const many = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [String(value)]);

function holds(operator: string, wanted: readonly string[], actual: string | undefined): boolean {
  const positive: Record<string, (value: string, one: string) => boolean> = {
    StringEquals: (value, one) => value === one,
    StringLike: (value, one) => wild(one, value),
    NumericLessThan: (value, one) => Number(value) < Number(one),
  };
  if (operator === 'Null') return wanted.includes(actual === undefined ? 'true' : 'false');
  const ifExists = operator.endsWith('IfExists');
  const name = ifExists ? operator.slice(0, -8) : operator;
  if (actual === undefined) return ifExists || name.includes('Not');
  const base = positive[name.replace('Not', '')];
  if (base === undefined) throw new Error(operator);
  const hit = wanted.some((one) => base(actual, one));
  return name.includes('Not') ? !hit : hit;
}

function applies(statement: Raw, action: string, resource: string, context: Context): boolean {
  const listed = (plain: string, match: (pattern: string) => boolean) =>
    statement[plain] !== undefined
      ? many(statement[plain]).some(match)
      : !many(statement[`Not${plain}`]).some(match);
  if (!listed('Action', (pattern) => wild(pattern, action, 'i'))) return false;
  if (!listed('Resource', (pattern) => wild(pattern, resource))) return false;
  const condition = (statement['Condition'] ?? {}) as Record<string, Record<string, unknown>>;
  return Object.entries(condition).every(([operator, tests]) =>
    Object.entries(tests).every(([key, wanted]) => holds(operator, many(wanted), context[key])),
  );
}

interface Scene {
  readonly caller: string;
  readonly action: string;
  readonly resource: string;
  readonly identity: readonly Raw[];
  readonly boundary: readonly Raw[] | null;
  readonly session: readonly Raw[] | null;
  readonly scps: readonly (readonly Raw[])[] | null;
  readonly resourcePolicy: readonly Raw[] | null;
}

function naive(scene: Scene, context: Context): boolean {
  const says = (effect: string, statements: readonly Raw[], only: (statement: Raw) => boolean = () => true) =>
    statements.some(
      (one) => one.Effect === effect && only(one) && applies(one, scene.action, scene.resource, context),
    );
  const account = scene.caller.split(':')[4];
  const roleArn = scene.caller.startsWith('arn:aws:sts')
    ? `arn:aws:iam::${account}:role/${scene.caller.split('/')[1]}`
    : undefined;
  const names = (statement: Raw) =>
    statement['Principal'] === '*' ? ['*'] : many((statement['Principal'] as { AWS: unknown }).AWS);
  const isAccount = (one: string) => one === account || one === `arn:aws:iam::${account}:root`;
  const touches = (statement: Raw) =>
    names(statement).some((one) => one === '*' || isAccount(one) || one === scene.caller || one === roleArn);
  const layers = [scene.identity, scene.boundary ?? [], scene.session ?? [], ...(scene.scps ?? [])];
  const policy = scene.resourcePolicy ?? [];
  if (layers.some((layer) => says('Deny', layer)) || says('Deny', policy, touches)) return false;
  if (scene.scps !== null && !scene.scps.every((level) => says('Allow', level))) return false;
  const inBoundary = scene.boundary === null || says('Allow', scene.boundary);
  const inSession = scene.session === null || says('Allow', scene.session);
  const byIdentity = says('Allow', scene.identity) && inBoundary && inSession;
  if (account !== accounts[0]) return byIdentity && says('Allow', policy, touches);
  if (byIdentity) return true;
  if (says('Allow', policy, (one) => names(one).includes(scene.caller))) return true;
  if (roleArn === undefined) return says('Allow', policy, (one) => names(one).includes('*'));
  return (
    inBoundary &&
    inSession &&
    says('Allow', policy, (one) => names(one).includes('*') || names(one).includes(roleArn))
  );
}

// ---------------------------------------------------------------------------------------------------- the scenes
const pattern = fc.constantFrom(
  '*',
  'lambda:*',
  'lambda:Invoke*',
  's3:GetObject',
  'LAMBDA:UpdateFunctionCode',
  'lambda:?nvokeFunction',
);
const where = fc.constantFrom(
  '*',
  resources[0],
  resources[1],
  'arn:aws:lambda:eu-west-1:111122223333:function:*',
  'arn:aws:s3:::x',
);
const value = fc.constantFrom('a', 'b', 'ab', '5', '12');
const wanted = fc.oneof(
  value,
  fc.constantFrom('a*', '*', '?b'),
  fc.array(value, { minLength: 1, maxLength: 2 }),
);
const condition = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'StringEquals',
          'StringNotEquals',
          'StringLike',
          'StringNotLike',
          'StringEqualsIfExists',
          'StringNotLikeIfExists',
          'NumericLessThan',
        ),
        fc.constantFrom(...keys),
        wanted,
      )
      .map(([operator, key, one]) => ({ [operator]: { [key]: operator.startsWith('Numeric') ? '7' : one } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...keys), fc.constantFrom('true', 'false'))
      .map(([key, one]) => ({ Null: { [key]: one } })),
  },
);
const statement = fc
  .record({
    effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
    notAction: fc.nat(5),
    notResource: fc.nat(5),
    action: fc.array(pattern, { minLength: 1, maxLength: 2 }),
    resource: where,
    condition,
  })
  .map(
    ({ effect, notAction, notResource, action, resource, condition: test }): Raw => ({
      Effect: effect,
      [notAction === 0 ? 'NotAction' : 'Action']: action,
      [notResource === 0 ? 'NotResource' : 'Resource']: resource,
      ...(test === undefined ? {} : { Condition: test }),
    }),
  );
const statements = fc.array(statement, { maxLength: 3 });
const callers = [
  'arn:aws:iam::111122223333:user/ann',
  'arn:aws:sts::111122223333:assumed-role/dev/ann',
  'arn:aws:iam::444455556666:user/bob',
  'arn:aws:sts::444455556666:assumed-role/ci/run',
] as const;
const principal = fc.constantFrom<unknown>(
  '*',
  ...callers.map((AWS) => ({ AWS })),
  { AWS: accounts[0] },
  { AWS: accounts[1] },
  { AWS: `arn:aws:iam::${accounts[0]}:root` },
  { AWS: 'arn:aws:iam::111122223333:role/dev' },
  { AWS: ['arn:aws:iam::444455556666:role/ci', callers[0]] },
);
const resourceStatement = fc
  .tuple(statement, principal)
  .map(([one, Principal]): Raw => ({ ...one, Principal }));
const scene: fc.Arbitrary<Scene> = fc.record({
  caller: fc.constantFrom(...callers),
  action: fc.constantFrom(...actions),
  resource: fc.constantFrom(...resources),
  identity: statements,
  boundary: fc.option(statements, { freq: 2 }),
  session: fc.option(statements, { freq: 1 }),
  scps: fc.option(fc.array(statements, { minLength: 1, maxLength: 2 }), { freq: 1 }),
  resourcePolicy: fc.option(fc.array(resourceStatement, { maxLength: 3 }), { freq: 3 }),
});
const context = fc.record({
  'aws:SourceVpc': fc.option(value, { nil: undefined }),
  'x:n': fc.option(value, { nil: undefined }),
});

// ---------------------------------------------------------------------------------------------------- the other side
const named = (name: string, list: readonly Raw[]): NamedPolicy => ({
  name,
  policy: parsePolicy({ Version: '2012-10-17', Statement: list }),
});

function ours(one: Scene, entries: Readonly<Record<string, string | null | undefined>>) {
  const caller = callerOf(one.caller) as Caller;
  return decide(
    {
      caller,
      action: one.action,
      resource: one.resource,
      context: requestContext(caller, one.resource, entries, 'absent'),
    },
    {
      ...noPolicies,
      identity: { known: true, value: [named('identity', one.identity)] },
      boundary: { known: true, value: one.boundary === null ? null : named('boundary', one.boundary) },
      session: one.session === null ? null : [named('session', one.session)],
      scps: { known: true, value: one.scps === null ? null : one.scps.map((level) => [named('scp', level)]) },
      resource: {
        known: true,
        value: one.resourcePolicy === null ? null : named('resource', one.resourcePolicy),
      },
    },
  );
}

const clean = (full: { readonly [key: string]: string | undefined }): Record<string, string> =>
  Object.fromEntries(Object.entries(full).flatMap(([key, one]) => (one === undefined ? [] : [[key, one]])));

test('with everything known, both evaluators agree', () => {
  fc.assert(
    fc.property(scene, context, (one, full) => {
      const decision = ours(one, Object.fromEntries(keys.map((key) => [key, full[key] ?? null])));
      expect(decision.answer).toBe(naive(one, clean(full)) ? 'allowed' : 'denied');
    }),
    { numRuns: 4000 },
  );
});

test('what is said of an unknown key holds for every value of it', () => {
  const possible = [undefined, 'a', 'b', 'ab', '5', '12', 'zz'];
  let unknown = 0;
  let open = 0;
  fc.assert(
    fc.property(scene, context, (one, full) => {
      const decision = ours(one, { 'aws:SourceVpc': undefined, 'x:n': full['x:n'] ?? null });
      const answers = new Set(
        possible.map((value) => naive(one, clean({ ...full, 'aws:SourceVpc': value }))),
      );
      if (decision.answer === 'allowed') expect([...answers]).toEqual([true]);
      if (decision.answer === 'denied') expect([...answers]).toEqual([false]);
      if (decision.answer === 'unknown') unknown++;
      if (decision.answer === 'unknown' && answers.size === 2) open++;
    }),
    { numRuns: 4000 },
  );
  // Not merely cautious: most unknown answers do depend on the key.
  expect(open / unknown).toBeGreaterThan(0.7);
});

test('no document makes the parser or the evaluator throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.jsonValue()), (document) => {
      const caller = callerOf(callers[0]) as Caller;
      decide(
        { caller, action: 'a:b', resource: '*', context: requestContext(caller, '*', {}, 'unknown') },
        { ...noPolicies, identity: { known: true, value: [{ name: 'x', policy: parsePolicy(document) }] } },
      );
    }),
    { numRuns: 500 },
  );
});
