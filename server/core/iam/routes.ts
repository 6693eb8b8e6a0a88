// Detours: how those who may not do something themselves come to act as somebody who may. Assumed roles, passed roles,
// changed policies, other functions' code. They are found backwards from those who may do it.
import type { ParseCached } from './account-policies.ts';
import { type NamedPolicy, refTo } from './decide.ts';
import { explain, nameStatement } from './explain.ts';
import type { Policy, Statement } from './policy.ts';
import { type Able, type Identity, mayDo, mentions, nameOf, namesIdentity, type Target } from './reach.ts';

/** A way over other identities, in the order in which somebody would go it. */
export interface Route {
  /** Who starts: the ARN of a user or role, or words for somebody outside. */
  readonly from: string;
  /** Readable: `may assume role deploy: statement 1 of …`. */
  readonly steps: readonly string[];
  readonly answer: 'allowed' | 'unknown';
}

interface Reached {
  readonly steps: readonly string[];
  readonly answer: 'allowed' | 'unknown';
}

export interface World {
  readonly identities: readonly Identity[];
  readonly parse: ParseCached;
  /** Role ARN → functions that run with it. */
  readonly functionsByRole: ReadonlyMap<string, readonly string[]>;
}

/** Longer ways exist; each further step makes a way less likely and its sentence harder to read. */
const maxSteps = 4;

/**
 * Ways of identities that are not able themselves to those who are. `goal` says in words what they reach,
 * such as `may lambda:UpdateFunctionCode`. One way, the shortest found, for each start.
 */
export function findRoutes(world: World, able: readonly Able[], goal: string): readonly Route[] {
  const byArn = new Map(world.identities.map((identity) => [identity.entity.arn, identity]));
  const reached = new Map<string, Reached>();
  for (const one of able) {
    const best = one.abilities.find((ability) => ability.answer === 'allowed') ?? one.abilities[0];
    if (best !== undefined)
      reached.set(one.arn, { steps: [`${nameOf(one.arn)} ${goal}: ${best.how}`], answer: best.answer });
  }
  for (const identity of world.identities) {
    const self = reached.has(identity.entity.arn) ? undefined : selfEscalation(identity);
    if (self !== undefined) reached.set(identity.entity.arn, { steps: [self.text], answer: self.answer });
  }
  let frontier = [...reached.keys()];
  // Nearly all identities of an account can go nowhere: looking at the few that can keeps this from being quadratic.
  const movers = world.identities.filter((identity) => moves.some((action) => mentions(identity, action)));
  const direct = new Set(able.map((one) => one.arn));
  for (let depth = 1; depth < maxSteps && frontier.length > 0; depth++) {
    const next: string[] = [];
    for (const arn of frontier) {
      const goalIdentity = byArn.get(arn);
      const onward = reached.get(arn);
      if (goalIdentity === undefined || onward === undefined) continue;
      const candidates = trustsIdentities(goalIdentity, world.parse) ? world.identities : movers;
      for (const identity of candidates) {
        if (reached.has(identity.entity.arn)) continue;
        const edge = findEdge(identity, goalIdentity, world);
        if (edge === undefined) continue;
        reached.set(identity.entity.arn, {
          steps: [edge.text, ...onward.steps],
          answer: edge.answer === 'allowed' ? onward.answer : 'unknown',
        });
        next.push(identity.entity.arn);
      }
    }
    frontier = next;
  }
  const inside = [...reached]
    .filter(([arn]) => !direct.has(arn))
    .map(([from, way]): Route => ({ from, steps: way.steps, answer: way.answer }));
  return [...inside, ...outsideRoutes(reached, byArn, world.parse)];
}

/** Without one of these somebody reaches only roles that trust it by name. */
const moves = [
  'sts:AssumeRole',
  'iam:UpdateAssumeRolePolicy',
  'iam:PassRole',
  'lambda:UpdateFunctionCode',
  'iam:CreateAccessKey',
  'iam:UpdateLoginProfile',
  'iam:CreateLoginProfile',
];

function trustsIdentities({ entity }: Identity, parse: ParseCached): boolean {
  return (
    entity.kind === 'role' &&
    parse(entity.trustPolicy).statements.some(
      ({ principals }) =>
        principals !== undefined &&
        (principals.not || principals.names.some(({ type }) => type === 'AWS' || type === 'Everyone')),
    )
  );
}

/** The first step of those who belong to another account or to no account: roles that trust them. */
function outsideRoutes(
  reached: ReadonlyMap<string, Reached>,
  byArn: ReadonlyMap<string, Identity>,
  parse: ParseCached,
): readonly Route[] {
  const routes: Route[] = [];
  const inside = new Set([...byArn.values()].map(({ home }) => home.account.id));
  for (const [arn, way] of reached) {
    const entity = byArn.get(arn)?.entity;
    if (entity?.kind !== 'role') continue;
    const trust = parse(entity.trustPolicy);
    for (const statement of trust.statements) {
      if (statement.effect !== 'Allow' || statement.principals === undefined || statement.principals.not)
        continue;
      const which = nameStatement(
        refTo(statement, { name: `the trust policy of ${entity.name}`, policy: trust }, 'resource'),
      );
      const open = statement.conditions.length > 0;
      for (const name of statement.principals.names) {
        const account = /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})/.exec(name.value)?.[1];
        const outside =
          name.type === 'Everyone' || name.value === '*'
            ? 'everybody'
            : name.type === 'Federated'
              ? `users of ${name.value}`
              : name.type === 'AWS' && account !== undefined && !inside.has(account)
                ? `${name.value} of another account`
                : undefined;
        if (outside === undefined) continue;
        routes.push({
          from: outside,
          steps: [`may assume role ${entity.name}${open ? ' under conditions' : ''}: ${which}`, ...way.steps],
          answer: open ? 'unknown' : way.answer,
        });
      }
    }
  }
  return routes;
}

interface Edge {
  readonly text: string;
  readonly answer: 'allowed' | 'unknown';
}

/** How somebody can come to act as somebody else. */
function findEdge(from: Identity, to: Identity, world: World): Edge | undefined {
  const sameAccount = from.home.account.id === to.home.account.id;
  if (to.entity.kind === 'role') {
    const trust = world.parse(to.entity.trustPolicy);
    return (
      assumes(from, to, trust) ??
      (sameAccount
        ? (rewritesTrust(from, to) ?? passesRole(from, to, trust) ?? changesFunction(from, to, world))
        : undefined)
    );
  }
  return sameAccount ? takesOverUser(from, to) : undefined;
}

function assumes(from: Identity, to: Identity, trust: Policy): Edge | undefined {
  if (!mentions(from, 'sts:AssumeRole') && !namesIdentity(trust, from.entity)) return undefined;
  const named: NamedPolicy = { name: `the trust policy of ${to.entity.name}`, policy: trust };
  return step(
    from,
    ['sts:AssumeRole'],
    { resource: to.entity.arn, account: to.home.account.id, tags: to.entity.tags, policy: named },
    `may assume role ${to.entity.name}`,
  );
}

function rewritesTrust(from: Identity, to: Identity): Edge | undefined {
  return step(
    from,
    ['iam:UpdateAssumeRolePolicy'],
    plainTarget(to),
    `may let itself assume role ${to.entity.name}`,
  );
}

/** Services that take a role and run somebody's commands with it. */
const takers: readonly {
  readonly service: string;
  readonly actions: readonly string[];
  readonly what: string;
}[] = [
  {
    service: 'lambda.amazonaws.com',
    actions: ['lambda:CreateFunction', 'lambda:InvokeFunction'],
    what: 'a new function',
  },
  { service: 'ec2.amazonaws.com', actions: ['ec2:RunInstances'], what: 'a new instance' },
  { service: 'cloudformation.amazonaws.com', actions: ['cloudformation:CreateStack'], what: 'a new stack' },
  {
    service: 'codebuild.amazonaws.com',
    actions: ['codebuild:CreateProject', 'codebuild:StartBuild'],
    what: 'a new build',
  },
  { service: 'glue.amazonaws.com', actions: ['glue:CreateJob', 'glue:StartJobRun'], what: 'a new Glue job' },
  {
    service: 'states.amazonaws.com',
    actions: ['states:CreateStateMachine', 'states:StartExecution'],
    what: 'a new state machine',
  },
  {
    service: 'ecs-tasks.amazonaws.com',
    actions: ['ecs:RegisterTaskDefinition', 'ecs:RunTask'],
    what: 'a new container',
  },
  {
    service: 'sagemaker.amazonaws.com',
    actions: ['sagemaker:CreateNotebookInstance'],
    what: 'a new notebook',
  },
];

function passesRole(from: Identity, to: Identity, trust: Policy): Edge | undefined {
  if (!mentions(from, 'iam:PassRole')) return undefined;
  for (const { service, actions, what } of takers) {
    if (!trusts(trust, service)) continue;
    const target: Target = { ...plainTarget(to), context: { 'iam:PassedToService': service } };
    const pass = step(from, ['iam:PassRole'], target, '');
    if (pass === undefined) continue;
    const rest = step(from, actions, { resource: '*', account: to.home.account.id, policy: null }, '');
    if (rest === undefined) continue;
    return {
      text: `${nameOf(from.entity.arn)} may pass role ${to.entity.name} to ${what}: iam:PassRole + ${actions.join(' + ')}`,
      answer: pass.answer === 'allowed' && rest.answer === 'allowed' ? 'allowed' : 'unknown',
    };
  }
  return undefined;
}

function changesFunction(from: Identity, to: Identity, world: World): Edge | undefined {
  for (const arn of world.functionsByRole.get(to.entity.arn) ?? []) {
    const edge = step(
      from,
      ['lambda:UpdateFunctionCode'],
      { resource: arn, account: to.home.account.id, policy: null },
      `may replace the code of ${arn.split(':').at(-1)}, which runs as role ${to.entity.name}`,
    );
    if (edge !== undefined) return edge;
  }
  return undefined;
}

function takesOverUser(from: Identity, to: Identity): Edge | undefined {
  const target = plainTarget(to);
  return (
    step(from, ['iam:CreateAccessKey'], target, `may make an access key for user ${to.entity.name}`) ??
    step(from, ['iam:UpdateLoginProfile'], target, `may change the password of user ${to.entity.name}`) ??
    step(from, ['iam:CreateLoginProfile'], target, `may give user ${to.entity.name} a password`)
  );
}

/** Ways to every right without anybody else. */
function selfEscalation(identity: Identity): Edge | undefined {
  const { home, entity } = identity;
  const self = plainTarget(identity);
  const put =
    entity.kind === 'user'
      ? ['iam:PutUserPolicy', 'iam:AttachUserPolicy']
      : ['iam:PutRolePolicy', 'iam:AttachRolePolicy'];
  for (const action of put) {
    const edge = step(identity, [action], self, 'may give itself every right');
    if (edge !== undefined) return edge;
  }
  const attached = entity.attachedPolicyArns.known ? entity.attachedPolicyArns.value : [];
  for (const arn of attached) {
    if (arn.split(':')[4] === 'aws') continue;
    const edge = step(
      identity,
      ['iam:CreatePolicyVersion'],
      { resource: arn, account: home.account.id, policy: null },
      `may rewrite its own policy ${arn.split('/').at(-1)}`,
    );
    if (edge !== undefined) return edge;
  }
  if (entity.kind !== 'user') return undefined;
  const groups = home.account.iam.groups.known ? home.account.iam.groups.value : [];
  for (const group of groups) {
    if (!entity.groupNames.includes(group.name)) continue;
    const target: Target = { resource: group.arn, account: home.account.id, policy: null };
    const edge =
      step(identity, ['iam:PutGroupPolicy'], target, `may give its group ${group.name} every right`) ??
      step(identity, ['iam:AttachGroupPolicy'], target, `may give its group ${group.name} every right`);
    if (edge !== undefined) return edge;
  }
  return undefined;
}

function plainTarget(to: Identity): Target {
  return { resource: to.entity.arn, account: to.home.account.id, tags: to.entity.tags, policy: null };
}

/** All of the actions, and how; `undefined` where one is refused. */
function step(from: Identity, actions: readonly string[], target: Target, text: string): Edge | undefined {
  if (target.policy === null && !actions.every((action) => mentions(from, action))) return undefined;
  const decisions = actions.map((action) => mayDo(from, action, target));
  if (decisions.some((decision) => decision.answer === 'denied')) return undefined;
  return {
    text: `${nameOf(from.entity.arn)} ${text}: ${decisions.map((decision, index) => `${actions[index]} ${explain(decision)}`).join('; ')}`,
    answer: decisions.every((decision) => decision.answer === 'allowed') ? 'allowed' : 'unknown',
  };
}

function trusts(trust: Policy, service: string): boolean {
  return trust.statements.some(
    (statement: Statement) =>
      statement.effect === 'Allow' &&
      statement.principals?.not === false &&
      statement.principals.names.some(
        (name) => name.type === 'Everyone' || (name.type === 'Service' && name.value === service),
      ),
  );
}
