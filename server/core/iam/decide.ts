// May this caller do this to that resource? All kinds of policies together, as AWS evaluates them, in three values:
// what cannot be known (a condition key, a policy that was not readable) makes the answer unknown, with its reason.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
import type { Known } from '../model/known.ts';
import { evaluateCondition } from './evaluate.ts';
import {
  allOf,
  anyOf,
  type Formula,
  maybe,
  no,
  type OpenCondition,
  type StatementRef,
  type Term,
  yes,
} from './formula.ts';
import { actionsMatch, type Closeness, principalsMatch, resourcesMatch } from './match.ts';
import type { Policy, Statement } from './policy.ts';
import { type Request, resourceAccountOf } from './request.ts';

export type PolicyKind = 'identity' | 'resource' | 'boundary' | 'session' | 'scp' | 'rcp';

export interface NamedPolicy {
  /** What a person finds it by: its ARN or its name. */
  readonly name: string;
  readonly policy: Policy;
  /** How it came to the caller, such as `group admins`. */
  readonly via?: string;
}

/** Everything that has a say. `null` says that there is no such policy, which is not the same as an empty list. */
export interface PolicySet {
  readonly identity: Known<readonly NamedPolicy[]>;
  readonly boundary: Known<NamedPolicy | null>;
  readonly session: readonly NamedPolicy[] | null;
  /** Of the caller's organization: root, units, account. Each level must allow. */
  readonly scps: Known<readonly (readonly NamedPolicy[])[] | null>;
  /** Of the resource's organization. */
  readonly rcps: Known<readonly (readonly NamedPolicy[])[] | null>;
  readonly resource: Known<NamedPolicy | null>;
}

export const noPolicies: PolicySet = {
  identity: { known: true, value: [] },
  boundary: { known: true, value: null },
  session: null,
  scps: { known: true, value: null },
  rcps: { known: true, value: null },
  resource: { known: true, value: null },
};

export interface Decision {
  readonly answer: 'allowed' | 'denied' | 'unknown';
  /** A Deny statement decided. */
  readonly explicit: boolean;
  /** Which layer refused, where one did without a Deny statement. */
  readonly refusedBy: readonly PolicyKind[];
  readonly allowedBy: readonly StatementRef[];
  readonly deniedBy: readonly StatementRef[];
  /** With `unknown`: any of these would allow … */
  readonly allowIf: readonly Term[];
  /** … and any of these would deny. */
  readonly denyIf: readonly Term[];
}

/** What the statements of some policies say together. */
interface Voice {
  readonly allow: Formula;
  readonly deny: Formula;
}

export function decide(request: Request, policies: PolicySet): Decision {
  const { caller } = request;
  const hasIdentity = caller.kind !== 'service' && caller.kind !== 'anonymous' && caller.kind !== 'federated';
  const serviceLinked =
    (caller.kind === 'role' || caller.kind === 'session') &&
    isServiceLinked(caller.kind === 'role' ? caller.arn : caller.roleArn);

  const scps = hasIdentity && !serviceLinked ? levels(policies.scps, 'scp', request) : passes;
  const rcps = levels(policies.rcps, 'rcp', request);
  const identity = identityVoice(request, policies, hasIdentity);
  const boundary = hasIdentity ? optional(policies.boundary, 'boundary', request) : passes;
  const session: Voice =
    hasIdentity && policies.session !== null ? voiceOf(policies.session, 'session', request) : passes;
  const resource = resourceVoice(request, policies.resource);

  const deny = anyOf([identity.deny, boundary.deny, session.deny, resource.deny, scps.deny, rcps.deny]);
  const limits = [boundary.allow, session.allow];
  const byIdentity = allOf([identity.allow, ...limits]);
  const grants = grantsOf(request, hasIdentity, byIdentity, limits, resource);
  const allow = allOf([scps.allow, rcps.allow, grants]);

  if (deny.truth === 'yes') {
    return { ...nothing, answer: 'denied', explicit: true, deniedBy: deny.statements };
  }
  if (allow.truth === 'no') {
    const refusedBy = refusals({ scps, rcps, identity, boundary, session, resource }, hasIdentity);
    return { ...nothing, answer: 'denied', refusedBy };
  }
  if (allow.truth === 'yes' && deny.truth === 'no') {
    return { ...nothing, answer: 'allowed', allowedBy: allow.statements };
  }
  return {
    ...nothing,
    answer: 'unknown',
    allowedBy: allow.truth === 'yes' ? allow.statements : [],
    allowIf: allow.truth === 'maybe' ? allow.terms : [],
    denyIf: deny.truth === 'maybe' ? deny.terms : [],
  };
}

const nothing = {
  explicit: false,
  refusedBy: [],
  allowedBy: [],
  deniedBy: [],
  allowIf: [],
  denyIf: [],
} as const;
const passes: Voice = { allow: yes(), deny: no };

/**
 * The ways to a grant. Within an account either side suffices; what the resource's policy gives a role by its ARN
 * stays within boundary and session policy, what it gives a user or a session by name does not. Between accounts
 * both sides must allow. Trust policies and key policies must allow in any case.
 */
function grantsOf(
  request: Request,
  hasIdentity: boolean,
  byIdentity: Formula,
  limits: readonly Formula[],
  resource: ResourceVoice,
): Formula {
  const { caller } = request;
  if (!hasIdentity) return anyOf([resource.self, resource.role, resource.everyone]);
  const callerAccount = 'account' in caller ? caller.account : '';
  const owner = resourceAccountOf(request);
  if (owner !== '' && owner !== callerAccount) {
    const named = anyOf([resource.self, resource.role, resource.everyone, resource.account]);
    return allOf([byIdentity, named]);
  }
  const wholly =
    caller.kind === 'role' || caller.kind === 'session'
      ? [resource.self]
      : [resource.self, resource.everyone];
  const limited =
    caller.kind === 'role' || caller.kind === 'session'
      ? [resource.role, resource.everyone]
      : [resource.role];
  const byResource = [...wholly, allOf([anyOf(limited), ...limits])];
  if (needsResourcePolicy(request.action))
    return anyOf([...byResource, allOf([resource.account, byIdentity])]);
  return anyOf([byIdentity, ...byResource]);
}

/** Actions whose resource policy must allow even within the account. */
function needsResourcePolicy(action: string): boolean {
  const name = action.toLowerCase();
  if (/^sts:assumerole/.test(name)) return true;
  return (
    name.startsWith('kms:') &&
    !/^kms:(create(key|alias|customkeystore)|list(keys|aliases)|describecustomkeystores|connectcustomkeystore|deletecustomkeystore|disconnectcustomkeystore|updatecustomkeystore|generaterandom)$/.test(
      name,
    )
  );
}

/** Service-linked roles stand outside service control policies. */
function isServiceLinked(roleArn: string): boolean {
  return roleArn.includes(':role/aws-service-role/');
}

function identityVoice(request: Request, policies: PolicySet, hasIdentity: boolean): Voice {
  if (!hasIdentity) return { allow: no, deny: no };
  if (request.caller.kind === 'root') return passes;
  if (!policies.identity.known) return gapVoice(policies.identity);
  return voiceOf(policies.identity.value, 'identity', request);
}

function optional(policy: Known<NamedPolicy | null>, kind: PolicyKind, request: Request): Voice {
  if (!policy.known) return gapVoice(policy);
  return policy.value === null ? passes : voiceOf([policy.value], kind, request);
}

function levels(
  known: Known<readonly (readonly NamedPolicy[])[] | null>,
  kind: 'scp' | 'rcp',
  request: Request,
): Voice {
  if (!known.known) return gapVoice(known);
  if (known.value === null) return passes;
  const voices = known.value.map((policies) => voiceOf(policies, kind, request));
  return {
    allow: allOf(voices.map((voice) => voice.allow)),
    deny: anyOf(voices.map((voice) => voice.deny)),
  };
}

function gapVoice(known: { readonly known: false; readonly gap: Term['gaps'][number] }): Voice {
  const open = maybe({ gaps: [known.gap] });
  return { allow: open, deny: open };
}

function voiceOf(policies: readonly NamedPolicy[], kind: PolicyKind, request: Request): Voice {
  const allow: Formula[] = [];
  const deny: Formula[] = [];
  for (const named of policies) {
    for (const statement of named.policy.statements) {
      const formula = statementApplies(statement, named, kind, request);
      if (formula.truth !== 'no') (statement.effect === 'Allow' ? allow : deny).push(formula);
    }
    if (named.policy.problems.length > 0) {
      const open = maybe({ gaps: [brokenPolicy(named)] });
      allow.push(open);
      deny.push(open);
    }
  }
  return { allow: anyOf(allow), deny: anyOf(deny) };
}

function brokenPolicy(named: NamedPolicy): Term['gaps'][number] {
  const first = named.policy.problems[0];
  return { action: `read ${named.name}`, reason: 'malformed', detail: first?.message ?? 'not understood' };
}

interface ResourceVoice {
  readonly self: Formula;
  readonly role: Formula;
  readonly everyone: Formula;
  readonly account: Formula;
  readonly deny: Formula;
}

function resourceVoice(request: Request, known: Known<NamedPolicy | null>): ResourceVoice {
  const silent: ResourceVoice = { self: no, role: no, everyone: no, account: no, deny: no };
  if (!known.known) {
    const { allow } = gapVoice(known);
    return { self: allow, role: no, everyone: no, account: no, deny: allow };
  }
  if (known.value === null) return silent;
  const named = known.value;
  const found: Record<Closeness | 'deny', Formula[]> = {
    none: [],
    self: [],
    role: [],
    everyone: [],
    account: [],
    deny: [],
  };
  for (const statement of named.policy.statements) {
    if (statement.principals === undefined) continue;
    const { closeness, sessionName } = principalsMatch(statement.principals, request.caller);
    if (closeness === 'none') continue;
    let formula = statementApplies(statement, named, 'resource', request);
    if (sessionName !== undefined)
      formula = allOf([formula, maybe({ conditions: [sessionCondition(sessionName)] })]);
    found[statement.effect === 'Deny' ? 'deny' : closeness].push(formula);
  }
  if (named.policy.problems.length > 0) {
    const open = maybe({ gaps: [brokenPolicy(named)] });
    found.self.push(open);
    found.deny.push(open);
  }
  return {
    self: anyOf(found.self),
    role: anyOf(found.role),
    everyone: anyOf(found.everyone),
    account: anyOf(found.account),
    deny: anyOf(found.deny),
  };
}

function sessionCondition(name: string): OpenCondition {
  return { operator: 'StringEquals', key: 'sts:RoleSessionName', values: [name] };
}

/** Whether a statement applies to the request, its principal aside. */
function statementApplies(
  statement: Statement,
  named: NamedPolicy,
  kind: PolicyKind,
  request: Request,
): Formula {
  if (statement.actions === undefined || !actionsMatch(statement.actions, request.action)) return no;
  const open: OpenCondition[] = [];
  // Trust policies have no Resource element; the statements of all others must have one.
  if (statement.resources !== undefined) {
    const match = resourcesMatch(statement.resources, request.resource, named.policy, request.context);
    if (match.truth === 'no') return no;
    if (match.truth === 'maybe') {
      open.push({ operator: 'resource like', key: match.keys.join(', '), values: match.patterns });
    }
  } else if (kind !== 'resource') {
    return no;
  }
  for (const condition of statement.conditions) {
    const truth = evaluateCondition(condition, named.policy, request.context);
    if (truth === 'no') return no;
    if (truth === 'maybe') open.push(condition);
  }
  const ref = refTo(statement, named, kind);
  return open.length === 0 ? yes([ref]) : maybe({ statements: [ref], conditions: open });
}

export function refTo(statement: Statement, named: NamedPolicy, kind: PolicyKind): StatementRef {
  return {
    policy: named.name,
    kind,
    statement: statement.index,
    ...(statement.sid === undefined ? {} : { sid: statement.sid }),
    ...(named.via === undefined ? {} : { via: named.via }),
  };
}

function refusals(
  voices: {
    readonly scps: Voice;
    readonly rcps: Voice;
    readonly identity: Voice;
    readonly boundary: Voice;
    readonly session: Voice;
    readonly resource: ResourceVoice;
  },
  hasIdentity: boolean,
): readonly PolicyKind[] {
  const refused: PolicyKind[] = [];
  if (voices.scps.allow.truth === 'no') refused.push('scp');
  if (voices.rcps.allow.truth === 'no') refused.push('rcp');
  if (hasIdentity && voices.identity.allow.truth === 'no') refused.push('identity');
  if (voices.boundary.allow.truth === 'no') refused.push('boundary');
  if (voices.session.allow.truth === 'no') refused.push('session');
  const { self, role, everyone, account } = voices.resource;
  if ([self, role, everyone, account].every((formula) => formula.truth === 'no')) refused.push('resource');
  return refused;
}
