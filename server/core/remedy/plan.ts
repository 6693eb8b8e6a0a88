// A plan: changes in the order in which they are made, for one account, with the state that each was made from.
import { isObject, list, number, object, orNull, type Shape, text, truth, variant } from '../model/shape.ts';
import type { Change } from './change.ts';

export const planFormat = 'lambda-protect/change-plan';

export interface Plan {
  readonly format: typeof planFormat;
  readonly version: 1;
  /** What it is for, in words: `monitoring`, `response to …`. */
  readonly title: string;
  /** Twelve digits: applied nowhere else. */
  readonly account: string;
  /** How the account was entered, in the words of an audit; absent: not known. */
  readonly via?: string;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly changes: readonly Change[];
  /** What a person should know before: what it does not do, what it costs, what could not be read. */
  readonly warnings: readonly string[];
}

export type ParsedPlan =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly message: string };

/** Reads a plan that was kept; says where it is broken. */
export function parsePlan(value: unknown): ParsedPlan {
  const problems: string[] = [];
  if (!isObject(value) || value['format'] !== planFormat || value['version'] !== 1)
    return { ok: false, message: 'not a plan of this version' };
  if (!isPlan(value, problems)) return { ok: false, message: problems[0] ?? 'the plan is broken' };
  return { ok: true, plan: value };
}

const texts = (...names: readonly string[]) => object(Object.fromEntries(names.map((name) => [name, text])));
const filled: Shape = (value, path, problems) => object({})(value, path, problems);

function changeOf(target: Shape): Shape {
  return object({ kind: text, region: text, target, before: orNull(filled), after: orNull(filled) });
}

/** Targets are checked by name: a plan of a person's hand may not reach further than its words. States are compared with what is there before anything is done. */
const change = variant('kind', {
  'reserved-concurrency': changeOf(texts('functionName')),
  'provisioned-concurrency': changeOf(texts('functionName', 'qualifier')),
  'event-source-mapping': changeOf(texts('uuid')),
  'event-rule': changeOf(texts('name', 'bus')),
  'function-url': changeOf(texts('functionName', 'qualifier')),
  'function-url-config': changeOf(texts('functionName', 'qualifier')),
  'function-layers': changeOf(texts('functionName')),
  'function-network': changeOf(texts('functionName')),
  'security-group': changeOf(texts('vpcId', 'name')),
  'network-acl-entry': changeOf(object({ networkAclId: text, ruleNumber: number, egress: truth })),
  'firewall-rule-group': changeOf(texts('name')),
  'firewall-policy-use': changeOf(texts('policyArn', 'groupArn')),
  'dns-domain-list': changeOf(texts('name', 'request')),
  'dns-rule-group': changeOf(texts('name', 'request')),
  'dns-rule': changeOf(texts('group', 'list', 'request')),
  'dns-association': changeOf(texts('group', 'vpcId', 'request')),
  permission: changeOf(texts('functionName', 'qualifier', 'statementId')),
  alias: changeOf(texts('functionName', 'name')),
  'role-policy': changeOf(texts('roleName', 'policyName')),
  'guardduty-feature': changeOf(texts('detectorId', 'feature')),
  'finding-archive': changeOf(texts('detectorId', 'findingId')),
  'finding-feedback': changeOf(texts('detectorId', 'findingId', 'comment')),
  'metric-filter': changeOf(texts('logGroup', 'name')),
  topic: changeOf(texts('arn')),
  subscription: changeOf(texts('topicArn', 'protocol', 'endpoint')),
  alarm: changeOf(texts('name')),
  dashboard: changeOf(texts('name')),
});

const planShape = object(
  {
    title: text,
    account: text,
    madeAt: text,
    changes: list(change),
    warnings: list(text),
  },
  { via: text },
);

function isPlan(value: unknown, problems: string[]): value is Plan {
  return planShape(value, '', problems);
}
