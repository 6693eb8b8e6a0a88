// Several functions run with one role.
import { parseFunctionArn } from '../../../iam/arn.ts';
import { functionCheck } from '../../check.ts';
import { configuration, exampleArn, place } from '../../examples.ts';
import { cis, lambdaGuide } from '../../references.ts';

export const sharedRole = functionCheck({
  id: 'shared-role',
  severity: 'info',
  title: 'several functions share one role',
  why: 'A shared role holds what any of its functions needs: a fault in the least of them has the rights of all.',
  todo: 'Give each function a role of its own.',
  cwe: [250],
  references: [cis('4.5'), lambdaGuide('lambda-intro-execution-role', 'Execution role')],
  needs: ['roleUsers', 'configuration', 'place'],
  test: ({ roleUsers, configuration: { role }, place: here }) => {
    const others = roleUsers.filter((arn) => arn !== here.arn);
    if (others.length === 0) return [];
    const names = others.slice(0, 5).map((arn) => {
      const region = arn.split(':')[3] ?? '';
      const name = parseFunctionArn(arn)?.name ?? arn;
      return region === here.region ? name : `${name} (${region})`;
    });
    const more = others.length > 5 ? ` and ${others.length - 5} more` : '';
    return [
      {
        message: `${here.name} shares its role with ${names.join(', ')}${more}`,
        resource: role,
        data: { functions: roleUsers.slice(0, 100) },
      },
    ];
  },
  examples: {
    good: [{ place, configuration: configuration(), roleUsers: [exampleArn] }],
    bad: [
      {
        place,
        configuration: configuration(),
        roleUsers: [exampleArn, 'arn:aws:lambda:us-east-1:111122223333:function:mails'],
      },
    ],
  },
});
