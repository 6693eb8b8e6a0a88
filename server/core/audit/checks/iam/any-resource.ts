// Dangerous actions on every resource of the account.
import { type Danger, dangersOf, takesOnlyStar } from '../../../iam/access-level.ts';
import { functionCheck, type Hit } from '../../check.ts';
import { allow, grants, place } from '../../examples.ts';
import { iamGuide } from '../../references.ts';
import { grantsIn, isEveryResource, isTakenBack } from '../../role-grants.ts';

const words: Readonly<Record<Danger, string>> = {
  'returns-credentials': 'get credentials or secrets',
  'reads-data': 'read data',
  'changes-permissions': 'change permissions',
  'changes-things': 'change or delete things',
};
/** What AWS's own basic role gives every function on `*`: log records of its own. */
const logging = ['logs:createlogstream', 'logs:putlogevents', 'logs:createloggroup'];
const grave: readonly Danger[] = ['returns-credentials', 'changes-permissions'];

export const anyResource = functionCheck({
  id: 'any-resource',
  severity: 'warning',
  title: 'the role may use dangerous actions on every resource',
  why: 'With "*" as resource a fault in this one function reaches the data, secrets and permissions of everything in the account.',
  todo: "Write the ARNs of the resources that the function uses. Actions that take no other resource than '*' are not meant here.",
  cwe: [250, 732],
  references: [iamGuide('reference_policies_elements_resource', 'Resource element')],
  needs: ['grants', 'place'],
  test: ({ grants: all, place: here }) =>
    grantsIn(all).flatMap(({ statement, name, source }): Hit[] => {
      // `*` as action is the business of admin-role, NotAction that of inverted-grant.
      if (
        !isEveryResource(statement) ||
        statement.conditions.length > 0 ||
        statement.actions === undefined ||
        statement.actions.not
      )
        return [];
      const byDanger = new Map<Danger, string[]>();
      for (const action of statement.actions.patterns) {
        if (
          /^\*/.test(action) ||
          takesOnlyStar(action) ||
          logging.includes(action.toLowerCase()) ||
          isTakenBack(all, action)
        )
          continue;
        for (const danger of dangersOf(action))
          byDanger.set(danger, [...(byDanger.get(danger) ?? []), action]);
      }
      if (byDanger.size === 0) return [];
      const said = [...byDanger].map(
        ([danger, actions]) =>
          `${words[danger]} (${actions.slice(0, 4).join(', ')}${actions.length > 4 ? ', …' : ''})`,
      );
      return [
        {
          message: `${name} lets ${here.name} ${said.join(', ')} anywhere`,
          resource: all.role.arn,
          severity: grave.some((danger) => byDanger.has(danger)) ? 'warning' : 'info',
          data: { statement: name, source, dangers: Object.fromEntries(byDanger) },
        },
      ];
    }),
  examples: {
    good: [
      {
        place,
        grants: grants(allow('dynamodb:PutItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders')),
      },
      {
        place,
        grants: grants(
          allow([
            'ec2:DescribeInstances',
            'ec2:CreateNetworkInterface',
            'xray:PutTraceSegments',
            'cloudwatch:PutMetricData',
          ]),
        ),
      },
      { place, grants: grants(allow('s3:ListAllMyBuckets')) },
      { place, grants: grants(allow(['logs:CreateLogStream', 'logs:PutLogEvents'])) },
    ],
    bad: [
      { place, grants: grants(allow('secretsmanager:GetSecretValue')) },
      { place, grants: grants(allow('s3:Get*')) },
      { place, grants: grants(allow('sns:AddPermission')) },
      { place, grants: grants(allow('dynamodb:DeleteItem')) },
    ],
  },
});
