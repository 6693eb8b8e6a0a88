// The questions of access to a function: who may change it, who may call it, what it may do, and what of that its
// code needs. Answers are data
// that the command line, the editor's tree and the reports show in their own ways.
import {
  type AccessLevel,
  accessLevels,
  accessLevelsOf,
  type Danger,
  dangersOf,
} from '../iam/access-level.ts';
import type { AccountPolicies } from '../iam/account-policies.ts';
import { parseFunctionArn } from '../iam/arn.ts';
import type { NamedPolicy } from '../iam/decide.ts';
import { nameCondition } from '../iam/explain.ts';
import type { Policy, Statement } from '../iam/policy.ts';
import {
  type Able,
  findAble,
  hiddenIdentities,
  type Identity,
  identitiesOf,
  type Target,
} from '../iam/reach.ts';
import { findRoutes, type Route } from '../iam/routes.ts';
import type { AccountSnapshot } from '../model/account-snapshot.ts';
import type { LambdaFunction } from '../model/function.ts';
import type { Gap } from '../model/known.ts';
import type { FoundCalls } from '../needs/find-calls.ts';
import { type NeedsAnswer, needsOf } from './code-needs.ts';
import { grantsAction, isEverybody, nameOf } from './exposure.ts';
import { noOptions, type RoleGrants } from './facts.ts';
import { factsOf } from './resolve-facts.ts';
import { grantsIn, isTakenBack } from './role-grants.ts';
import { indexSnapshot, type RegionIndex, type SnapshotIndex } from './snapshot-index.ts';
import type { Trigger } from './triggers.ts';

export const modifyActions = [
  'lambda:UpdateFunctionCode',
  'lambda:UpdateFunctionConfiguration',
  'lambda:PublishVersion',
  'lambda:CreateAlias',
  'lambda:UpdateAlias',
  'lambda:DeleteAlias',
  'lambda:AddPermission',
  'lambda:RemovePermission',
  'lambda:CreateFunctionUrlConfig',
  'lambda:UpdateFunctionUrlConfig',
  'lambda:DeleteFunctionUrlConfig',
  'lambda:CreateEventSourceMapping',
  'lambda:UpdateEventSourceMapping',
  'lambda:DeleteEventSourceMapping',
  'lambda:PutFunctionEventInvokeConfig',
  'lambda:DeleteFunctionEventInvokeConfig',
  'lambda:PutFunctionConcurrency',
  'lambda:DeleteFunctionConcurrency',
  'lambda:PutProvisionedConcurrencyConfig',
  'lambda:PutFunctionCodeSigningConfig',
  'lambda:DeleteFunctionCodeSigningConfig',
  'lambda:PutFunctionRecursionConfig',
  'lambda:PutRuntimeManagementConfig',
  'lambda:TagResource',
  'lambda:UntagResource',
  'lambda:DeleteFunction',
] as const;

/** With one of these somebody runs code of their own in the function. */
const takeoverActions = ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'];
const roleActions = ['iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:UpdateAssumeRolePolicy'];

export interface Outsider {
  /** As the policy names it. */
  readonly principal: string;
  readonly actions: readonly string[];
  /** `statement "x" of the alias live's policy`. */
  readonly statement: string;
  /** In words, empty where there are none. */
  readonly conditions: readonly string[];
}

export interface WhoCanModify {
  readonly functionArn: string;
  readonly identities: readonly Able[];
  /** Through the resource policies: other accounts and everybody. */
  readonly outsiders: readonly Outsider[];
  readonly routes: readonly Route[];
  /** Who may change what the function may do. */
  readonly changeRole: readonly Able[];
  /** Who may publish a new version of a layer that the function uses; it takes effect with the next update. */
  readonly changeLayers: readonly (Able & { readonly layer: string })[];
  readonly gaps: readonly Gap[];
}

export interface WhoCanInvoke {
  readonly functionArn: string;
  readonly identities: readonly (Able & { readonly qualifier: string | null })[];
  readonly outsiders: readonly Outsider[];
  readonly triggers: readonly Trigger[];
  readonly urls: readonly {
    readonly qualifier: string | null;
    readonly url: string;
    readonly authType: string;
  }[];
  readonly gaps: readonly Gap[];
}

export interface ServiceGrant {
  /** `*` for every service. */
  readonly service: string;
  readonly levels: readonly AccessLevel[];
  readonly dangers: readonly Danger[];
  readonly lines: readonly GrantLine[];
  /** ISO 8601; null: not used in the tracking period; absent: not known. */
  readonly lastUsedAt?: string | null;
}

export interface GrantLine {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly statement: string;
  readonly conditions: readonly string[];
  /** Boundary, control policies or a Deny leave nothing of it. */
  readonly takenBack: boolean;
}

export interface WhatCan {
  readonly functionArn: string;
  readonly roleArn: string;
  /** Those with wildcards first. */
  readonly services: readonly ServiceGrant[];
  readonly boundary: string | null;
  readonly gaps: readonly Gap[];
}

export interface AccessQuestions {
  readonly functions: readonly {
    readonly arn: string;
    readonly name: string;
    readonly region: string;
    readonly account: string;
  }[];
  whoCanModify(functionArn: string): WhoCanModify | undefined;
  whoCanInvoke(functionArn: string): WhoCanInvoke | undefined;
  whatCan(functionArn: string): WhatCan | undefined;
  /** `calls`: of the function's own code. */
  codeNeeds(functionArn: string, calls: FoundCalls): NeedsAnswer | undefined;
}

/** Indexes the snapshot once; each question is then answered for one function. */
export function accessQuestions(snapshot: AccountSnapshot): AccessQuestions {
  const index = indexSnapshot(snapshot);
  const places = new Map<string, { readonly home: RegionIndex; readonly lambda: LambdaFunction }>();
  for (const home of index.regions)
    for (const lambda of home.functions) places.set(lambda.arn, { home, lambda });
  const accounts: readonly AccountPolicies[] = [...new Set(index.regions.map((home) => home.policies))];
  // One set of policies for each account, however many Regions it has.
  const identities = identitiesOf(accounts);
  const hidden = hiddenIdentities(snapshot);
  const ask = <Answer>(
    arn: string,
    answer: (home: RegionIndex, lambda: LambdaFunction) => Answer,
  ): Answer | undefined => {
    const place = places.get(parseFunctionArn(arn)?.arn ?? arn);
    return place === undefined ? undefined : answer(place.home, place.lambda);
  };
  return {
    functions: [...places.values()].map(({ home, lambda }) => ({
      arn: lambda.arn,
      name: lambda.name,
      region: home.region.name,
      account: home.account.id,
    })),
    whoCanModify: (arn) => ask(arn, (home, lambda) => modifiersOf(index, home, lambda, identities, hidden)),
    whoCanInvoke: (arn) => ask(arn, (home, lambda) => invokersOf(index, home, lambda, identities, hidden)),
    whatCan: (arn) => ask(arn, (home, lambda) => capabilitiesOf(index, home, lambda)),
    codeNeeds: (arn, calls) => ask(arn, (home, lambda) => needsOf(index, home, lambda, calls)),
  };
}

function modifiersOf(
  index: SnapshotIndex,
  home: RegionIndex,
  lambda: LambdaFunction,
  identities: readonly Identity[],
  hidden: readonly Gap[],
): WhoCanModify {
  const { policies, gaps } = policiesOf(index, lambda);
  const bare = policies.find((one) => one.qualifier === null);
  const target = targetOf(home, lambda, bare?.named ?? null);
  const able = findAble(identities, modifyActions, (action) => targetFor(action, target, lambda));
  const takers = able
    .map((one) => ({
      ...one,
      abilities: one.abilities.filter((ability) => takeoverActions.includes(ability.action)),
    }))
    .filter((one) => one.abilities.length > 0);
  const world = { identities, parse: index.parse, functionsByRole: index.roleUsers };
  const role = lambda.configuration.role;
  const ownLayers = lambda.configuration.layers.filter((use) => use.arn.split(':')[4] === home.account.id);
  return {
    functionArn: lambda.arn,
    identities: able,
    outsiders: policies.flatMap(({ qualifier, named }) =>
      outsidersIn(named.policy, qualifier, modifyActions, index.ownAccounts),
    ),
    routes: findRoutes(world, takers, 'may put its own code into the function'),
    changeRole: findAble(identities, roleActions, () => ({
      resource: role,
      account: home.account.id,
      policy: null,
    })),
    changeLayers: ownLayers.flatMap((use) => {
      const layer = use.arn.replace(/:\d+$/, '');
      return findAble(identities, ['lambda:PublishLayerVersion'], () => ({
        resource: layer,
        account: home.account.id,
        policy: null,
      })).map((one) => ({ ...one, layer }));
    }),
    gaps: [...gaps, ...hidden],
  };
}

/** Mappings are asked for by themselves, with the function in a condition key. */
function targetFor(action: string, target: Target, lambda: LambdaFunction): Target {
  if (!action.endsWith('EventSourceMapping')) return target;
  return { ...target, resource: '*', policy: null, context: { 'lambda:FunctionArn': lambda.arn } };
}

function invokersOf(
  index: SnapshotIndex,
  home: RegionIndex,
  lambda: LambdaFunction,
  identities: readonly Identity[],
  hidden: readonly Gap[],
): WhoCanInvoke {
  const { policies, gaps } = policiesOf(index, lambda);
  const facts = factsOf(index, home, lambda, noOptions);
  const aliases = lambda.aliases.known ? lambda.aliases.value.map((alias) => alias.name) : [];
  const actions = ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'];
  const qualifiers = [
    null,
    ...new Set([...aliases, ...policies.flatMap(({ qualifier }) => (qualifier === null ? [] : [qualifier]))]),
  ];
  const triggers = facts.fact('triggers');
  return {
    functionArn: lambda.arn,
    identities: qualifiers.flatMap((qualifier) => {
      const named = policies.find((one) => one.qualifier === qualifier)?.named ?? null;
      const plain = targetOf(home, lambda, named);
      const target = qualifier === null ? plain : { ...plain, resource: `${lambda.arn}:${qualifier}` };
      return findAble(identities, actions, () => target).map((one) => ({ ...one, qualifier }));
    }),
    outsiders: policies.flatMap(({ qualifier, named }) =>
      outsidersIn(named.policy, qualifier, actions, index.ownAccounts),
    ),
    triggers: triggers.value ?? [],
    urls: lambda.urls.known
      ? lambda.urls.value.map(({ qualifier, url, authType }) => ({ qualifier, url, authType }))
      : [],
    gaps: [...new Set([...gaps, ...triggers.gaps, ...hidden])],
  };
}

function targetOf(home: RegionIndex, lambda: LambdaFunction, policy: NamedPolicy | null): Target {
  return {
    resource: lambda.arn,
    account: home.account.id,
    policy,
    ...(lambda.tags.known ? { tags: lambda.tags.value } : {}),
  };
}

function policiesOf(index: SnapshotIndex, lambda: LambdaFunction) {
  const gaps: Gap[] = [];
  const policies: { readonly qualifier: string | null; readonly named: NamedPolicy }[] = [];
  for (const { qualifier, document } of lambda.policies) {
    if (!document.known) gaps.push(document.gap);
    else if (document.value !== null) {
      const name = qualifier === null ? 'the resource policy' : `the resource policy of ${qualifier}`;
      policies.push({ qualifier, named: { name, policy: index.parse(document.value) } });
    }
  }
  return { policies, gaps };
}

/** Principals of a resource policy that are not identities of the snapshot: services, other accounts, everybody. */
function outsidersIn(
  policy: Policy,
  qualifier: string | null,
  actions: readonly string[],
  own: ReadonlySet<string>,
): readonly Outsider[] {
  return policy.statements.flatMap((statement) => {
    if (statement.effect !== 'Allow' || statement.principals === undefined) return [];
    const given = actions.filter((action) => grantsAction(statement, action));
    if (given.length === 0) return [];
    const conditions = statement.conditions.map(nameCondition);
    const make = (principal: string): Outsider => ({
      principal,
      actions: given,
      statement: nameOf(statement, qualifier),
      conditions,
    });
    if (statement.principals.not) return [make('everybody but those in NotPrincipal')];
    return statement.principals.names.flatMap((name) => {
      if (isEverybody(name)) return [make('everybody')];
      const account = /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})/.exec(name.value)?.[1];
      return name.type === 'AWS' && account !== undefined && own.has(account) ? [] : [make(name.value)];
    });
  });
}

function capabilitiesOf(index: SnapshotIndex, home: RegionIndex, lambda: LambdaFunction): WhatCan {
  const facts = factsOf(index, home, lambda, noOptions);
  const grants = facts.fact('grants');
  const lastAccessed = facts.fact('lastAccessed').value;
  const base = { functionArn: lambda.arn, roleArn: lambda.configuration.role, gaps: grants.gaps };
  if (grants.value === undefined) return { ...base, services: [], boundary: null };
  const byService = new Map<string, { statement: Statement; name: string; actions: string[] }[]>();
  for (const { statement, name } of grantsIn(grants.value)) {
    if (statement.actions === undefined) continue;
    const wide = statement.actions.not
      ? [`all but ${statement.actions.patterns.join(', ')}`]
      : statement.actions.patterns;
    const groups = new Map<string, string[]>();
    for (const action of wide) {
      const service =
        statement.actions.not || !action.includes(':') || action.startsWith('*')
          ? '*'
          : (action.split(':')[0] ?? '').toLowerCase();
      groups.set(service, [...(groups.get(service) ?? []), action]);
    }
    for (const [service, actions] of groups)
      byService.set(service, [...(byService.get(service) ?? []), { statement, name, actions }]);
  }
  const granted = grants.value;
  const services = [...byService].map(([service, lines]) =>
    toServiceGrant(service, lines, granted, lastAccessed),
  );
  return { ...base, services: services.toSorted(byWidth), boundary: granted.boundary?.name ?? null };
}

function toServiceGrant(
  service: string,
  lines: readonly {
    readonly statement: Statement;
    readonly name: string;
    readonly actions: readonly string[];
  }[],
  grants: RoleGrants,
  lastAccessed: readonly { readonly service: string; readonly at: string | null }[] | undefined,
): ServiceGrant {
  const actions = lines.flatMap((line) => line.actions);
  const levels =
    service === '*'
      ? accessLevels
      : accessLevels.filter((level) => actions.some((action) => accessLevelsOf(action).includes(level)));
  const used = lastAccessed?.find((one) => one.service.toLowerCase() === service);
  return {
    service,
    levels,
    dangers: [
      ...new Set(actions.flatMap((action) => (service === '*' ? dangersOf('*:*') : dangersOf(action)))),
    ],
    lines: lines.map(({ statement, name, actions: some }) => ({
      actions: some,
      resources:
        statement.resources === undefined
          ? []
          : statement.resources.not
            ? [`all but ${statement.resources.patterns.join(', ')}`]
            : statement.resources.patterns,
      statement: name,
      conditions: statement.conditions.map(nameCondition),
      takenBack: service !== '*' && some.every((action) => isTakenBack(grants, action)),
    })),
    ...(used === undefined ? {} : { lastUsedAt: used.at }),
  };
}

/** Every service first, then whole services, then every resource, then by name. */
function byWidth(a: ServiceGrant, b: ServiceGrant): number {
  return width(b) - width(a) || (a.service < b.service ? -1 : 1);
}

function width(grant: ServiceGrant): number {
  if (grant.service === '*') return 3;
  const actions = grant.lines.flatMap((line) => line.actions);
  if (actions.some((action) => /:\*$/.test(action))) return 2;
  return grant.lines.some((line) => line.resources.includes('*')) ? 1 : 0;
}
