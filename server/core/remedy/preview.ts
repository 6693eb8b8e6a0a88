// A plan in words, before anything is done: each change with what is there now, every call with its parameters, the
// permissions that it needs, and what a person should know.
import { callsOf } from './calls.ts';
import { type Change, inverse } from './change.ts';
import type { Plan } from './plan.ts';

export interface Preview {
  readonly steps: readonly PreviewStep[];
  /** To apply and, with the second list, to undo. */
  readonly permissions: readonly string[];
  readonly undoPermissions: readonly string[];
  readonly warnings: readonly string[];
}

export interface PreviewStep {
  readonly words: string;
  readonly note?: string;
  readonly calls: readonly { readonly name: string; readonly input: string }[];
}

export function previewPlan(plan: Plan): Preview {
  return {
    steps: plan.changes.map((change) => ({
      words: wordsOf(change),
      ...(change.note === undefined ? {} : { note: change.note }),
      calls: callsOf(change).map((call) => ({
        name: `${call.service}:${call.operation}`,
        input: JSON.stringify(call.input),
      })),
    })),
    permissions: permissionsOf(plan.changes),
    undoPermissions: permissionsOf(plan.changes.map(inverse)),
    warnings: plan.warnings,
  };
}

function permissionsOf(changes: readonly Change[]): readonly string[] {
  return [...new Set(changes.flatMap((change) => callsOf(change).map((call) => call.permission)))].toSorted();
}

export function renderPreview(plan: Plan): string {
  const { steps, permissions, undoPermissions, warnings } = previewPlan(plan);
  const lines = [`${plan.title}, account ${plan.account}`];
  if (steps.length === 0) lines.push('  nothing has to be changed');
  for (const [index, step] of steps.entries()) {
    lines.push(`${String(index + 1).padStart(3)}. ${step.words}`);
    if (step.note !== undefined) lines.push(`     ${step.note}`);
    for (const { name, input } of step.calls) lines.push(`     ${name} ${input}`);
  }
  for (const warning of warnings) lines.push(`note: ${warning}`);
  if (permissions.length > 0) lines.push(`permissions to apply: ${permissions.join(', ')}`);
  if (undoPermissions.length > 0) lines.push(`permissions to undo: ${undoPermissions.join(', ')}`);
  return `${lines.join('\n')}\n`;
}

/** One change, from what to what. */
export function wordsOf(change: Change): string {
  const { region } = change;
  const made = change.before === null ? 'create' : change.after === null ? 'remove' : 'change';
  switch (change.kind) {
    case 'reserved-concurrency':
      return `${region}: reserved concurrency of ${change.target.functionName}: ${amount(change.before?.reserved)} → ${amount(change.after?.reserved)}`;
    case 'provisioned-concurrency':
      return `${region}: provisioned concurrency of ${withQualifier(change.target)}: ${amount(change.before?.requested)} → ${amount(change.after?.requested)}`;
    case 'event-source-mapping':
      return `${region}: event source mapping ${change.target.uuid}: ${onOff(change.before)} → ${onOff(change.after)}`;
    case 'event-rule':
      return `${region}: rule ${change.target.name} on bus ${change.target.bus}: ${onOff(change.before)} → ${onOff(change.after)}`;
    case 'function-url':
      return `${region}: URL of ${withQualifier(change.target)}: ${change.before?.authType ?? 'none'} → ${change.after?.authType ?? 'none'}`;
    case 'function-url-config':
      return `${region}: ${made} the URL of ${withQualifier(change.target)}`;
    case 'function-layers':
      return `${region}: layers of ${change.target.functionName}: ${listed(change.before?.layers)} → ${listed(change.after?.layers)}`;
    case 'function-network':
      return `${region}: security groups of ${change.target.functionName}: ${listed(change.before?.groups)} → ${listed(change.after?.groups)}`;
    case 'security-group':
      return `${region}: ${made} security group ${change.target.name} in ${change.target.vpcId}${change.after === null ? '' : ', without rules'}`;
    case 'network-acl-entry': {
      const state = change.after ?? change.before;
      const { networkAclId, ruleNumber, egress } = change.target;
      return `${region}: ${made} entry ${ruleNumber} of ${networkAclId}: ${state?.action} what ${egress ? 'goes to' : 'comes from'} ${state?.cidr}`;
    }
    case 'firewall-rule-group':
      return `${region}: ${made} rule group ${change.target.name} of Network Firewall, which drops ${listed((change.after ?? change.before)?.drops)}`;
    case 'firewall-policy-use':
      return `${region}: ${change.after === null ? 'take' : 'put'} ${tail(change.target.groupArn)} ${change.after === null ? 'out of' : 'into'} firewall policy ${tail(change.target.policyArn)}`;
    case 'dns-domain-list':
      return `${region}: ${made} domain list ${change.target.name} of DNS Firewall: ${listed((change.after ?? change.before)?.domains)}`;
    case 'dns-rule-group':
      return `${region}: ${made} rule group ${change.target.name} of DNS Firewall`;
    case 'dns-rule':
      return `${region}: ${made} the rule of ${change.target.group} that blocks ${change.target.list}`;
    case 'dns-association':
      return `${region}: ${change.after === null ? 'take' : 'put'} rule group ${change.target.group} ${change.after === null ? 'off' : 'on'} ${change.target.vpcId}`;
    case 'permission':
      return `${region}: ${change.after === null ? 'remove' : 'add'} statement ${change.target.statementId} (${(change.after ?? change.before)?.principal ?? ''}) ${change.after === null ? 'of' : 'to'} the policy of ${withQualifier(change.target)}`;
    case 'alias':
      return `${region}: alias ${change.target.name} of ${change.target.functionName}: ${routing(change.before)} → ${routing(change.after)}`;
    case 'role-policy':
      return `${made} inline policy ${change.target.policyName} of role ${change.target.roleName}`;
    case 'guardduty-feature':
      return `${region}: GuardDuty ${change.target.feature}: ${onOff(change.before)} → ${onOff(change.after)}`;
    case 'finding-archive':
      return `${region}: ${change.after?.archived ? 'archive' : 'unarchive'} GuardDuty finding ${change.target.findingId}`;
    case 'finding-feedback':
      if (change.after === null)
        return `${region}: the feedback on GuardDuty finding ${change.target.findingId} stays: nothing takes it back`;
      return `${region}: call GuardDuty finding ${change.target.findingId} ${change.after?.feedback === 'USEFUL' ? 'useful' : 'not useful'}${change.target.comment === '' ? '' : `, with the comment "${change.target.comment}"`}`;
    case 'metric-filter':
      return `${region}: ${made} metric filter ${change.target.name} on ${change.target.logGroup}`;
    case 'topic':
      return `${region}: ${made} topic ${change.target.arn}`;
    case 'subscription':
      return `${region}: ${change.after === null ? 'unsubscribe' : 'subscribe'} ${change.target.endpoint} ${change.after === null ? 'from' : 'to'} ${change.target.topicArn}`;
    case 'alarm':
      return `${region}: ${made} alarm ${change.target.name}`;
    case 'dashboard':
      return `${region}: ${made} dashboard ${change.target.name}`;
  }
}

const listed = (items: readonly string[] | undefined) => (items?.length ? items.join(', ') : 'none');
const tail = (arn: string) => arn.split('/').at(-1) ?? arn;
const onOff = (state: { readonly enabled: boolean } | null) => (state?.enabled ? 'on' : 'off');
const amount = (value: number | null | undefined) =>
  value === null || value === undefined ? 'none' : String(value);
const withQualifier = (target: { readonly functionName: string; readonly qualifier: string }) =>
  target.qualifier === '' ? target.functionName : `${target.functionName}:${target.qualifier}`;

function routing(
  state: { readonly version: string; readonly weights: Readonly<Record<string, number>> } | null,
): string {
  if (state === null) return 'none';
  const extra = Object.entries(state.weights).map(([version, weight]) => ` + ${weight} to ${version}`);
  return `version ${state.version}${extra.join('')}`;
}
