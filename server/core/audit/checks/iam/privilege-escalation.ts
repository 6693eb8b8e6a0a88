// What the role may do adds up to more than it was given.
import { escalationPaths } from '../../../iam/escalation.ts';
import type { Statement } from '../../../iam/policy.ts';
import { functionCheck } from '../../check.ts';
import { allow, grants, place } from '../../examples.ts';
import { iamGuide } from '../../references.ts';
import { grantsIn, patternsFor, roleMay } from '../../role-grants.ts';

export const privilegeEscalation = functionCheck({
  id: 'privilege-escalation',
  severity: 'error',
  title: 'the role can give itself more rights',
  why: 'Some actions together lead to the rights of another identity or to all rights: whoever runs code in this function can take that way.',
  todo: 'Take one of the actions away, or limit its resources so that it reaches nothing of more rights; limit iam:PassRole by iam:PassedToService and by role.',
  cwe: [269, 250],
  references: [iamGuide('access_policies_boundaries', 'Permissions boundaries')],
  needs: ['grants', 'place'],
  test: ({ grants: all, place: here }) => {
    const given = grantsIn(all);
    // An administrator has every way; admin-role says so once.
    if (
      given.some(
        ({ statement }) =>
          statement.actions?.patterns.includes('*') === true &&
          statement.resources?.patterns.includes('*') === true,
      )
    )
      return [];
    const resourceFor = (action: string): readonly string[] => {
      const fitting = given.filter(({ statement }) => patternsFor(statement, action).length > 0);
      return fitting.flatMap(({ statement }) =>
        statement.resources === undefined || statement.resources.not ? ['*'] : statement.resources.patterns,
      );
    };
    // Most roles name two or three services: the other forty actions need no closer look.
    const services = new Set(given.flatMap(({ statement }) => servicesOf(statement)));
    const answers = new Map<string, boolean>();
    const mayDo = (action: string): boolean => {
      const before = answers.get(action);
      if (before !== undefined) return before;
      const answer =
        (services.has('*') || services.has(action.split(':')[0] ?? '')) &&
        resourceFor(action).some(
          (resource) =>
            !isOwnThing(action, resource, here) && roleMay(all, action, resource).answer !== 'denied',
        );
      answers.set(action, answer);
      return answer;
    };
    return escalationPaths
      .map((path) => ({ path, used: path.actions.map((alternatives) => alternatives.find(mayDo)) }))
      .filter(
        ({ path, used }) =>
          used.every((action) => action !== undefined) &&
          (path.id !== 'assume-any-role' || resourceFor('sts:AssumeRole').includes('*')),
      )
      .map(({ path, used }) => ({
        message: `${here.name} can ${path.how}: ${used.join(' + ')}`,
        resource: all.role.arn,
        severity: path.gain === 'any-rights' ? ('error' as const) : ('warning' as const),
        data: { path: path.id, actions: used },
      }));
  },
  examples: {
    good: [
      { place, grants: grants(allow(['s3:GetObject', 'iam:PassRole'], 'arn:aws:s3:::example/*')) },
      { place, grants: grants(allow('iam:PassRole'), allow('lambda:CreateFunction')) },
      {
        place,
        grants: grants(allow('iam:PutRolePolicy'), { Effect: 'Deny', Action: 'iam:Put*', Resource: '*' }),
      },
      {
        place,
        grants: grants(
          allow('lambda:UpdateFunctionCode', 'arn:aws:lambda:eu-west-1:111122223333:function:orders'),
        ),
      },
    ],
    bad: [
      { place, grants: grants(allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'])) },
      { place, grants: grants(allow('iam:CreatePolicyVersion', 'arn:aws:iam::111122223333:policy/*')) },
      { place, grants: grants(allow('iam:*', 'arn:aws:iam::111122223333:role/*')) },
      { place, grants: grants(allow('lambda:Update*')) },
    ],
  },
});

/** Services that the actions of a statement name; `*` where they may name any. */
function servicesOf(statement: Statement): readonly string[] {
  if (statement.actions === undefined) return [];
  if (statement.actions.not) return ['*'];
  return statement.actions.patterns.map((pattern) => {
    const service = (pattern.split(':')[0] ?? '').toLowerCase();
    return /[*?]/.test(service) ? '*' : service;
  });
}

/** Changing itself gives a function nothing new. */
function isOwnThing(action: string, resource: string, here: { readonly arn: string }): boolean {
  return action.startsWith('lambda:Update') && (resource === here.arn || resource.startsWith(`${here.arn}:`));
}
