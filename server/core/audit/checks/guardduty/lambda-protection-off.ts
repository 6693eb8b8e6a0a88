// GuardDuty does not watch the network traffic of functions in the Region.
import { regionCheck } from '../../check.ts';
import { exampleAccount } from '../../examples.ts';
import { securityHub } from '../../references.ts';

const region = { account: exampleAccount, partition: 'aws', name: 'eu-west-1', functionCount: 3 };
const none = { known: true as const, value: [] };

export const lambdaProtectionOff = regionCheck({
  id: 'lambda-protection-off',
  severity: 'warning',
  title: 'GuardDuty does not watch the functions',
  why: 'Lambda Protection sees functions that talk to mining pools, Tor or command servers, without an agent; functions at CloudFront are not covered.',
  todo: 'Turn GuardDuty and its feature LAMBDA_NETWORK_LOGS on in every Region.',
  cwe: [778],
  references: [securityHub('GuardDuty.6')],
  needs: ['region', 'guardDuty'],
  test: ({ region: here, guardDuty }) => {
    if (here.functionCount === 0) return 'not-applicable';
    if (guardDuty === null || !guardDuty.enabled)
      return [{ message: `GuardDuty is off in ${here.name}`, resource: 'guardduty' }];
    return guardDuty.lambdaProtection
      ? []
      : [
          {
            message: `GuardDuty is on in ${here.name}, its Lambda Protection is off`,
            resource: `detector ${guardDuty.detectorId}`,
          },
        ];
  },
  examples: {
    good: [
      {
        region,
        guardDuty: { detectorId: 'd', enabled: true, lambdaProtection: true, openLambdaFindings: none },
      },
    ],
    bad: [
      { region, guardDuty: null },
      {
        region,
        guardDuty: { detectorId: 'd', enabled: true, lambdaProtection: false, openLambdaFindings: none },
      },
    ],
    notApplicable: [{ region: { ...region, functionCount: 0 }, guardDuty: null }],
  },
});
