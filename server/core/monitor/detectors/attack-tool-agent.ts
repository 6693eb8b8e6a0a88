// A call on functions, or by one, whose user agent names a tool of attackers and testers, or their operating system.
import type { TrailDetector } from '../trail/detector.ts';
import { person, record } from '../trail/example.ts';
import { functionOf } from '../trail/trail-event.ts';

/** They name themselves unless they are told not to: AWS GuardDuty's PenTest findings rest on the same. */
const tools =
  /\b(pacu|stratus-red-team\w*|cloudfox|cloudgoat|weirdaal|enumerate-iam|awspx|scoutsuite|scout suite|endgame|trufflehog|nimbostratus|barq|aws_consoler)\b|[/ +-](kali|parrot|pentoo|blackarch)/i;

export const attackToolAgent: TrailDetector = {
  id: 'attack-tool-agent',
  title: 'a tool of attackers calls',
  severity: 'error',
  confidence: 'medium',
  why: 'The user agent names a tool or a system that is made for attacks and tests of security. Nothing that runs an account in everyday life is called so.',
  todo: 'If nobody tests the account just now, lock the credentials that were used and look at all their calls.',
  ref: 'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-iam.html',
  attack: ['T1078.004', 'T1580'],
  look(event, { isFunctionRole }) {
    if (event.service !== 'lambda' && !isFunctionRole(event)) return undefined;
    const tool = tools.exec(event.userAgent)?.[0];
    if (tool === undefined) return undefined;
    const name = functionOf(event);
    return {
      message: `${event.identity.principal} called ${event.service}:${event.name} with ${tool.replace(/^[/ +-]/, '')} from ${event.sourceAddress}`,
      ...(name === '' ? {} : { function: name }),
    };
  },
  examples: {
    bad: [
      [
        record({
          name: 'ListFunctions20150331',
          by: person,
          agent: 'Boto3/1.34 md/Botocore#1.34 ua/2.0 os/linux#6.6.9-kali1-amd64',
          readOnly: true,
        }),
      ],
      [record({ name: 'UpdateFunctionCode20150331v2', by: person, agent: 'stratus-red-team_6e1b' })],
    ],
    good: [
      [
        record({
          name: 'ListFunctions20150331',
          by: person,
          agent: 'aws-cli/2.22 os/linux#6.8',
          readOnly: true,
        }),
      ],
      [record({ name: 'ListBuckets', service: 's3', by: person, agent: 'Pacu', readOnly: true })],
    ],
  },
};
