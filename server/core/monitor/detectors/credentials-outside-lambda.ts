// Credentials of a function's role are used by something that is no function.
import type { TrailDetector } from '../trail/detector.ts';
import { functionRole, lambdaAgent, record } from '../trail/example.ts';

/** Tools that people and scripts call from, and no Lambda environment: their agent names the environment there. */
const elsewhere =
  /aws-cli|aws-sdk|Boto3|Botocore|Terraform|console|Mozilla|curl|python-requests|PowerShell|Pacu|Kali/i;

export const credentialsOutsideLambda: TrailDetector = {
  id: 'credentials-outside-lambda',
  title: "a function's credentials are used outside of Lambda",
  severity: 'error',
  confidence: 'medium',
  why: "The keys in a function's environment are good for hours and work from anywhere. Seen with a tool that does not run in Lambda, they were taken out.",
  todo: 'Revoke the sessions of the role (a deny for tokens issued before now), contain the function, and find how the environment was read.',
  ref: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html',
  attack: ['T1552.005', 'T1078.004'],
  look(event, { isFunctionRole, recent }) {
    if (!isFunctionRole(event) || event.identity.invokedBy !== '') return undefined;
    const { userAgent: agent, sourceAddress: address } = event;
    if (
      agent.includes('AWS_Lambda') ||
      agent.includes('awslambda-worker') ||
      /amazonaws\.com|AWS Internal/.test(agent + address)
    )
      return undefined;
    if (!elsewhere.test(agent)) return undefined;
    // A custom runtime may not name itself: then no call of this caller does.
    const calls = recent(event, 30 * 86_400_000);
    if (!calls.some((one) => one.userAgent.includes('AWS_Lambda'))) return undefined;
    if (calls.some((one) => one.sourceAddress === address && one.userAgent === agent)) return undefined;
    return {
      message: `the role of ${event.identity.session} called ${event.service}:${event.name} from ${address} with ${agent.split(' ')[0]}`,
      function: event.identity.session,
    };
  },
  examples: {
    bad: [
      [
        record({
          name: 'GetItem',
          service: 'dynamodb',
          by: functionRole,
          agent: lambdaAgent,
          readOnly: true,
        }),
        record({
          name: 'ListBuckets',
          service: 's3',
          by: functionRole,
          agent: 'aws-cli/2.15.0 Python/3.11',
          address: '203.0.113.9',
          readOnly: true,
          at: '2026-11-01T11:00:00Z',
        }),
      ],
    ],
    good: [
      [
        record({
          name: 'GetItem',
          service: 'dynamodb',
          by: functionRole,
          agent: lambdaAgent,
          readOnly: true,
        }),
        record({
          name: 'CreateLogGroup',
          service: 'logs',
          by: functionRole,
          agent: 'awslambda-worker/1.0 rusoto',
          at: '2026-11-01T11:00:00Z',
        }),
      ],
    ],
  },
};
