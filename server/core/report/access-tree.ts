// What hangs below a function in a tree: who may change it, who may call it, what it may do, its triggers and its
// versions. Plain nodes, made only for the branch that a person opens.
import type { AccessQuestions, Outsider } from '../audit/access.ts';
import { type Able, nameOf } from '../iam/reach.ts';
import type { LambdaFunction } from '../model/function.ts';
import type { Gap } from '../model/known.ts';

export interface AccessNode {
  readonly label: string;
  readonly description?: string;
  /** The statement or the steps, for a tooltip. */
  readonly detail?: string;
  readonly kind:
    | 'group'
    | 'user'
    | 'role'
    | 'outsider'
    | 'route'
    | 'trigger'
    | 'url'
    | 'service'
    | 'version'
    | 'alias'
    | 'gap'
    | 'line';
  readonly children?: readonly AccessNode[];
}

export type AccessBranch = 'who-can-modify' | 'who-can-invoke' | 'what-can' | 'versions';

export const accessBranches: readonly { readonly id: AccessBranch; readonly label: string }[] = [
  { id: 'who-can-modify', label: 'Who can change it' },
  { id: 'who-can-invoke', label: 'Who can call it' },
  { id: 'what-can', label: 'What it can do' },
  { id: 'versions', label: 'Versions and aliases' },
];

export function accessNodes(
  questions: AccessQuestions,
  lambda: LambdaFunction,
  branch: AccessBranch,
): readonly AccessNode[] {
  switch (branch) {
    case 'who-can-modify':
      return modifyNodes(questions, lambda.arn);
    case 'who-can-invoke':
      return invokeNodes(questions, lambda.arn);
    case 'what-can':
      return abilityNodes(questions, lambda.arn);
    case 'versions':
      return versionNodes(lambda);
  }
}

function modifyNodes(questions: AccessQuestions, arn: string): readonly AccessNode[] {
  const answer = questions.whoCanModify(arn);
  if (answer === undefined) return [];
  return [
    ...answer.outsiders.map(outsiderNode),
    ...answer.identities.map((one) => ableNode(one)),
    ...group(
      'Over detours',
      answer.routes.map(
        (route): AccessNode => ({
          label: nameOf(route.from),
          description: `${route.steps.length} steps${route.answer === 'unknown' ? ', under conditions' : ''}`,
          detail: route.steps.join('\n'),
          kind: 'route',
          children: route.steps.map((step) => ({ label: step, kind: 'line' })),
        }),
      ),
    ),
    ...group(
      'Who can change its role',
      answer.changeRole.map((one) => ableNode(one)),
    ),
    ...group(
      'Who can publish its layers',
      answer.changeLayers.map((one) => ableNode(one, nameOf(one.layer))),
    ),
    ...gapNodes(answer.gaps),
  ];
}

function invokeNodes(questions: AccessQuestions, arn: string): readonly AccessNode[] {
  const answer = questions.whoCanInvoke(arn);
  if (answer === undefined) return [];
  return [
    ...answer.urls.map(
      (url): AccessNode => ({
        label: url.authType === 'none' ? 'URL without authentication' : 'URL with IAM',
        description: url.qualifier ?? '$LATEST',
        detail: url.url,
        kind: 'url',
      }),
    ),
    ...answer.outsiders.map(outsiderNode),
    ...answer.triggers
      .filter((trigger) => trigger.service !== 'url')
      .map(
        (trigger): AccessNode => ({
          label: trigger.service,
          description: [
            trigger.source,
            trigger.qualifier ?? '$LATEST',
            trigger.delivery,
            trigger.enabled ? undefined : 'off',
          ]
            .filter((part) => part !== undefined)
            .join(' · '),
          kind: 'trigger',
        }),
      ),
    ...answer.identities.map((one) => ableNode(one, one.qualifier ?? undefined)),
    ...gapNodes(answer.gaps),
  ];
}

function abilityNodes(questions: AccessQuestions, arn: string): readonly AccessNode[] {
  const answer = questions.whatCan(arn);
  if (answer === undefined) return [];
  return [
    ...(answer.boundary === null
      ? []
      : [{ label: 'Within a permissions boundary', description: answer.boundary, kind: 'line' as const }]),
    ...answer.services.map(
      (one): AccessNode => ({
        label: one.service === '*' ? 'Every service' : one.service,
        description: [one.levels.join(', '), one.lastUsedAt === null ? 'never used' : undefined]
          .filter((part) => part !== undefined)
          .join(' · '),
        kind: 'service',
        children: one.lines.map((line) => ({
          label: line.actions.join(', '),
          description: `${line.resources.join(', ')}${line.takenBack ? ' · taken back' : ''}`,
          detail: [line.statement, ...line.conditions].join('\n'),
          kind: 'line',
        })),
      }),
    ),
    ...gapNodes(answer.gaps),
  ];
}

function versionNodes(lambda: LambdaFunction): readonly AccessNode[] {
  const aliases = lambda.aliases.known ? lambda.aliases.value : [];
  const versions = lambda.versions.known ? lambda.versions.value : [];
  return [
    ...aliases.map((alias): AccessNode => {
      const weights = Object.entries(alias.weights).map(
        ([version, weight]) => `${Math.round(weight * 100)} % ${version}`,
      );
      return {
        label: alias.name,
        description: ['→', [alias.version, ...weights].join(', ')].join(' '),
        kind: 'alias',
      };
    }),
    ...versions.toReversed().map(
      (version): AccessNode => ({
        label: version.version,
        description: [version.runtime ?? version.packageType, version.lastModified].join(' · '),
        detail: version.codeSha256,
        kind: 'version',
      }),
    ),
    ...gapNodes([lambda.aliases, lambda.versions].flatMap((known) => (known.known ? [] : [known.gap]))),
  ];
}

function ableNode(one: Able, suffix?: string): AccessNode {
  const open = one.abilities.every((ability) => ability.answer === 'unknown');
  return {
    label: nameOf(one.arn),
    description: [
      suffix,
      `${one.abilities.length} ${one.abilities.length === 1 ? 'action' : 'actions'}`,
      open ? 'under conditions' : undefined,
    ]
      .filter((part) => part !== undefined)
      .join(' · '),
    detail: one.arn,
    kind: one.kind,
    children: one.abilities.map((ability) => ({
      label: ability.action,
      description: ability.how,
      kind: 'line',
    })),
  };
}

function outsiderNode(one: Outsider): AccessNode {
  return {
    label: one.principal,
    description: one.actions.join(', '),
    detail: [one.statement, ...one.conditions].join('\n'),
    kind: 'outsider',
  };
}

function group(label: string, children: readonly AccessNode[]): readonly AccessNode[] {
  return children.length === 0
    ? []
    : [{ label, description: String(children.length), kind: 'group', children }];
}

function gapNodes(gaps: readonly Gap[]): readonly AccessNode[] {
  const texts = new Map(gaps.map((gap) => [`${gap.action} ${gap.reason}`, gap]));
  return [...texts.values()].map((gap) => ({
    label: 'Not known',
    description: `${gap.action} ${gap.reason}`,
    detail: gap.detail,
    kind: 'gap',
  }));
}
