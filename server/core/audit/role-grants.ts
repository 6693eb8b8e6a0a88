// What the policies of a role give away, statement by statement, with what takes it back: Deny statements, the
// permissions boundary, service control policies.
import { type Decision, decide, type NamedPolicy, noPolicies, refTo } from '../iam/decide.ts';
import { nameStatement } from '../iam/explain.ts';
import { actionMatches } from '../iam/match.ts';
import type { Statement } from '../iam/policy.ts';
import { type Caller, requestContext } from '../iam/request.ts';
import type { RoleGrants } from './facts.ts';

export interface Grant {
  readonly named: NamedPolicy;
  readonly statement: Statement;
  /** `statement "x" of orders-role/inline`. */
  readonly name: string;
}

/** The Allow statements of a role's policies. */
export function grantsIn(grants: RoleGrants): readonly Grant[] {
  return grants.policies.flatMap((named) =>
    named.policy.statements
      .filter((statement) => statement.effect === 'Allow')
      .map((statement) => ({ named, statement, name: nameStatement(refTo(statement, named, 'identity')) })),
  );
}

/** May the role do this, all its policies taken together? Keys that are not known leave the answer open. */
export function roleMay(grants: RoleGrants, action: string, resource: string): Decision {
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
      identity: { known: true, value: grants.policies },
      boundary: { known: true, value: grants.boundary },
      scps: grants.scps.known ? grants.scps : { known: true, value: null },
    },
  );
}

/** The boundary or a service control policy refuses the action everywhere: the grant is empty. */
export function isTakenBack(grants: RoleGrants, action: string): boolean {
  const probe = action.includes('*') ? probeOf(action) : action;
  return probe !== undefined && roleMay(grants, probe, '*').answer === 'denied';
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
