// Whether a statement speaks of an action, of a resource, of a caller.
import { parseArn } from './arn.ts';
import type { RequestContext } from './context.ts';
import type { Truth } from './evaluate.ts';
import { arnGlobMatches, globMatches } from './glob.ts';
import type { PatternList, Policy, PrincipalList, PrincipalName } from './policy.ts';
import type { Caller } from './request.ts';
import { resolveVariables } from './variables.ts';

/** Actions are not case-sensitive; `*` takes the colon too. */
export function actionMatches(pattern: string, action: string): boolean {
  return globMatches(pattern.toLowerCase(), action.toLowerCase());
}

export function actionsMatch(list: PatternList, action: string): boolean {
  return list.patterns.some((pattern) => actionMatches(pattern, action)) !== list.not;
}

/** A resource pattern without variables; an ARN with fewer than six parts is filled up with `*`. */
export function resourceMatches(pattern: string, resource: string): boolean {
  if (pattern === '*') return true;
  let whole = pattern;
  if (whole.startsWith('arn:')) {
    for (let parts = whole.split(':').length; parts < 6; parts++) whole += ':*';
  }
  return arnGlobMatches(whole, resource);
}

/** `maybe` where a policy variable decides whose value is unknown; `keys` names them. */
export function resourcesMatch(
  list: PatternList,
  resource: string,
  policy: Policy,
  context: RequestContext,
): { readonly truth: Truth; readonly keys: readonly string[]; readonly patterns: readonly string[] } {
  const keys: string[] = [];
  const patterns: string[] = [];
  let hit = false;
  for (const text of list.patterns) {
    const resolved = resolveVariables(text, policy, context);
    if (resolved.kind === 'pattern') hit ||= resourceMatches(resolved.pattern, resource);
    else if (resolved.kind === 'unknown' && resourceMatches(resolved.widest, resource)) {
      keys.push(...resolved.keys);
      patterns.push(text);
    }
  }
  if (hit) return { truth: list.not ? 'no' : 'yes', keys: [], patterns: [] };
  if (keys.length > 0) return { truth: 'maybe', keys, patterns };
  return { truth: list.not ? 'yes' : 'no', keys: [], patterns: [] };
}

/**
 * How closely a statement names the caller. `account` leaves the decision to the caller's account; `role` names the
 * role of a session, `self` the caller itself, `everyone` is `*`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export type Closeness = 'none' | 'account' | 'everyone' | 'role' | 'self';

export function principalsMatch(
  list: PrincipalList,
  caller: Caller,
): { readonly closeness: Closeness; readonly sessionName?: string } {
  if (list.not) return { closeness: isExcepted(list.names, caller) ? 'none' : 'everyone' };
  let best: Closeness = 'none';
  let sessionName: string | undefined;
  for (const name of list.names) {
    const found = closenessOf(name, caller);
    if (found === 'self-with-session-name') sessionName ??= sessionNameOf(name.value);
    else if (order.indexOf(found) > order.indexOf(best)) best = found;
  }
  // A named session is only of interest where nothing else names the caller.
  if (best === 'none' && sessionName !== undefined) return { closeness: 'self', sessionName };
  return { closeness: best };
}

const order: readonly Closeness[] = ['none', 'account', 'everyone', 'role', 'self'];

function closenessOf(name: PrincipalName, caller: Caller): Closeness | 'self-with-session-name' {
  if (name.type === 'Everyone') return 'everyone';
  if (name.type === 'Service') {
    return caller.kind === 'service' && serviceMatches(name.value, caller.service) ? 'self' : 'none';
  }
  if (name.type === 'Federated') {
    return caller.kind === 'federated' && name.value === caller.provider ? 'self' : 'none';
  }
  if (name.type === 'CanonicalUser') return 'none';
  if (caller.kind === 'service' || caller.kind === 'federated') return 'none';
  if (name.value === '*') return 'everyone';
  if (caller.kind === 'anonymous') return 'none';
  if (isAccount(name.value, caller.account)) return caller.kind === 'root' ? 'self' : 'account';
  switch (caller.kind) {
    case 'root':
      return 'none';
    case 'user':
      return name.value === caller.arn || name.value === caller.id ? 'self' : 'none';
    case 'federated-user':
      if (name.value === caller.arn) return 'self';
      return name.value === caller.userArn ? 'role' : 'none';
    case 'role':
      if (name.value === caller.arn || name.value === caller.id) return 'role';
      return isSessionOf(name.value, caller.arn) ? 'self-with-session-name' : 'none';
    case 'session':
      if (name.value === caller.arn) return 'self';
      return name.value === caller.roleArn || name.value === caller.roleId ? 'role' : 'none';
  }
}

function serviceMatches(pattern: string, service: string): boolean {
  return pattern === '*' || pattern.toLowerCase() === service.toLowerCase();
}

/** A bare account number or the ARN of its root. */
function isAccount(value: string, account: string): boolean {
  return value === account || /^arn:[^:]+:iam::(\d{12}):root$/.exec(value)?.[1] === account;
}

function isSessionOf(value: string, roleArn: string): boolean {
  const session = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/.exec(value);
  const role = parseArn(roleArn);
  return (
    session !== null &&
    role !== undefined &&
    session[1] === role.account &&
    role.resource.startsWith('role/') &&
    session[2] === role.resource.slice(role.resource.lastIndexOf('/') + 1)
  );
}

function sessionNameOf(value: string): string {
  return value.slice(value.lastIndexOf('/') + 1);
}

/**
 * NotPrincipal spares a caller only when its account and each of its identities are listed, and never one that has
 * a permissions boundary. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isExcepted(names: readonly PrincipalName[], caller: Caller): boolean {
  if (names.some((name) => name.type === 'Everyone')) return true;
  const has = (type: PrincipalName['type'], value: string) =>
    names.some((name) => name.type === type && name.value === value);
  switch (caller.kind) {
    case 'anonymous':
      return false;
    case 'service':
      return has('Service', caller.service);
    case 'federated':
      return has('Federated', caller.provider);
    default:
  }
  if (caller.hasBoundary === true) return false;
  if (has('AWS', '*')) return true;
  const account = names.some((name) => name.type === 'AWS' && isAccount(name.value, caller.account));
  if (!account) return false;
  switch (caller.kind) {
    case 'root':
      return true;
    case 'user':
      return has('AWS', caller.arn);
    case 'federated-user':
      return has('AWS', caller.arn);
    case 'role':
      return has('AWS', caller.arn);
    case 'session':
      return has('AWS', caller.roleArn) && has('AWS', caller.arn);
  }
}
