// The function has no tag: nobody knows whose it is.
import { functionCheck } from '../../check.ts';
import { place } from '../../examples.ts';
import { securityHub } from '../../references.ts';

export const untagged = functionCheck({
  id: 'untagged',
  severity: 'hint',
  title: 'the function has no tags',
  why: 'In an incident somebody must find out whose function this is.',
  todo: 'Tag it with its owner and its system.',
  cwe: [1059],
  references: [securityHub('Lambda.6')],
  needs: ['tags', 'place'],
  test: ({ tags, place: here }) =>
    Object.keys(tags).some((name) => !name.startsWith('aws:'))
      ? []
      : [{ message: `${here.name} has no tags of its own` }],
  examples: {
    good: [{ place, tags: { owner: 'shop' } }],
    bad: [
      { place, tags: {} },
      { place, tags: { 'aws:cloudformation:stack-name': 'x' } },
    ],
  },
});
