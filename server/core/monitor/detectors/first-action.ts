// A function calls something that it never called in weeks.
import type { TrailDetector } from '../trail/detector.ts';
import { functionRole, lambdaAgent, record } from '../trail/example.ts';
import { callerOf, historyDays } from '../trail/habits.ts';

const minimumDays = 14;
const minimumActiveDays = 7;

const habit = Array.from({ length: 20 }, (_, n) =>
  record({
    name: 'GetParameter',
    service: 'ssm',
    by: functionRole,
    agent: lambdaAgent,
    readOnly: true,
    at: `2026-10-${String(n + 1).padStart(2, '0')}T10:00:00Z`,
  }),
);

export const firstAction: TrailDetector = {
  id: 'first-action',
  title: 'a function calls something for the first time',
  severity: 'warning',
  confidence: 'medium',
  why: 'What a function calls follows from its code. A new call is a new version, or code that came in with an event.',
  todo: 'Look whether the code was changed before. If the call belongs there, acknowledge it.',
  ref: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html',
  attack: ['T1059', 'T1648'],
  look(event, { habits, isFunctionRole }) {
    if (!isFunctionRole(event) || event.identity.invokedBy !== '') return undefined;
    const caller = habits.callers[callerOf(event)];
    if (!caller || historyDays(caller, event.at) < minimumDays || caller.days.length < minimumActiveDays)
      return undefined;
    if (caller.actions[`${event.service}:${event.name}`]) return undefined;
    // The runtime makes the log group of a function by itself.
    if (event.service === 'logs' || event.userAgent.includes('awslambda-worker')) return undefined;
    const refused = event.error === '' ? '' : `, refused with ${event.error}`;
    return {
      message: `first ${event.service}:${event.name} of ${event.identity.session} in ${historyDays(caller, event.at)} days${refused}`,
      function: event.identity.session,
      severity: event.isRead ? 'info' : 'warning',
    };
  },
  examples: {
    bad: [
      [
        ...habit,
        record({
          name: 'CreateSnapshot',
          service: 'ec2',
          by: functionRole,
          agent: lambdaAgent,
          at: '2026-10-25T10:00:00Z',
        }),
      ],
    ],
    good: [
      [
        ...habit,
        record({
          name: 'GetParameter',
          service: 'ssm',
          by: functionRole,
          agent: lambdaAgent,
          readOnly: true,
          at: '2026-10-25T10:00:00Z',
        }),
      ],
      [
        ...habit.slice(0, 3),
        record({
          name: 'CreateSnapshot',
          service: 'ec2',
          by: functionRole,
          agent: lambdaAgent,
          at: '2026-10-05T10:00:00Z',
        }),
      ],
    ],
  },
};
