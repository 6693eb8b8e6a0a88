// The network around functions that run in a VPC: subnets, security groups, flow logs, interfaces.
import type { Known } from './known.ts';

export interface Network {
  /** Those that functions use. */
  readonly subnets: Known<readonly Subnet[]>;
  readonly securityGroups: Known<readonly SecurityGroup[]>;
  readonly flowLogs: Known<readonly FlowLog[]>;
  /** Interfaces that Lambda made; each is shared by all functions with the same subnet and security groups. */
  readonly interfaces: Known<readonly NetworkInterface[]>;
}

export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly cidr: string;
}

export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string;
  readonly ingress: readonly TrafficRule[];
  readonly egress: readonly TrafficRule[];
}

export interface TrafficRule {
  /** `-1` (all), `tcp`, `udp`, `icmp`, or a number as text. */
  readonly protocol: string;
  /** Absent with protocol `-1`. */
  readonly fromPort?: number;
  readonly toPort?: number;
  /** CIDR blocks of both families. */
  readonly cidrs: readonly string[];
  readonly groupIds: readonly string[];
  readonly prefixListIds: readonly string[];
}

export interface FlowLog {
  readonly id: string;
  /** VPC, subnet or interface. */
  readonly resourceId: string;
  readonly active: boolean;
  /** `ACCEPT`, `REJECT`, `ALL`. */
  readonly traffic: string;
  /** `cloud-watch-logs`, `s3`, `kinesis-data-firehose`. */
  readonly destinationType: string;
  readonly destination?: string;
  readonly logGroup?: string;
  /** Field list such as `${version} ${account-id} …`. */
  readonly format?: string;
}

export interface NetworkInterface {
  readonly id: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly securityGroupIds: readonly string[];
  readonly privateIps: readonly string[];
}
