// The role may not write to the function's log group: what happens in the function leaves no trace.
import { functionCheck } from '../../check.ts';
import { allow, configuration, grants, place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';
import { roleMay } from '../../role-grants.ts';

export const unwritableLogs = functionCheck({
  id: 'unwritable-logs',
  severity: 'warning',
  title: 'the role may not write logs',
  why: 'Without log records there is no trace of an attack, and the records of the guard are lost.',
  todo: 'Allow logs:CreateLogStream and logs:PutLogEvents on the log group of the function.',
  cwe: [778],
  references: [lambdaGuide('monitoring-cloudwatchlogs', 'Logs in CloudWatch')],
  needs: ['grants', 'configuration', 'place'],
  test: ({ grants: all, configuration: { logging }, place: here }) => {
    const stream = `arn:${here.partition}:logs:${here.region}:${here.account}:log-group:${logging.logGroup}:log-stream:x`;
    const group = `arn:${here.partition}:logs:${here.region}:${here.account}:log-group:${logging.logGroup}:*`;
    const denied = ['logs:CreateLogStream', 'logs:PutLogEvents'].filter((action) =>
      [stream, group].every((resource) => roleMay(all, action, resource).answer === 'denied'),
    );
    return denied.length === 0
      ? []
      : [
          {
            message: `${here.name} may not ${denied.join(' and ')} on ${logging.logGroup}`,
            resource: all.role.arn,
            data: { actions: denied, logGroup: logging.logGroup },
          },
        ];
  },
  examples: {
    good: [
      {
        place,
        configuration: configuration(),
        grants: grants(allow(['logs:CreateLogStream', 'logs:PutLogEvents'])),
      },
      {
        place,
        configuration: configuration(),
        grants: grants(allow('logs:*', 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders:*')),
      },
    ],
    bad: [
      { place, configuration: configuration(), grants: grants(allow('s3:GetObject')) },
      {
        place,
        configuration: configuration({ logging: { logGroup: '/shared/app', format: 'json' } }),
        grants: grants(allow('logs:*', 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders:*')),
      },
    ],
  },
});
