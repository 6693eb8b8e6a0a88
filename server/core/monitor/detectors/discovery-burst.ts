// A function asks about everything in the account within minutes.
import type { TrailDetector } from '../trail/detector.ts';
import { functionRole, lambdaAgent, record } from '../trail/example.ts';
import { callerOf } from '../trail/habits.ts';

const withinMs = 15 * 60_000;
const distinctActions = 8;
const discovery = /^(List|Describe|Get(?!Object|Item|Parameter|SecretValue|Metric|Log|Record|Shard|Queue))/;
const asked = [
  'ListUsers',
  'ListRoles',
  'ListGroups',
  'GetAccountAuthorizationDetails',
  'ListAccessKeys',
  'ListPolicies',
  'GetAccountSummary',
  'ListMFADevices',
  'ListInstanceProfiles',
];

export const discoveryBurst: TrailDetector = {
  id: 'discovery-burst',
  title: 'a function looks around in the account',
  severity: 'warning',
  confidence: 'medium',
  why: 'Lists of users, roles, instances and buckets within minutes are the first thing that automated attack tools ask for.',
  todo: 'See whether the function has such a task. If not, contain it and look at its invocations.',
  ref: 'https://attack.mitre.org/tactics/TA0007/',
  attack: ['T1526', 'T1580', 'T1087.004'],
  look(event, { isFunctionRole, recent, habits }) {
    if (!event.isRead || !discovery.test(event.name) || !isFunctionRole(event)) return undefined;
    const usual = habits.callers[callerOf(event)]?.actions ?? {};
    const isNew = ({ service, name }: { readonly service: string; readonly name: string }) =>
      (usual[`${service}:${name}`]?.count ?? 0) < 10;
    // First, since it is nearly always so: the look back costs a hundred times as much.
    if (!isNew(event)) return undefined;
    const earlier = recent(event, withinMs).filter(
      (one) => one.isRead && discovery.test(one.name) && isNew(one),
    );
    const before = new Set(earlier.map(({ service, name }) => `${service}:${name}`));
    if (before.size >= distinctActions) return undefined;
    const now = new Set(before).add(`${event.service}:${event.name}`);
    if (now.size < distinctActions) return undefined;
    return {
      message: `${event.identity.session} asked ${now.size} different questions about the account within a quarter of an hour`,
      function: event.identity.session,
      earlier,
    };
  },
  examples: {
    bad: [
      asked.map((name, n) =>
        record({
          name,
          service: 'iam',
          by: functionRole,
          agent: lambdaAgent,
          readOnly: true,
          at: `2026-11-01T10:0${n}:00Z`,
        }),
      ),
    ],
    good: [
      asked.map((name) =>
        record({
          name: `${name}x`.replace(/.*/, 'ListObjects'),
          service: 's3',
          by: functionRole,
          agent: lambdaAgent,
          readOnly: true,
        }),
      ),
    ],
  },
};
