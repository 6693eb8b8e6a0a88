// Where behaviour is read from: one connection, its account, and the functions of each Region.
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Gap, Known } from '../../core/model/known.ts';
import { type Ask, createAsk } from '../ask.ts';
import { type Connection, type ConnectionOptions, openConnection } from '../clients.ts';
import type { CollectorFacts } from '../scope.ts';

export const behaviourPermissions: readonly CollectorFacts[] = [
  {
    thing: 'changes to functions and calls by them',
    feature: 'changes',
    actions: ['cloudtrail:LookupEvents', 'cloudtrail:DescribeTrails', 'cloudtrail:ListEventDataStores'],
  },
  {
    thing: 'metrics of functions and their alarms',
    feature: 'logs',
    actions: ['cloudwatch:GetMetricData', 'cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAnomalyDetectors'],
  },
  {
    thing: 'flow logs in CloudWatch Logs',
    feature: 'network',
    actions: ['logs:FilterLogEvents', 'logs:DescribeLogGroups'],
  },
  {
    thing: 'names of the addresses that functions talk to',
    feature: 'network',
    actions: [
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeVpcEndpoints',
      'ec2:DescribeVpcs',
      'rds:DescribeDBInstances',
      'rds:DescribeDBClusters',
    ],
  },
];

export interface BehaviourScope {
  readonly connection: Connection;
  readonly ask: Ask;
  readonly regions: readonly string[];
  /** What could not be read, as it comes. */
  readonly gap: (region: string, gap: Gap) => void;
}

export interface FunctionFacts {
  readonly name: string;
  readonly role: string;
  /** ISO 8601. */
  readonly lastModified: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** Throws where there is no Region to look in. */
export async function openBehaviour(
  access: ConnectionOptions,
  options: {
    readonly regions: readonly string[];
    readonly signal: AbortSignal;
    readonly gap: (region: string, gap: Gap) => void;
  },
): Promise<BehaviourScope> {
  const connection = openConnection({ ...access, retries: 'by-caller' });
  const ask = createAsk({ signal: options.signal });
  const home = options.regions.find((name) => name !== 'all') ?? (await connection.defaultRegion());
  if (home === undefined && !options.regions.includes('all')) {
    connection.close();
    throw new Error(`no Region for ${connection.via}: give one with --region, AWS_REGION or the profile`);
  }
  let regions = options.regions;
  if (regions.includes('all')) {
    const ec2 = await connection.client('ec2', home ?? 'us-east-1');
    const all = await ask.known('ec2:DescribeRegions', (call) => ec2.describeRegions({}, call));
    if (!all.known) options.gap(home ?? 'us-east-1', all.gap);
    regions = all.known ? (all.value.Regions ?? []).flatMap((one) => one.RegionName ?? []) : [];
  }
  return {
    connection,
    ask,
    regions: regions.length > 0 ? regions : [home ?? 'us-east-1'],
    gap: options.gap,
  };
}

/** Twelve digits; empty where nobody says, which is a gap. */
export async function accountOf({ connection, ask, regions, gap }: BehaviourScope): Promise<string> {
  const [region = ''] = regions;
  const sts = await connection.client('sts', region);
  const identity = await ask.known('sts:GetCallerIdentity', (call) => sts.getCallerIdentity({}, call));
  if (!identity.known) gap(region, identity.gap);
  return identity.known ? (identity.value.Account ?? '') : '';
}

export async function listFunctions(
  { connection, ask }: BehaviourScope,
  region: string,
): Promise<Known<readonly FunctionFacts[]>> {
  const lambda = await connection.client('lambda', region);
  return ask.pages<FunctionFacts>('lambda:ListFunctions', async (token, call) => {
    const page = await lambda.listFunctions(token === undefined ? {} : { Marker: token }, call);
    return { items: page.Functions?.map(toFacts), next: page.NextMarker };
  });
}

function toFacts(given: FunctionConfiguration): FunctionFacts {
  return {
    name: given.FunctionName ?? '',
    role: (given.Role ?? '').replace(/^.*\//, ''),
    lastModified: given.LastModified ?? '',
    subnetIds: given.VpcConfig?.SubnetIds ?? [],
    securityGroupIds: given.VpcConfig?.SecurityGroupIds ?? [],
  };
}
