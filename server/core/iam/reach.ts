// Who of all users and roles may do something to one thing by itself, and by which statement. Detours over other
// identities are in routes.ts.
import type { AccountSnapshot } from '../model/account-snapshot.ts';
import type { IamRole, IamUser } from '../model/iam-entities.ts';
import { type AccountPolicies, asCaller } from './account-policies.ts';
import { type ContextEntries, contextOf, type RequestContext } from './context.ts';
import { type Decision, decide, type NamedPolicy } from './decide.ts';
import { explain } from './explain.ts';
import { actionsMatch } from './match.ts';
import type { Policy } from './policy.ts';
import { requestContext } from './request.ts';

export interface Identity {
  readonly home: AccountPolicies;
  readonly entity: IamUser | IamRole;
}

export interface Target {
  readonly resource: string;
  readonly account: string;
  /** Of the resource: they answer `aws:ResourceTag/…`. Absent: not known. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly policy: NamedPolicy | null;
  /** Further keys of the request that are known. */
  readonly context?: ContextEntries;
}

export interface Ability {
  readonly action: string;
  readonly answer: 'allowed' | 'unknown';
  /** `allowed by statement "Deploy" of developers/deploy (group developers)`. */
  readonly how: string;
}

export interface Able {
  readonly arn: string;
  readonly kind: 'user' | 'role';
  readonly abilities: readonly Ability[];
}

/** Roles that AWS services keep for themselves are nobody's to assume. */
export function identitiesOf(accounts: readonly AccountPolicies[]): readonly Identity[] {
  return accounts.flatMap((home) => [
    ...home.users.map((entity) => ({ home, entity })),
    ...home.roles
      .filter((role) => !role.path.startsWith('/aws-service-role/'))
      .map((entity) => ({ home, entity })),
  ]);
}

export function mayDo(identity: Identity, action: string, target: Target): Decision {
  const { home, entity } = identity;
  const caller = asCaller(entity, home.account.id);
  return decide(
    {
      caller,
      action,
      resource: target.resource,
      resourceAccount: target.account,
      context: contextFor(identity, target),
    },
    { ...home.policiesOf(entity), resource: { known: true, value: target.policy } },
  );
}

/** Those who may do one of the actions themselves. */
export function findAble(
  identities: readonly Identity[],
  actions: readonly string[],
  targetOf: (action: string) => Target,
): readonly Able[] {
  return identities.flatMap((identity) => {
    const abilities = actions.flatMap((action): Ability[] => {
      const target = targetOf(action);
      if (!mentions(identity, action) && !namesIdentity(target.policy?.policy, identity.entity)) return [];
      const decision = mayDo(identity, action, target);
      return decision.answer === 'denied'
        ? []
        : [{ action, answer: decision.answer, how: explain(decision) }];
    });
    return abilities.length === 0
      ? []
      : [{ arn: identity.entity.arn, kind: identity.entity.kind, abilities }];
  });
}

/** The policy of a resource lets this identity in by name or as everybody: it needs no policy of its own then. */
export function namesIdentity(policy: Policy | undefined, entity: IamUser | IamRole): boolean {
  if (policy === undefined) return false;
  return (
    policy.problems.length > 0 ||
    policy.statements.some(
      ({ principals }) =>
        principals !== undefined &&
        (principals.not ||
          principals.names.some(
            ({ value }) => value === '*' || value === entity.id || value.includes(entity.name),
          )),
    )
  );
}

const mentioned = new WeakMap<IamUser | IamRole, Map<string, boolean>>();

/** Some Allow statement names the action, whatever its resource, or something could not be read: worth a decision. */
export function mentions({ home, entity }: Identity, action: string): boolean {
  let known = mentioned.get(entity);
  if (known === undefined) {
    known = new Map();
    mentioned.set(entity, known);
  }
  const before = known.get(action);
  if (before !== undefined) return before;
  const policies = home.policiesOf(entity).identity;
  const fresh =
    !policies.known ||
    policies.value.some(
      ({ policy }) =>
        policy.problems.length > 0 ||
        policy.statements.some(
          (one) => one.effect === 'Allow' && one.actions !== undefined && actionsMatch(one.actions, action),
        ),
    );
  known.set(action, fresh);
  return fresh;
}

function contextFor({ entity }: Identity, target: Target): RequestContext {
  const base = requestContext(asCaller(entity, ''), target.resource, target.context ?? {}, 'unknown');
  const tagged =
    (prefix: string, tags: Readonly<Record<string, string>> | undefined, complete: boolean) =>
    (key: string) => {
      if (tags === undefined || !key.toLowerCase().startsWith(prefix)) return undefined;
      const name = key.slice(prefix.length).toLowerCase();
      const found = Object.entries(tags).find(([tag]) => tag.toLowerCase() === name);
      if (found !== undefined) return { kind: 'values' as const, values: [found[1]] };
      return complete ? { kind: 'absent' as const } : undefined;
    };
  const account = entity.arn.split(':')[4] ?? '';
  const own = contextOf({ 'aws:PrincipalAccount': account }, 'unknown', base);
  // A session can bring tags of its own; a user's tags are all there are.
  const resourceTag = tagged('aws:resourcetag/', target.tags, true);
  const principalTag = tagged('aws:principaltag/', entity.tags, entity.kind === 'user');
  return { get: (key) => resourceTag(key) ?? principalTag(key) ?? own.get(key) };
}

/** `role deploy`, `user ann`. */
export function nameOf(arn: string): string {
  const resource = arn.split(':').slice(5).join(':');
  const [kind = '', ...rest] = resource.split('/');
  return rest.length === 0 ? arn : `${kind} ${rest.at(-1)}`;
}

/** Accounts whose users and roles could not all be read: somebody may be missing. */
export function hiddenIdentities(snapshot: AccountSnapshot) {
  return snapshot.accounts.flatMap(({ iam }) => [
    ...(iam.users.known ? [] : [iam.users.gap]),
    ...(iam.groups.known ? [] : [iam.groups.gap]),
    ...(iam.roles.known ? [] : [iam.roles.gap]),
    ...(iam.scope === 'account'
      ? []
      : [
          {
            action: 'iam:GetAccountAuthorizationDetails',
            reason: 'denied' as const,
            detail: 'only the roles of functions were read',
          },
        ]),
  ]);
}
