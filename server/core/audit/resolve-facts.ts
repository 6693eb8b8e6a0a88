// Facts for one function, looked up in the index: each is a value, gaps, or a value of what is known with the gaps
// beside it. A fact is computed once a function, and only when a check asks for it.
import type { NamedPolicy } from '../iam/decide.ts';
import type { LambdaFunction } from '../model/function.ts';
import { type Gap, type Known, notCollected } from '../model/known.ts';
import type {
  AuditOptions,
  FunctionFactName,
  FunctionFacts,
  LoadedRole,
  RoleGrants,
  SourcePolicy,
} from './facts.ts';
import type { RegionIndex, SnapshotIndex } from './snapshot-index.ts';
import { findTriggers } from './triggers.ts';

export interface Resolved<T> {
  /** Absent: nothing is known. */
  readonly value?: T;
  readonly gaps: readonly Gap[];
}

interface Subject {
  readonly index: SnapshotIndex;
  readonly home: RegionIndex;
  readonly lambda: LambdaFunction;
  readonly options: AuditOptions;
  fact<Name extends FunctionFactName>(name: Name): Resolved<FunctionFacts[Name]>;
}

export type FactSource = Pick<Subject, 'fact'>;

type Resolvers = { readonly [Name in FunctionFactName]: (subject: Subject) => Resolved<FunctionFacts[Name]> };

export function factsOf(
  index: SnapshotIndex,
  home: RegionIndex,
  lambda: LambdaFunction,
  options: AuditOptions,
): FactSource {
  const cache = new Map<FunctionFactName, Resolved<unknown>>();
  const subject: Subject = {
    index,
    home,
    lambda,
    options,
    fact: (name) => {
      const before = cache.get(name);
      // What lies under a name was made by that name's resolver.
      if (before !== undefined) return before as ReturnType<(typeof resolvers)[typeof name]>;
      const fresh = resolvers[name](subject);
      cache.set(name, fresh);
      return fresh;
    },
  };
  return subject;
}

function of<T>(value: T, gaps: readonly Gap[] = []): Resolved<T> {
  return { value, gaps };
}

function from<T>(known: Known<T>): Resolved<T> {
  return known.known ? { value: known.value, gaps: [] } : { gaps: [known.gap] };
}

const resolvers: Resolvers = {
  place: ({ index, home, lambda }) =>
    of({
      arn: lambda.arn,
      name: lambda.name,
      account: home.account.id,
      partition: home.account.partition,
      region: home.region.name,
      ownAccounts: index.ownAccounts,
    }),
  options: ({ options }) => of(options),
  configuration: ({ lambda }) => of(lambda.configuration),
  environment: ({ lambda }) => from(lambda.configuration.environment),
  versions: ({ lambda }) => from(lambda.versions),
  aliases: ({ lambda }) => from(lambda.aliases),
  policies: (subject) => policiesOf(subject),
  urls: ({ lambda }) => from(lambda.urls),
  reservedConcurrency: ({ lambda }) => from(lambda.reservedConcurrency),
  eventInvoke: ({ lambda }) => from(lambda.eventInvoke),
  codeSigning: (subject) => codeSigningOf(subject),
  recursiveLoop: ({ lambda }) => from(lambda.recursiveLoop),
  runtimeManagement: ({ lambda }) => from(lambda.runtimeManagement),
  tags: ({ lambda }) => from(lambda.tags),
  code: ({ lambda }) => from(lambda.code),
  layers: ({ home, lambda }) =>
    of(
      lambda.configuration.layers.map((use) => ({ arn: use.arn, details: home.layers.get(use.arn) })),
      home.region.layers.known || lambda.configuration.layers.length === 0 ? [] : [home.region.layers.gap],
    ),
  role: (subject) => roleOf(subject),
  grants: (subject) => grantsOf(subject),
  lastAccessed: (subject) => {
    const role = subject.fact('role');
    if (role.value === undefined || role.value.role === null) return { gaps: role.gaps };
    return from(role.value.role.lastAccessed);
  },
  roleUsers: ({ index, lambda }) =>
    of(index.roleUsers.get(lambda.configuration.role) ?? [lambda.arn], index.listingGaps),
  triggers: (subject) => triggersOf(subject),
  mappings: ({ home, lambda }) =>
    home.region.eventSourceMappings.known
      ? of(home.mappings.get(lambda.arn) ?? [])
      : { gaps: [home.region.eventSourceMappings.gap] },
  neighbours: ({ home }) => of(home.neighbours),
  completeNeighbours: ({ home }) => of(home.completeNeighbours),
  logGroup: ({ home, lambda }) =>
    home.region.logs.groups.known
      ? of(home.logGroups.get(lambda.configuration.logging.logGroup) ?? null)
      : { gaps: [home.region.logs.groups.gap] },
  logSecrets: (subject) => {
    const group = subject.fact('logGroup');
    if (group.value === undefined) return { gaps: group.gaps };
    if (group.value === null) return of({ recordsRead: 0, kinds: [] });
    return from(group.value.secrets ?? notCollected('logs:GetLogEvents'));
  },
  metricFilters: ({ home, lambda }) =>
    home.region.logs.metricFilters.known
      ? of(home.filters.get(lambda.configuration.logging.logGroup) ?? [])
      : { gaps: [home.region.logs.metricFilters.gap] },
  alarms: ({ home }) => from(home.region.logs.alarms),
  logPolicies: ({ home }) => from(home.region.logs.policies ?? notCollected('logs:DescribeResourcePolicies')),
  trails: ({ home }) => from(home.region.surveillance.trails),
  inspectorFindings: ({ home, lambda }) => {
    const { inspector } = home.region.surveillance;
    if (!inspector.known) return { gaps: [inspector.gap] };
    const open = inspector.value.openLambdaFindings;
    return open.known ? of(open.value.filter((one) => one.functionArn === lambda.arn)) : { gaps: [open.gap] };
  },
  guardDutyFindings: ({ home, lambda }) => {
    const { guardDuty } = home.region.surveillance;
    if (!guardDuty.known) return { gaps: [guardDuty.gap] };
    if (guardDuty.value === null) return of([]);
    const open = guardDuty.value.openLambdaFindings;
    return open.known ? of(open.value.filter((one) => one.functionArn === lambda.arn)) : { gaps: [open.gap] };
  },
  subnets: ({ home, lambda }) => {
    const { subnets } = home.region.network;
    const ids = lambda.configuration.vpc?.subnetIds ?? [];
    if (ids.length === 0) return of([]);
    return subnets.known
      ? of(subnets.value.filter((subnet) => ids.includes(subnet.id)))
      : { gaps: [subnets.gap] };
  },
  securityGroups: ({ home, lambda }) => {
    const { securityGroups } = home.region.network;
    const ids = lambda.configuration.vpc?.securityGroupIds ?? [];
    if (ids.length === 0) return of([]);
    return securityGroups.known
      ? of(securityGroups.value.filter((group) => ids.includes(group.id)))
      : { gaps: [securityGroups.gap] };
  },
  flowLogs: ({ home }) => from(home.region.network.flowLogs),
};

function policiesOf({ index, lambda }: Subject): Resolved<readonly SourcePolicy[]> {
  const value: SourcePolicy[] = [];
  const gaps: Gap[] = [];
  for (const { qualifier, document } of lambda.policies) {
    if (!document.known) gaps.push(document.gap);
    else if (document.value !== null) {
      const policy = index.parse(document.value);
      const [problem] = policy.problems;
      if (problem !== undefined)
        gaps.push({ action: 'lambda:GetPolicy', reason: 'malformed', detail: problem.message });
      value.push({ qualifier, policy });
    }
  }
  return { value, gaps };
}

function codeSigningOf({ home, lambda }: Subject): Resolved<FunctionFacts['codeSigning']> {
  const arn = lambda.codeSigningConfigArn;
  if (!arn.known) return { gaps: [arn.gap] };
  if (arn.value === null) return of('none');
  const configs = home.region.codeSigningConfigs;
  if (!configs.known) return { gaps: [configs.gap] };
  const config = configs.value.find((one) => one.arn === arn.value);
  return config === undefined
    ? { gaps: [{ action: 'lambda:GetCodeSigningConfig', reason: 'unavailable', detail: arn.value }] }
    : of(config.untrustedArtifact);
}

function roleOf({ index, home, lambda }: Subject): Resolved<LoadedRole> {
  const arn = lambda.configuration.role;
  const role = home.policies.role(arn);
  if (role !== undefined) return of({ role, trust: index.parse(role.trustPolicy) });
  const { iam } = home.account;
  if (iam.missingRoleArns.includes(arn) || (iam.roles.known && iam.scope === 'account')) {
    return of({ role: null, trust: null });
  }
  return {
    gaps: [iam.roles.known ? { action: 'iam:GetRole', reason: 'not-asked', detail: arn } : iam.roles.gap],
  };
}

function grantsOf(subject: Subject): Resolved<RoleGrants> {
  const { value, gaps } = subject.fact('role');
  if (value === undefined || value.role === null) return { gaps };
  const found = subject.home.policies.policiesOf(value.role);
  const policies: readonly NamedPolicy[] = found.identity.known ? found.identity.value : [];
  return {
    value: {
      role: value.role,
      policies: policies.filter(
        (policy) => policy.policy.problems.length === 0 || policy.policy.statements.length > 0,
      ),
      boundary: found.boundary.known ? found.boundary.value : null,
      scps: found.scps,
    },
    gaps: found.gaps,
  };
}

function triggersOf(subject: Subject): Resolved<FunctionFacts['triggers']> {
  const policies = subject.fact('policies');
  const urls = subject.fact('urls');
  const mappings = subject.fact('mappings');
  return {
    value: findTriggers({
      functionArn: subject.lambda.arn,
      policies: policies.value ?? [],
      urls: urls.value ?? [],
      mappings: mappings.value ?? [],
      callers: subject.home.callers.get(subject.lambda.arn) ?? [],
    }),
    gaps: [...policies.gaps, ...urls.gaps, ...mappings.gaps],
  };
}
