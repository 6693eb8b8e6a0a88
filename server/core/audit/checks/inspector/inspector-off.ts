// Amazon Inspector does not look at the functions of the Region.
import { regionCheck } from '../../check.ts';
import { exampleAccount } from '../../examples.ts';
import { page, securityHub } from '../../references.ts';

const region = { account: exampleAccount, partition: 'aws', name: 'eu-west-1', functionCount: 3 };
const none = { known: true as const, value: [] };

export const inspectorOff = regionCheck({
  id: 'inspector-off',
  severity: 'warning',
  title: 'Inspector does not scan the functions',
  why: 'Inspector finds known faults in the packages that functions bring along, and in their code, without a deployment.',
  todo: 'Turn Lambda standard scanning on, and code scanning where it is offered.',
  cwe: [],
  references: [
    securityHub('Inspector.4'),
    page(
      'Scanning Lambda functions',
      'https://docs.aws.amazon.com/inspector/latest/user/scanning-lambda.html',
    ),
  ],
  needs: ['region', 'inspector'],
  test: ({ region: here, inspector }) => {
    if (here.functionCount === 0) return 'not-applicable';
    if (!inspector.enabled || !inspector.lambdaStandard)
      return [
        {
          message: `Inspector does not scan the ${here.functionCount} functions of ${here.name}`,
          resource: 'inspector',
        },
      ];
    return inspector.lambdaCode
      ? []
      : [
          {
            message: `Inspector scans the packages of functions in ${here.name}, not their code`,
            resource: 'inspector',
            severity: 'info',
          },
        ];
  },
  examples: {
    good: [
      {
        region,
        inspector: { enabled: true, lambdaStandard: true, lambdaCode: true, openLambdaFindings: none },
      },
    ],
    bad: [
      {
        region,
        inspector: { enabled: false, lambdaStandard: false, lambdaCode: false, openLambdaFindings: none },
      },
      {
        region,
        inspector: { enabled: true, lambdaStandard: true, lambdaCode: false, openLambdaFindings: none },
      },
    ],
    notApplicable: [
      {
        region: { ...region, functionCount: 0 },
        inspector: { enabled: false, lambdaStandard: false, lambdaCode: false, openLambdaFindings: none },
      },
    ],
  },
});
