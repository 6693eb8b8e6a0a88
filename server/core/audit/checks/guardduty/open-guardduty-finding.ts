// GuardDuty has open findings on the function.
import { functionCheck } from '../../check.ts';
import { place } from '../../examples.ts';
import { page } from '../../references.ts';

export const openGuarddutyFinding = functionCheck({
  id: 'open-guardduty-finding',
  severity: 'error',
  title: 'GuardDuty reports an attack on or from the function',
  why: 'The function talked to an address that is known for attacks, or its credentials are used elsewhere.',
  todo: 'Contain the function, keep its code and configuration as evidence, and look for the cause.',
  cwe: [506],
  references: [
    page(
      'Lambda Protection finding types',
      'https://docs.aws.amazon.com/guardduty/latest/ug/lambda-protection-finding-types.html',
    ),
  ],
  needs: ['guardDutyFindings', 'place'],
  test: ({ guardDutyFindings, place: here }) =>
    guardDutyFindings.map((one) => ({
      message: `${one.type}: ${one.title} (${here.name})`,
      resource: one.id,
      severity:
        one.severity >= 7 ? ('error' as const) : one.severity >= 4 ? ('warning' as const) : ('info' as const),
      data: { finding: one.id, type: one.type },
    })),
  examples: {
    good: [{ place, guardDutyFindings: [] }],
    bad: [
      {
        place,
        guardDutyFindings: [
          {
            id: 'f1',
            functionArn: place.arn,
            title: 'talks to a mining pool',
            type: 'CryptoCurrency:Lambda/BitcoinTool.B',
            severity: 8,
          },
        ],
      },
    ],
  },
});
