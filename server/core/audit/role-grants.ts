// What the policies of a role give away, statement by statement, with what takes it back: Deny statements, the
// permissions boundary, service control policies.
import { type Decision, decide, type NamedPolicy, noPolicies, refTo } from '../iam/decide.ts';
import { nameStatement } from '../iam/explain.ts';
import { actionMatches } from '../iam/match.ts';
import { parsePolicy } from '../iam/parse.ts';
import type { Statement } from '../iam/policy.ts';
import { type Caller, requestContext } from '../iam/request.ts';
import type { RoleGrants } from './facts.ts';

export interface Grant {
  readonly named: NamedPolicy;
  readonly statement: Statement;
  /** `statement "x" of orders-role/inline`. */
  readonly name: string;
  /** Where a program finds it: the policy's name and the zero-based statement. */
  readonly source: { readonly policy: string; readonly index: number };
}

/** A dozen checks ask the same of a role. */
const known = new WeakMap<RoleGrants, readonly Grant[]>();

/** The Allow statements of a role's policies. */
export function grantsIn(grants: RoleGrants): readonly Grant[] {
  const before = known.get(grants);
  if (before !== undefined) return before;
  const fresh = listGrants(grants);
  known.set(grants, fresh);
  return fresh;
}

function listGrants(grants: RoleGrants): readonly Grant[] {
  return grants.policies.flatMap((named) =>
    named.policy.statements
      .filter((statement) => statement.effect === 'Allow')
      .map((statement) => ({
        named,
        statement,
        name: nameStatement(refTo(statement, named, 'identity')),
        source: { policy: named.name, index: statement.index },
      })),
  );
}

/** May the role do this, all its policies taken together? Keys that are not known leave the answer open. */
export function roleMay(grants: RoleGrants, action: string, resource: string): Decision {
  return decideWith(grants, grants.policies, action, resource);
}

function decideWith(
  grants: RoleGrants,
  policies: readonly NamedPolicy[],
  action: string,
  resource: string,
): Decision {
  const account = grants.role.arn.split(':')[4] ?? '';
  const caller: Caller = {
    kind: 'role',
    account,
    arn: grants.role.arn,
    id: grants.role.id,
    hasBoundary: grants.boundary !== null,
  };
  return decide(
    {
      caller,
      action,
      resource,
      resourceAccount: account,
      context: requestContext(caller, resource, {}, 'unknown'),
    },
    {
      ...noPolicies,
      identity: { known: true, value: policies },
      boundary: { known: true, value: grants.boundary },
      scps: grants.scps.known ? grants.scps : { known: true, value: null },
      resource: { known: true, value: otherSide(account) },
    },
  );
}

const otherSides = new Map<string, NamedPolicy>();

/** Keys and roles usually leave the decision to the policies of the account; this is the role's side alone. */
function otherSide(account: string): NamedPolicy {
  const before = otherSides.get(account);
  if (before !== undefined) return before;
  const statement = { Effect: 'Allow', Principal: { AWS: account }, Action: '*', Resource: '*' };
  const fresh: NamedPolicy = {
    name: "the resource's policy",
    policy: parsePolicy({ Version: '2012-10-17', Statement: [statement] }),
  };
  otherSides.set(account, fresh);
  return fresh;
}

const everything: NamedPolicy = {
  name: 'everything',
  policy: parsePolicy({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  }),
};

/** A Deny, the boundary or a service control policy refuses the action everywhere: the grant is empty. */
export function isTakenBack(grants: RoleGrants, action: string): boolean {
  const limits = [
    ...(grants.boundary === null ? [] : [grants.boundary]),
    ...(grants.scps.known ? (grants.scps.value ?? []).flat() : []),
  ];
  const granted = limits.flatMap(({ policy }) => policy.statements.filter((one) => one.effect === 'Allow'));
  const resources = ['*', ...new Set(granted.flatMap((one) => one.resources?.patterns ?? []))];
  return probesFor(action, granted).every((probe) =>
    resources.every(
      (resource) => decideWith(grants, [everything, ...grants.policies], probe, resource).answer === 'denied',
    ),
  );
}

/** Actions that stand for a pattern: itself, or a stand-in and what the limits name of it. A whole service counts as left only when it is left whole. */
function probesFor(action: string, granted: readonly Statement[]): readonly string[] {
  if (!action.includes('*') && !action.includes('?')) return [action];
  const standIn = probeOf(action);
  if (/^[^:]*:\*+$/.test(action)) return standIn === undefined ? ['*'] : [standIn];
  const named = granted
    .flatMap((one) => one.actions?.patterns ?? [])
    .filter((one) => !/[*?]/.test(one) && actionMatches(action, one));
  const literal = action.replace(/[*?]+/g, 'Example');
  return [literal, ...named];
}

/** A harmless stand-in for a whole service: if even that is refused, so is the service. */
function probeOf(pattern: string): string | undefined {
  const service = pattern.split(':')[0] ?? '';
  return /^[a-z0-9-]+$/i.test(service) ? `${service}:GetExampleThing` : undefined;
}

/** The patterns of an Allow statement that fit an action; NotAction fits by leaving it out. */
export function patternsFor(statement: Statement, action: string): readonly string[] {
  if (statement.actions === undefined) return [];
  const { not, patterns } = statement.actions;
  const fitting = patterns.filter((pattern) => actionMatches(pattern, action));
  if (!not) return fitting;
  return fitting.length === 0 ? [`every action but ${patterns.join(', ')}`] : [];
}

export function isEveryResource(statement: Statement): boolean {
  return (
    statement.resources !== undefined &&
    !statement.resources.not &&
    statement.resources.patterns.includes('*')
  );
}
