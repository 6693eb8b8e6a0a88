// A change to an account as data: what is changed, what state it expects there and what state it leaves. Its inverse
// is the same change with the two states exchanged; null means that there is no such thing.

import { defaultEgress, type NetworkChangeKinds } from './network-changes.ts';

/** Of each kind of change: what names the thing, and the part of its state that is changed. Plain JSON. */
export interface ChangeKinds extends NetworkChangeKinds {
  /** `reserved` null: none is reserved. 0: the function cannot run. */
  'reserved-concurrency': {
    readonly target: { readonly functionName: string };
    readonly state: { readonly reserved: number | null };
  };
  /** Null: none is provisioned for that alias or version. */
  'provisioned-concurrency': {
    readonly target: { readonly functionName: string; readonly qualifier: string };
    readonly state: { readonly requested: number };
  };
  'event-source-mapping': {
    readonly target: { readonly uuid: string };
    readonly state: { readonly enabled: boolean };
  };
  'event-rule': {
    readonly target: { readonly name: string; readonly bus: string };
    readonly state: { readonly enabled: boolean };
  };
  /** Who may call a URL that stays. Qualifier: empty for the bare function. */
  'function-url': {
    readonly target: { readonly functionName: string; readonly qualifier: string };
    readonly state: { readonly authType: 'NONE' | 'AWS_IAM' };
  };
  /** That there is a URL. One that is made anew has another address: the rest of it comes back. */
  'function-url-config': {
    readonly target: { readonly functionName: string; readonly qualifier: string };
    readonly state: FunctionUrlState;
  };
  /** Of a function's unpublished version, in their order: ARNs with version. */
  'function-layers': {
    readonly target: { readonly functionName: string };
    readonly state: { readonly layers: readonly string[] };
  };
  /** One statement of a resource policy. */
  permission: {
    readonly target: {
      readonly functionName: string;
      readonly qualifier: string;
      readonly statementId: string;
    };
    readonly state: PermissionState;
  };
  alias: {
    readonly target: { readonly functionName: string; readonly name: string };
    readonly state: { readonly version: string; readonly weights: Readonly<Record<string, number>> };
  };
  /** An inline policy of a role; the document is compared by meaning, not by its white space. */
  'role-policy': {
    readonly target: { readonly roleName: string; readonly policyName: string };
    readonly state: { readonly document: unknown };
  };
  'guardduty-feature': {
    readonly target: { readonly detectorId: string; readonly feature: string };
    readonly state: { readonly enabled: boolean };
  };
  'finding-archive': {
    readonly target: { readonly detectorId: string; readonly findingId: string };
    readonly state: { readonly archived: boolean };
  };
  /** What a person thinks of a finding, with a comment that GuardDuty takes and does not give back. */
  'finding-feedback': {
    readonly target: { readonly detectorId: string; readonly findingId: string; readonly comment: string };
    readonly state: { readonly feedback: 'USEFUL' | 'NOT_USEFUL' };
  };
  'metric-filter': {
    readonly target: { readonly logGroup: string; readonly name: string };
    readonly state: MetricFilterState;
  };
  topic: {
    readonly target: { readonly arn: string };
    readonly state: { readonly displayName: string };
  };
  /** Pending and confirmed count alike: a person who confirms changes nothing of ours. */
  subscription: {
    readonly target: { readonly topicArn: string; readonly protocol: 'email'; readonly endpoint: string };
    readonly state: { readonly subscribed: true };
  };
  alarm: { readonly target: { readonly name: string }; readonly state: AlarmState };
  dashboard: { readonly target: { readonly name: string }; readonly state: { readonly body: unknown } };
}

/** What `AddPermission` takes: a statement that says more than that is not touched, as it could not be put back. */
export interface PermissionState {
  readonly action: string;
  readonly principal: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  readonly principalOrgId?: string;
  readonly eventSourceToken?: string;
  readonly urlAuthType?: 'NONE' | 'AWS_IAM';
  readonly invokedViaUrl?: boolean;
}

export interface FunctionUrlState {
  readonly authType: 'NONE' | 'AWS_IAM';
  readonly invokeMode: 'BUFFERED' | 'RESPONSE_STREAM';
  readonly cors: {
    readonly allowCredentials?: boolean;
    readonly allowHeaders?: readonly string[];
    readonly allowMethods?: readonly string[];
    readonly allowOrigins?: readonly string[];
    readonly exposeHeaders?: readonly string[];
    /** Seconds. */
    readonly maxAge?: number;
  } | null;
}

export interface MetricFilterState {
  readonly pattern: string;
  readonly namespace: string;
  readonly metric: string;
  readonly value: string;
  /** CloudWatch takes either a default value or dimensions. */
  readonly defaultValue: number | null;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface AlarmState {
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly statistic: 'Sum';
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly threshold: number;
  readonly comparison: string;
  readonly missingData: string;
  readonly actions: readonly string[];
  /** Absent: on the metric without dimensions. */
  readonly dimensions?: Readonly<Record<string, string>>;
}

export type ChangeKind = keyof ChangeKinds;
export type TargetOf<K extends ChangeKind> = ChangeKinds[K]['target'];
export type StateOf<K extends ChangeKind> = ChangeKinds[K]['state'];

/** What is wished for, before anybody looked what is there. */
export type Wish = {
  [K in ChangeKind]: {
    readonly kind: K;
    readonly region: string;
    readonly target: TargetOf<K>;
    readonly after: StateOf<K> | null;
    /** Why, and what to know before: shown with the change. */
    readonly note?: string;
  };
}[ChangeKind];

export type Change = Wish &
  {
    [K in ChangeKind]: { readonly kind: K; readonly before: StateOf<K> | null };
  }[ChangeKind];

export function inverse(change: Change): Change {
  // Exchanging two states of one kind gives a change of that kind.
  return { ...change, before: change.after, after: change.before } as Change;
}

/** A state on the way to the one that is wished for, where that takes more than one call. */
export function isOnTheWay(change: Change, there: unknown): boolean {
  switch (change.kind) {
    case 'security-group': {
      const { after } = change;
      if (after === null || typeof there !== 'object' || there === null || !('egress' in there)) return false;
      const { egress } = there;
      return (
        Array.isArray(egress) &&
        egress.every((rule) => defaultEgress.includes(String(rule))) &&
        isSameState({ ...there, egress: [] }, { ...after, egress: [] })
      );
    }
    case 'dns-domain-list':
      return change.after !== null && isSameState(there, { domains: [] });
    default:
      return false;
  }
}

/** Equal as JSON, whatever the order of members; a member that is undefined counts as absent. */
export function isSameState(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
