// The function talks to data stores that live in a VPC, from outside of any VPC.
import { functionCheck } from '../../check.ts';
import { allow, configuration, grants, place } from '../../examples.ts';
import { lambdaGuide, securityHub } from '../../references.ts';
import { grantsIn, patternsFor } from '../../role-grants.ts';

const connecting = [
  'rds-db:connect',
  'elasticache:Connect',
  'neptune-db:connect',
  'kafka-cluster:Connect',
  'memorydb:Connect',
  'redshift:GetClusterCredentials',
];

export const dataWithoutVpc = functionCheck({
  id: 'data-without-vpc',
  severity: 'info',
  title: 'the function may connect to databases and is in no VPC',
  why: 'A database that a function outside of any VPC reaches is reachable from the internet.',
  todo: 'Put the function into the VPC of the database, and close the database to the internet.',
  cwe: [668],
  references: [lambdaGuide('configuration-vpc', 'Functions in a VPC'), securityHub('Lambda.3')],
  needs: ['configuration', 'grants', 'place'],
  test: ({ configuration: { vpc }, grants: all, place: here }) => {
    const used = connecting.filter((action) =>
      grantsIn(all).some(({ statement }) =>
        patternsFor(statement, action).some((pattern) => pattern !== '*'),
      ),
    );
    if (used.length === 0) return 'not-applicable';
    return vpc === undefined ? [{ message: `${here.name} may ${used.join(', ')} and is in no VPC` }] : [];
  },
  examples: {
    good: [
      {
        place,
        configuration: configuration({
          vpc: { vpcId: 'vpc-1', subnetIds: ['s'], securityGroupIds: [], ipv6: false },
        }),
        grants: grants(allow('rds-db:connect')),
      },
    ],
    bad: [{ place, configuration: configuration(), grants: grants(allow('rds-db:connect')) }],
    notApplicable: [{ place, configuration: configuration(), grants: grants(allow('s3:GetObject')) }],
  },
});
