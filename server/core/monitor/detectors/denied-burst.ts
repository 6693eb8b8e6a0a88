// A function is refused many different things in a short time: somebody tries out what its role may do.
import type { TrailDetector } from '../trail/detector.ts';
import { functionRole, lambdaAgent, record } from '../trail/example.ts';

const withinMs = 10 * 60_000;
const distinctActions = 5;
const refusals = /AccessDenied|Unauthorized|Forbidden/;
const tried = [
  'ListUsers',
  'ListRoles',
  'GetCallerIdentity',
  'ListBuckets',
  'DescribeInstances',
  'ListSecrets',
];

export const deniedBurst: TrailDetector = {
  id: 'denied-burst',
  title: 'a function is refused many different calls',
  severity: 'error',
  confidence: 'high',
  why: 'Code that was written for its role is hardly ever refused. Refusals of many kinds within minutes are somebody looking for what the role may do.',
  todo: 'Contain the function, and look at the invocations of these minutes.',
  ref: 'https://attack.mitre.org/techniques/T1580/',
  attack: ['T1580', 'T1526'],
  look(event, { isFunctionRole, recent }) {
    if (!refusals.test(event.error) || !isFunctionRole(event)) return undefined;
    const refused = recent(event, withinMs).filter(({ error }) => refusals.test(error));
    const before = new Set(refused.map(({ service, name }) => `${service}:${name}`));
    const now = new Set(before).add(`${event.service}:${event.name}`);
    // Said once, when the limit is crossed.
    if (now.size < distinctActions || before.size >= distinctActions) return undefined;
    return {
      message: `${event.identity.session} was refused ${now.size} different calls within ten minutes: ${[...now].join(', ')}`,
      function: event.identity.session,
      earlier: refused,
    };
  },
  examples: {
    bad: [
      tried.map((name, n) =>
        record({
          name,
          service: n < 2 ? 'iam' : 'ec2',
          by: functionRole,
          agent: lambdaAgent,
          error: 'AccessDenied',
          at: `2026-11-01T10:0${n}:00Z`,
          readOnly: true,
        }),
      ),
    ],
    good: [
      Array.from({ length: 8 }, (_, n) =>
        record({
          name: 'PutItem',
          service: 'dynamodb',
          by: functionRole,
          agent: lambdaAgent,
          error: 'AccessDenied',
          at: `2026-11-01T10:0${n}:00Z`,
        }),
      ),
    ],
  },
};
