// Services that the role may use and has not used for months.
import { functionCheck } from '../../check.ts';
import { allow, grants, options, place } from '../../examples.ts';
import { iamGuide } from '../../references.ts';
import { grantsIn } from '../../role-grants.ts';

const unusedDays = 90;

export const unusedGrants = functionCheck({
  id: 'unused-grants',
  severity: 'info',
  title: 'the role may use services that it does not use',
  why: 'Rights that nobody uses help nobody but an intruder.',
  todo: 'Take the unused services out of the policies.',
  cwe: [250],
  references: [iamGuide('access_policies_last-accessed', 'Last accessed information')],
  needs: ['grants', 'lastAccessed', 'place', 'options'],
  test: ({ grants: all, lastAccessed, place: here, options: { now } }) => {
    const since = Date.parse(now) - unusedDays * 86_400_000;
    const named = new Set(
      grantsIn(all).flatMap(({ statement }) =>
        statement.actions === undefined || statement.actions.not
          ? []
          : statement.actions.patterns.map((pattern) => (pattern.split(':')[0] ?? '').toLowerCase()),
      ),
    );
    const unused = lastAccessed
      .filter(
        (one) => named.has(one.service.toLowerCase()) && (one.at === null || Date.parse(one.at) < since),
      )
      .map((one) => `${one.service} (${one.at === null ? 'never' : `last ${one.at.slice(0, 10)}`})`);
    return unused.length === 0
      ? []
      : [
          {
            message: `${here.name} has not used ${unused.join(', ')} for ${unusedDays} days`,
            resource: all.role.arn,
            data: { services: unused },
          },
        ];
  },
  examples: {
    good: [
      {
        place,
        options,
        grants: grants(allow('s3:GetObject')),
        lastAccessed: [
          { service: 's3', at: '2026-11-20T00:00:00Z' },
          { service: 'ec2', at: null },
        ],
      },
    ],
    bad: [
      {
        place,
        options,
        grants: grants(allow(['s3:GetObject', 'sqs:SendMessage'])),
        lastAccessed: [
          { service: 's3', at: '2026-11-20T00:00:00Z' },
          { service: 'sqs', at: null },
        ],
      },
      {
        place,
        options,
        grants: grants(allow('s3:GetObject')),
        lastAccessed: [{ service: 's3', at: '2026-01-01T00:00:00Z' }],
      },
    ],
  },
});
