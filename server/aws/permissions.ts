// The permissions that reading needs, by feature, and the policy that grants them. It holds no action that writes.
import { type Gap, type Known, known } from '../core/model/known.ts';
import { createAsk } from './ask.ts';
import { behaviourPermissions } from './behaviour/open-behaviour.ts';
import type { Connection } from './clients.ts';
import { collectors } from './collectors/index.ts';
import { evidencePermissions } from './evidence/evidence-permissions.ts';
import { coverageActions } from './monitoring-facts.ts';
import { planPermissions } from './plan-permissions.ts';
import type { CollectorFacts } from './scope.ts';
import { violationActions } from './violations.ts';

/** What is needed beside the collectors. */
const others: readonly CollectorFacts[] = [
  {
    thing: 'packages and layers, to look into their code',
    feature: 'code',
    actions: ['lambda:GetFunction', 'lambda:GetLayerVersion'],
  },
  { thing: 'the list of Regions, for --region all', feature: 'functions', actions: ['ec2:DescribeRegions'] },
  {
    thing: 'the accounts of the organization, for --accounts organization',
    feature: 'access',
    actions: ['organizations:ListAccounts'],
  },
  { thing: 'violations that guards logged', feature: 'logs', actions: violationActions },
  {
    thing: 'findings of GuardDuty and Inspector, and whether they look at functions',
    feature: 'surveillance',
    actions: [
      'guardduty:ListDetectors',
      'guardduty:GetDetector',
      'guardduty:GetRemainingFreeTrialDays',
      'guardduty:ListFindings',
      'guardduty:GetFindings',
      'inspector2:ListFindings',
    ],
  },
  {
    thing: 'evidence around a finding',
    feature: 'code',
    actions: [
      'lambda:GetFunction',
      'lambda:GetFunctionConfiguration',
      'lambda:ListVersionsByFunction',
      'lambda:GetLayerVersion',
      'cloudtrail:LookupEvents',
    ],
  },
  {
    thing: 'whether violations are counted and reach somebody',
    feature: 'logs',
    actions: [...coverageActions, 'logs:FilterLogEvents'],
  },
  { thing: 'trying these permissions', feature: 'access', actions: ['iam:SimulatePrincipalPolicy'] },
];

export const readPermissions: readonly CollectorFacts[] = [
  ...collectors,
  ...others,
  ...behaviourPermissions,
  ...planPermissions,
  ...evidencePermissions,
];

const features: Readonly<Record<CollectorFacts['feature'], string>> = {
  functions: 'Functions',
  access: 'Access',
  triggers: 'Triggers',
  network: 'Network',
  logs: 'Logs',
  surveillance: 'Surveillance',
  code: 'Code',
  changes: 'Changes',
  plans: 'Plans',
};

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: '*';
}

/** One statement for each feature, so that a person may leave one out. */
export function readPolicy(): {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
} {
  const statements = Object.entries(features).flatMap(([feature, name]): PolicyStatement[] => {
    const actions = readPermissions.filter((one) => one.feature === feature).flatMap((one) => one.actions);
    const Action = [...new Set(actions)].toSorted();
    return Action.length === 0
      ? []
      : [{ Sid: `LambdaProtect${name}`, Effect: 'Allow', Action, Resource: '*' }];
  });
  return { Version: '2012-10-17', Statement: statements };
}

export interface TriedPermission {
  readonly action: string;
  readonly allowed: boolean;
}

/** Asks IAM whether the caller has each of the permissions; nothing is called on the services themselves. */
export async function tryPermissions(
  connection: Connection,
  region: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<Known<readonly TriedPermission[]>> {
  const ask = createAsk({ signal });
  const sts = await connection.client('sts', region);
  const identity = await ask.known('sts:GetCallerIdentity', (options) => sts.getCallerIdentity({}, options));
  if (!identity.known) return identity;
  const iam = await connection.client('iam', region);
  const actions = [...new Set(readPermissions.flatMap((one) => one.actions))].toSorted();
  const tried: TriedPermission[] = [];
  for (let start = 0; start < actions.length; start += 50) {
    const ActionNames = actions.slice(start, start + 50);
    const PolicySourceArn = principalOf(identity.value.Arn ?? '');
    const answer = await ask.known('iam:SimulatePrincipalPolicy', (options) =>
      iam.simulatePrincipalPolicy({ PolicySourceArn, ActionNames, ResourceArns: ['*'] }, options),
    );
    if (!answer.known) return answer satisfies { readonly known: false; readonly gap: Gap };
    for (const one of answer.value.EvaluationResults ?? []) {
      tried.push({ action: one.EvalActionName ?? '', allowed: one.EvalDecision === 'allowed' });
    }
  }
  return known(tried);
}

/** Of a session of a role, the role: IAM simulates users, groups and roles. A path is not in the session's ARN. */
function principalOf(arn: string): string {
  const session = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn);
  return session ? `arn:${session[1]}:iam::${session[2]}:role/${session[3]}` : arn;
}
