// The accounts behind the endpoint: plain, mutable state, one part per service, made empty on first use of a Region.
import { type ApiGatewayState, emptyApiGateway } from './services/apigateway.ts';
import { type ApiGatewayV2State, emptyApiGatewayV2 } from './services/apigatewayv2.ts';
import { type CloudTrailState, emptyCloudTrail } from './services/cloudtrail.ts';
import { type CloudWatchState, emptyCloudWatch } from './services/cloudwatch.ts';
import { type CognitoState, emptyCognito } from './services/cognito-idp.ts';
import { type ConfigState, emptyConfig } from './services/config.ts';
import { type Ec2State, emptyEc2 } from './services/ec2.ts';
import { type ElastiCacheState, emptyElastiCache } from './services/elasticache.ts';
import { type ElbState, emptyElb } from './services/elasticloadbalancing.ts';
import { type EventsState, emptyEvents } from './services/events.ts';
import { emptyGuardDuty, type GuardDutyState } from './services/guardduty.ts';
import { emptyIam, type IamState } from './services/iam.ts';
import { emptyInspector, type InspectorState } from './services/inspector2.ts';
import { emptyKms, type KmsState } from './services/kms.ts';
import { emptyLambda, type LambdaState } from './services/lambda.ts';
import { emptyLogs, type LogsState } from './services/logs.ts';
import { emptyFirewall, type FirewallState } from './services/network-firewall.ts';
import type { OrganizationState } from './services/organizations.ts';
import { emptyRds, type RdsState } from './services/rds.ts';
import { type DnsFirewallState, emptyDnsFirewall } from './services/route53resolver.ts';
import type { BucketState } from './services/s3.ts';
import { emptySns, type SnsState } from './services/sns.ts';
import { emptySqs, type SqsState } from './services/sqs.ts';

export interface World {
  readonly accounts: Map<string, AccountState>;
  /** Whom an unknown access key belongs to. */
  readonly defaultAccount: AccountState;
  /** Access keys that `AssumeRole` handed out. */
  readonly sessions: Map<string, Caller>;
  /** Bucket names are global. */
  readonly buckets: Map<string, BucketState>;
  /** Set by tests; the real time otherwise. */
  now: () => Date;
}

export interface Caller {
  readonly arn: string;
  readonly accountId: string;
  readonly userId: string;
  readonly accessKeyId: string;
}

export interface AccountState {
  readonly id: string;
  readonly partition: string;
  callerArn: string;
  readonly iam: IamState;
  organization: OrganizationState | undefined;
  readonly regions: Map<string, RegionState>;
}

export interface RegionState {
  readonly name: string;
  readonly lambda: LambdaState;
  readonly logs: LogsState;
  readonly cloudwatch: CloudWatchState;
  readonly cloudtrail: CloudTrailState;
  readonly guardduty: GuardDutyState;
  readonly inspector: InspectorState;
  readonly ec2: Ec2State;
  readonly firewall: FirewallState;
  readonly dnsFirewall: DnsFirewallState;
  readonly sns: SnsState;
  readonly sqs: SqsState;
  readonly events: EventsState;
  readonly apigateway: ApiGatewayState;
  readonly apigatewayv2: ApiGatewayV2State;
  readonly elb: ElbState;
  readonly cognito: CognitoState;
  readonly kms: KmsState;
  readonly rds: RdsState;
  readonly elasticache: ElastiCacheState;
  readonly config: ConfigState;
}

export function createAccount(
  id: string,
  options: { partition?: string; caller?: string } = {},
): AccountState {
  const partition = options.partition ?? 'aws';
  return {
    id,
    partition,
    callerArn: options.caller ?? `arn:${partition}:iam::${id}:user/auditor`,
    iam: emptyIam(),
    organization: undefined,
    regions: new Map(),
  };
}

export function createWorld(accounts: readonly AccountState[]): World {
  const [first] = accounts;
  if (!first) throw new Error('a world needs an account');
  return {
    accounts: new Map(accounts.map((account) => [account.id, account])),
    defaultAccount: first,
    sessions: new Map(),
    buckets: new Map(),
    now: () => new Date(),
  };
}

/** The Region's state, made empty on first use. */
export function regionOf(account: AccountState, name: string): RegionState {
  const existing = account.regions.get(name);
  if (existing) return existing;
  const fresh: RegionState = {
    name,
    lambda: emptyLambda(),
    logs: emptyLogs(),
    cloudwatch: emptyCloudWatch(),
    cloudtrail: emptyCloudTrail(),
    guardduty: emptyGuardDuty(),
    inspector: emptyInspector(),
    ec2: emptyEc2(),
    firewall: emptyFirewall(),
    dnsFirewall: emptyDnsFirewall(),
    sns: emptySns(),
    sqs: emptySqs(),
    events: emptyEvents(),
    apigateway: emptyApiGateway(),
    apigatewayv2: emptyApiGatewayV2(),
    elb: emptyElb(),
    cognito: emptyCognito(),
    kms: emptyKms(),
    rds: emptyRds(),
    elasticache: emptyElastiCache(),
    config: emptyConfig(),
  };
  account.regions.set(name, fresh);
  return fresh;
}
