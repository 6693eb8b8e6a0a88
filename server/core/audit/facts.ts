// The facts that checks may ask for. A check names its facts; it then sees these and no others, each without gaps.
import type { NamedPolicy } from '../iam/decide.ts';
import type { Policy } from '../iam/policy.ts';
import type {
  ConfigRecorder,
  GuardDuty,
  Inspector,
  OpenFinding,
  Trail,
} from '../model/detection-services.ts';
import type { EnvironmentVariable } from '../model/environment.ts';
import type {
  Alias,
  DeployedCode,
  EventInvokeConfig,
  FunctionConfiguration,
  FunctionUrl,
  LayerVersion,
  RuntimeManagement,
} from '../model/function.ts';
import type { IamRole, ServiceLastAccessed } from '../model/iam-entities.ts';
import type { Known } from '../model/known.ts';
import type { Alarm, LogGroup, LogPolicy, MetricFilter, SecretsInLog } from '../model/log-store.ts';
import type { Neighbour } from '../model/neighbour.ts';
import type { FlowLog, SecurityGroup, Subnet } from '../model/network.ts';
import type { EventSourceMapping } from '../model/trigger.ts';
import type { Trigger } from './triggers.ts';

/** What a check is told from outside the account. Times are ISO 8601. */
export interface AuditOptions {
  readonly now: string;
  /** Account ids beside the snapshot's own that may be granted access. */
  readonly trustedAccounts: readonly string[];
  /** Names of variables that must be encrypted by the person before they are set. */
  readonly encryptedVariables: readonly string[];
  /** Hex SHA-256 of the workspace's rule files; absent: there is nothing to compare with. */
  readonly ruleFileHashes?: Readonly<Partial<Record<'in' | 'out' | 'code', string>>>;
}

/** For questions that hang on none of them. */
export const noOptions: AuditOptions = { now: '', trustedAccounts: [], encryptedVariables: [] };

export interface SourcePolicy {
  readonly qualifier: string | null;
  readonly policy: Policy;
}

/** A layer of the function as far as it is known. */
export interface UsedLayer {
  readonly arn: string;
  readonly details: LayerVersion | undefined;
}

export interface LoadedRole {
  /** Null: the function names a role that does not exist. */
  readonly role: IamRole | null;
  readonly trust: Policy | null;
}

export interface RoleGrants {
  readonly role: IamRole;
  readonly policies: readonly NamedPolicy[];
  readonly boundary: NamedPolicy | null;
  readonly scps: Known<readonly (readonly NamedPolicy[])[] | null>;
}

/** Where the function is. */
export interface Whereabouts {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly partition: string;
  readonly region: string;
  readonly ownAccounts: ReadonlySet<string>;
}

export interface FunctionFacts {
  readonly place: Whereabouts;
  readonly options: AuditOptions;
  readonly configuration: Omit<FunctionConfiguration, 'environment'>;
  readonly environment: readonly EnvironmentVariable[];
  readonly versions: readonly Omit<FunctionConfiguration, 'environment'>[];
  readonly aliases: readonly Alias[];
  /** Of every qualifier, parsed; qualifiers without a policy are left out. */
  readonly policies: readonly SourcePolicy[];
  readonly urls: readonly FunctionUrl[];
  readonly reservedConcurrency: number | null;
  readonly eventInvoke: readonly EventInvokeConfig[];
  readonly codeSigning: 'none' | 'warn' | 'enforce';
  readonly recursiveLoop: 'allow' | 'terminate';
  readonly runtimeManagement: RuntimeManagement | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly code: DeployedCode;
  readonly layers: readonly UsedLayer[];
  readonly role: LoadedRole;
  readonly grants: RoleGrants;
  readonly lastAccessed: readonly ServiceLastAccessed[];
  /** ARNs of all functions of the snapshot with the same execution role. */
  readonly roleUsers: readonly string[];
  /** Everything that calls the function, as far as it is known. */
  readonly triggers: readonly Trigger[];
  readonly mappings: readonly EventSourceMapping[];
  /** Things of the Region that this function's policies, mappings and settings name, by ARN. */
  readonly neighbours: ReadonlyMap<string, Neighbour>;
  /** Kinds of which `neighbours` knows every one. */
  readonly completeNeighbours: ReadonlySet<Neighbour['kind']>;
  /** Null: it does not exist. */
  readonly logGroup: LogGroup | null;
  /** Of samples that were asked for; with no log group there are none. */
  readonly logSecrets: SecretsInLog;
  /** On the function's log group. */
  readonly metricFilters: readonly MetricFilter[];
  readonly alarms: readonly Alarm[];
  /** On log groups of the Region. */
  readonly logPolicies: readonly LogPolicy[];
  readonly trails: readonly Trail[];
  readonly inspectorFindings: readonly OpenFinding[];
  readonly guardDutyFindings: readonly OpenFinding[];
  readonly subnets: readonly Subnet[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly flowLogs: readonly FlowLog[];
}

export interface RegionFacts {
  readonly region: {
    readonly account: string;
    readonly partition: string;
    readonly name: string;
    readonly functionCount: number;
  };
  readonly options: AuditOptions;
  readonly guardDuty: GuardDuty | null;
  readonly inspector: Inspector;
  readonly trails: readonly Trail[];
  readonly configRecorder: ConfigRecorder | null;
}

export interface LayerFacts {
  readonly layer: LayerVersion;
  readonly place: Pick<Whereabouts, 'account' | 'partition' | 'region' | 'ownAccounts'>;
  readonly options: AuditOptions;
  /** Null: the version has no policy. */
  readonly layerPolicy: Policy | null;
}

export type FunctionFactName = keyof FunctionFacts;
export type RegionFactName = keyof RegionFacts;
export type LayerFactName = keyof LayerFacts;
