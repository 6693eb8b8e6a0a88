// What the functions of the demo account did in the last nine weeks: a steady life, and in its last two days a change by
// somebody new, calls that a function never made, a burst of invocations, a new peer and far more bytes than usual.

import { demoAccountId } from './demo-account.ts';
import { addFunction } from './describe.ts';
import { type RegionState, regionOf, type World } from './world.ts';

const home = 'eu-central-1';
const global = 'us-east-1';
const hour = 3_600_000;
const day = 24 * hour;

/** `now` sets all times. The same world again for the same `now`. */
export function addDemoBehaviour(world: World, now: Date = new Date()): World {
  const account = world.accounts.get(demoAccountId);
  if (!account) throw new Error('the demo account is not in this world');
  const vpc = { vpcId: 'vpc-0example', subnetIds: ['subnet-0b'], securityGroupIds: ['sg-0jobs'] };
  addFunction(account, home, { name: 'shop-stock', role: 'shop-orders-role', vpc });
  addFunction(account, home, { name: 'shop-prices', role: 'shop-orders-role', vpc });
  const region = regionOf(account, home);
  describeTrail(region, regionOf(account, global), now.getTime());
  describeMetrics(region, now.getTime());
  describeFlows(region, now.getTime());
  return world;
}

interface Caller {
  readonly username: string;
  readonly identity: Readonly<Record<string, unknown>>;
  readonly address: string;
  readonly agent: string;
}

const pipeline: Caller = {
  username: 'release',
  identity: {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${demoAccountId}:assumed-role/deploy-pipeline/release`,
    accountId: demoAccountId,
  },
  address: '198.51.100.20',
  agent: 'aws-cli/2.30 md/awscrt#0.27',
};
const grace: Caller = {
  username: 'grace',
  identity: {
    type: 'IAMUser',
    arn: `arn:aws:iam::${demoAccountId}:user/grace`,
    userName: 'grace',
    accountId: demoAccountId,
  },
  address: '203.0.113.77',
  agent: 'Boto3/1.42 md/Botocore#1.42',
};
const orders: Caller = {
  username: 'shop-orders',
  identity: {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${demoAccountId}:assumed-role/shop-orders-role/shop-orders`,
    accountId: demoAccountId,
  },
  address: '3.120.0.9',
  agent: 'Boto3/1.42 md/Botocore#1.42 exec-env/AWS_Lambda_python3.13',
};

function describeTrail(region: RegionState, far: RegionState, now: number): void {
  let count = 100;
  const call = (
    at: number,
    by: Caller,
    service: string,
    name: string,
    request: Readonly<Record<string, unknown>>,
    more: { readonly error?: string; readonly readOnly?: boolean; readonly in?: RegionState } = {},
  ) => {
    count += 1;
    const id = `00000000-0000-0000-0001-${String(count).padStart(12, '0')}`;
    const place = more.in ?? region;
    const event = {
      eventVersion: '1.10',
      eventID: id,
      eventSource: `${service}.amazonaws.com`,
      eventName: name,
      eventTime: new Date(at).toISOString(),
      awsRegion: place.name,
      sourceIPAddress: by.address,
      userAgent: by.agent,
      userIdentity: by.identity,
      requestParameters: request,
      readOnly: more.readOnly ?? false,
      recipientAccountId: demoAccountId,
      ...(more.error === undefined ? {} : { errorCode: more.error }),
    };
    place.cloudtrail.events.push({
      EventId: id,
      EventName: name,
      EventSource: event.eventSource,
      EventTime: new Date(at),
      ReadOnly: String(event.readOnly),
      Username: by.username,
      CloudTrailEvent: JSON.stringify(event),
    });
  };
  for (let days = 84; days > 0; days -= 7)
    for (const name of ['shop-orders', 'shop-checkout', 'shop-stock'])
      call(now - days * day - 3 * hour, pipeline, 'lambda', 'UpdateFunctionCode20150331v2', {
        functionName: name,
      });
  for (let days = 80; days > 0; days--) {
    const read = { readOnly: true };
    call(now - days * day, orders, 'ssm', 'GetParameter', { name: '/shop/orders' }, read);
    call(now - days * day + hour, orders, 'secretsmanager', 'GetSecretValue', { secretId: 'orders' }, read);
    if (days % 9 === 0)
      call(
        now - days * day + 2 * hour,
        orders,
        'kms',
        'Decrypt',
        {},
        { ...read, error: 'ThrottlingException' },
      );
  }
  call(now - 2 * day, grace, 'lambda', 'AddPermission20150331v2', {
    functionName: 'shop-orders',
    principal: '999988887777',
    action: 'lambda:InvokeFunction',
    statementId: 'partner-sync',
  });
  call(now - 2 * day + 600_000, grace, 'lambda', 'UpdateFunctionConfiguration20150331v2', {
    functionName: 'shop-orders',
    layers: [`arn:aws:lambda:${home}:999988887777:layer:telemetry:1`],
  });
  const tried = [
    'ListUsers',
    'ListRoles',
    'ListAccessKeys',
    'ListPolicies',
    'GetAccountSummary',
    'ListGroups',
  ];
  tried.forEach((name, index) => {
    const refused = { error: 'AccessDenied', readOnly: true, in: far };
    call(now - 20 * hour + index * 40_000, orders, 'iam', name, {}, refused);
  });
  call(now - 19 * hour, orders, 'iam', 'CreateAccessKey', { userName: 'ci-bot' }, { in: far });
}

/** Until a day ago: from there on the account of the demo has points of its own. */
function describeMetrics(region: RegionState, now: number): void {
  region.cloudwatch.anomalyDetectors.push({
    SingleMetricAnomalyDetector: {
      Namespace: 'AWS/Lambda',
      MetricName: 'Invocations',
      Dimensions: [{ Name: 'FunctionName', Value: 'shop-checkout' }],
      Stat: 'Sum',
    },
    StateValue: 'TRAINED',
  });
  const start = Math.floor(now / hour) * hour;
  const names = ['shop-checkout', 'shop-orders', 'shop-search'];
  const put = (name: string, metric: string, at: number, value: number) =>
    region.cloudwatch.points.push({
      namespace: 'AWS/Lambda',
      name: metric,
      dimensions: { FunctionName: name },
      timestamp: at,
      value,
    });
  const quarterOf = (at: number, index: number) =>
    40 + 30 * Math.sin(((new Date(at).getUTCHours() - 6) / 24) * 2 * Math.PI) + index * 10;
  // The account's own points begin in the middle of an hour: the quarters before them.
  for (let at = now - day - hour / 4; at >= start - day; at -= hour / 4)
    names.forEach((name, index) => {
      put(name, 'Invocations', at, Math.round(quarterOf(at, index)));
    });
  for (let hours = 63 * 24; hours > 24; hours--) {
    const at = start - hours * hour;
    names.forEach((name, index) => {
      const quarter = quarterOf(at, index);
      // No two days are the same; the figures are, from one start to the next.
      const noise = 1 + (((hours * 7919 + index * 104_729) % 100) - 50) / 800;
      const isBurst = name === 'shop-checkout' && hours <= 45 && hours > 42;
      const isBroken = name === 'shop-orders' && hours <= 31 && hours > 29;
      put(name, 'Invocations', at, Math.round(4 * quarter * noise * (isBurst ? 14 : 1)));
      put(name, 'Errors', at, isBroken ? 96 : quarter > 80 ? 4 : 0);
      put(name, 'Duration', at, Math.round((120 + index * 20) * noise));
    });
  }
}

function describeFlows(region: RegionState, now: number): void {
  const { ec2, logs } = region;
  ec2.subnets.push({ SubnetId: 'subnet-0b', VpcId: 'vpc-0example', CidrBlock: '10.0.1.0/24' });
  ec2.securityGroups.push({
    GroupId: 'sg-0jobs',
    GroupName: 'jobs',
    VpcId: 'vpc-0example',
    IpPermissions: [],
    IpPermissionsEgress: [],
  });
  ec2.interfaces.push({
    NetworkInterfaceId: 'eni-0jobs',
    InterfaceType: 'lambda',
    SubnetId: 'subnet-0b',
    VpcId: 'vpc-0example',
    Groups: [{ GroupId: 'sg-0jobs', GroupName: 'jobs' }],
    PrivateIpAddress: '10.0.1.40',
    PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.40', Primary: true }],
  });
  ec2.interfaces.push(
    {
      NetworkInterfaceId: 'eni-0stock',
      InterfaceType: 'interface',
      Description: 'RDSNetworkInterface',
      RequesterId: 'amazon-rds',
      SubnetId: 'subnet-0b',
      AvailabilityZone: `${home}a`,
      VpcId: 'vpc-0example',
      Groups: [{ GroupId: 'sg-0stock', GroupName: 'stock' }],
      PrivateIpAddress: '10.0.10.193',
      PrivateIpAddresses: [{ PrivateIpAddress: '10.0.10.193', Primary: true }],
    },
    {
      NetworkInterfaceId: 'eni-0cache',
      InterfaceType: 'interface',
      Description: 'ElastiCache shop-sessions-001',
      SubnetId: 'subnet-0b',
      VpcId: 'vpc-0example',
      PrivateIpAddress: '10.0.12.134',
      PrivateIpAddresses: [{ PrivateIpAddress: '10.0.12.134', Primary: true }],
    },
  );
  region.rds.instances.push({
    DBInstanceIdentifier: 'shop-stock-db',
    Engine: 'mysql',
    AvailabilityZone: `${home}a`,
    DBSubnetGroup: { Subnets: [{ SubnetIdentifier: 'subnet-0b' }] },
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0stock' }],
  });
  ec2.flowLogs.push(
    {
      FlowLogId: 'fl-0example',
      FlowLogStatus: 'ACTIVE',
      TrafficType: 'ALL',
      ResourceId: 'vpc-0example',
      LogDestinationType: 'cloud-watch-logs',
      LogGroupName: '/vpc/flows',
    },
    {
      FlowLogId: 'fl-1example',
      FlowLogStatus: 'ACTIVE',
      TrafficType: 'ALL',
      ResourceId: 'subnet-0b',
      LogDestinationType: 'cloud-watch-logs',
      LogGroupName: '/vpc/flows-of-years',
    },
  );
  logs.groups.set('/vpc/flows', { logGroupName: '/vpc/flows', storedBytes: 2_000_000 });
  logs.groups.set('/vpc/flows-of-years', {
    logGroupName: '/vpc/flows-of-years',
    storedBytes: 31_000_000_000,
  });
  let count = 0;
  const flow = (
    eni: string,
    own: string,
    peer: string,
    port: number,
    at: number,
    out: number,
    back: number,
  ) => {
    const seconds = Math.floor(at / 1000);
    const line = (source: string, target: string, from: number, to: number, bytes: number) =>
      `2 ${demoAccountId} ${eni} ${source} ${target} ${from} ${to} 6 ${Math.ceil(bytes / 1200)} ${bytes} ${seconds} ${seconds + 58} ACCEPT OK`;
    for (const message of [line(own, peer, 40_112, port, out), line(peer, own, port, 40_112, back)])
      logs.events.push({
        group: '/vpc/flows',
        stream: `${eni}-all`,
        timestamp: at,
        ingestionTime: at,
        message,
        id: `flow-${count++}`,
      });
  };
  const today = Math.floor(now / day) * day;
  for (let days = 27; days >= 0; days--) {
    for (const time of [2, 8, 14, 20]) {
      const at = today - days * day + time * hour;
      if (at >= now) continue;
      const some = 1 + ((days * 13 + time) % 7) / 20;
      flow('eni-0example', '10.0.0.23', '10.0.10.193', 3306, at, Math.round(3_000_000 * some), 160_000);
      flow('eni-0example', '10.0.0.23', '10.0.12.134', 6379, at, Math.round(40_000 * some), 90_000);
      flow('eni-0jobs', '10.0.1.40', '10.0.10.193', 3306, at, Math.round(200_000 * some), 50_000);
    }
    if (days === 1) {
      flow('eni-0example', '10.0.0.23', '10.0.255.29', 5432, today - day + 21 * hour, 61_000, 9_400_000);
      flow('eni-0example', '10.0.0.23', '10.0.10.193', 3306, today - day + 21 * hour, 142_117_719, 800_000);
    }
  }
}
