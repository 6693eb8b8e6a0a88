// Runs the cases of `cases/*.json`, which are written from AWS's documentation of policy evaluation.
// In a context `"?"` is a key of which nothing is known, `null` one that is absent; keys that are not listed are absent.
import { expect, test } from 'vitest';
import conditions from './cases/conditions.json' with { type: 'json' };
import evaluation from './cases/evaluation.json' with { type: 'json' };
import matching from './cases/matching.json' with { type: 'json' };
import parsing from './cases/parsing.json' with { type: 'json' };
import { contextOf } from './context.ts';
import { decide, type NamedPolicy, noPolicies, type PolicySet } from './decide.ts';
import { evaluateCondition } from './evaluate.ts';
import { explain } from './explain.ts';
import { actionMatches, resourceMatches } from './match.ts';
import { parsePolicy } from './parse.ts';
import { type Caller, callerOf, requestContext } from './request.ts';

type Context = Readonly<Record<string, string | readonly string[] | null | undefined>>;

const withUnknown = (context: object | undefined): Context =>
  Object.fromEntries(
    Object.entries(context ?? {}).map(([key, value]) => [key, value === '?' ? undefined : value]),
  );

test.each(conditions.cases.map((one) => [one.name, one] as const))('condition: %s', (_, one) => {
  const version = 'version' in one ? one.version : '2012-10-17';
  const policy = parsePolicy({
    Version: version,
    Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: one.condition },
  });
  const context = contextOf(withUnknown(one.context), 'absent');
  const answers = (policy.statements[0]?.conditions ?? []).map((condition) =>
    evaluateCondition(condition, policy, context),
  );
  expect(answers.includes('no') ? 'no' : answers.includes('maybe') ? 'maybe' : 'yes').toBe(one.expect);
});

test.each(matching.cases.map((one) => [one.name, one] as const))('matching: %s', (_, one) => {
  if ('action' in one && one.action !== undefined) expect(actionMatches(one.action, one.of)).toBe(one.expect);
  else expect(resourceMatches(one.resource ?? '', one.of)).toBe(one.expect);
});

test.each(parsing.cases.map((one) => [one.name, one] as const))('parsing: %s', (_, one) => {
  const policy = parsePolicy(one.document);
  expect(policy.statements).toHaveLength(one.statements);
  expect(policy.problems).toHaveLength(one.problems);
});

/** One case of `cases/evaluation.json`; policies are lists of statements, or `"gap"` where they could not be read. */
interface EvaluationCase {
  readonly caller: string;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string;
  readonly context?: object;
  readonly identity?: readonly unknown[] | string;
  readonly boundary?: readonly unknown[] | string;
  readonly session?: readonly unknown[];
  readonly scps?: readonly (readonly unknown[])[] | string;
  readonly rcps?: readonly (readonly unknown[])[];
  readonly resourcePolicy?: readonly unknown[] | string;
  readonly expect: string;
  readonly explicit?: boolean;
  readonly says?: string;
}

const gap = {
  known: false,
  gap: { action: 'iam:GetPolicy', reason: 'denied', detail: 'AccessDenied' },
} as const;
const named = (name: string, statements: unknown): NamedPolicy => ({
  name,
  policy: parsePolicy({ Version: '2012-10-17', Statement: statements }),
});
const levels = (kind: string, value: EvaluationCase['scps']): PolicySet['scps'] =>
  value === undefined
    ? { known: true, value: null }
    : typeof value === 'string'
      ? gap
      : { known: true, value: value.map((level) => level.map((statements) => named(kind, statements))) };
const single = (kind: string, value: readonly unknown[] | string | undefined): PolicySet['boundary'] =>
  value === undefined
    ? { known: true, value: null }
    : typeof value === 'string'
      ? gap
      : { known: true, value: named(kind, value) };

function toPolicies(one: EvaluationCase): PolicySet {
  return {
    ...noPolicies,
    identity:
      typeof one.identity === 'string'
        ? gap
        : { known: true, value: one.identity === undefined ? [] : [named('identity', one.identity)] },
    boundary: single('boundary', one.boundary),
    session: one.session === undefined ? null : [named('session', one.session)],
    scps: levels('scp', one.scps),
    rcps: levels('rcp', one.rcps),
    resource: single('resource', one.resourcePolicy),
  };
}

function toCaller(text: string, hasBoundary: boolean): Caller {
  if (text === 'anonymous') return { kind: 'anonymous' };
  if (text.endsWith('.amazonaws.com')) return { kind: 'service', service: text };
  const caller = callerOf(text);
  if (caller === undefined) throw new Error(`no caller: ${text}`);
  return caller.kind === 'user' || caller.kind === 'role' ? { ...caller, hasBoundary } : caller;
}

const evaluations: readonly (EvaluationCase & { readonly name: string })[] = evaluation.cases;

test.each(evaluations.map((one) => [one.name, one] as const))('evaluation: %s', (_, one) => {
  const caller = toCaller(one.caller, one.boundary !== undefined);
  const decision = decide(
    {
      caller,
      action: one.action,
      resource: one.resource,
      ...(one.resourceAccount === undefined ? {} : { resourceAccount: one.resourceAccount }),
      context: requestContext(caller, one.resource, withUnknown(one.context), 'absent'),
    },
    toPolicies(one),
  );
  expect(decision.answer, explain(decision)).toBe(one.expect);
  if (one.explicit !== undefined) expect(decision.explicit).toBe(one.explicit);
  if (one.says !== undefined) expect(explain(decision)).toContain(one.says);
});

test('there are at least 300 cases', () => {
  expect(
    [conditions, evaluation, matching, parsing].reduce((sum, file) => sum + file.cases.length, 0),
  ).toBeGreaterThanOrEqual(300);
});
