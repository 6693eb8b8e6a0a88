// An account with one function that has everything a response may change: versions, aliases, URLs, triggers, a role, a
// VPC with a network ACL and firewalls, layers, and a finding.
import { addFunction, addMapping, addQueue } from './describe.ts';
import { lambdaFinding, newDetector } from './services/guardduty.ts';
import { type AccountState, createAccount, regionOf } from './world.ts';

export const responseRegion = 'eu-central-1';
export const responseAccount = '111122223333';

export function createResponseAccount(now: Date): AccountState {
  const region = responseRegion;
  const id = responseAccount;
  const policyArn = `arn:aws:network-firewall:${region}:${id}:firewall-policy/main`;
  const account = createAccount(id);
  const layer = `arn:aws:lambda:${region}:${id}:layer:libs`;
  addFunction(account, region, {
    name: 'api',
    versions: 2,
    reservedConcurrency: 7,
    provisioned: [{ qualifier: 'old', requested: 2 }],
    vpc: { vpcId: 'vpc-1', subnetIds: ['subnet-a', 'subnet-b'], securityGroupIds: ['sg-1'] },
    layers: [`${layer}:1`],
    aliases: [
      { name: 'live', version: '$LATEST' },
      { name: 'old', version: '2' },
    ],
    urls: [
      { authType: 'NONE', cors: { AllowOrigins: ['https://example.com'], MaxAge: 60 } },
      { qualifier: 'live', authType: 'AWS_IAM' },
    ],
    permissions: [
      {
        StatementId: 'bucket',
        Principal: 's3.amazonaws.com',
        SourceArn: 'arn:aws:s3:::b',
        SourceAccount: id,
      },
      { StatementId: 'live', Principal: 'sns.amazonaws.com', Qualifier: 'live' },
      { StatementId: 'two', Principal: '444455556666', Qualifier: '2' },
    ],
  });
  addMapping(account, region, 'api', addQueue(account, region, 'jobs'));
  const state = regionOf(account, region);
  const arn = `arn:aws:lambda:${region}:${id}:function:api`;
  state.events.buses.push({ name: 'orders', policy: undefined });
  const rule = (Name: string, bus: string, Arn: string, State: 'ENABLED' | 'DISABLED' = 'ENABLED') =>
    state.events.rules.push({
      rule: { Name, EventBusName: bus, State, ScheduleExpression: 'rate(1 hour)' },
      targets: [{ Id: '1', Arn }],
    });
  rule('hourly', 'default', arn);
  rule('versioned', 'orders', `${arn}:2`);
  rule('off', 'default', arn, 'DISABLED');
  rule('other', 'default', 'arn:aws:sqs:eu-central-1:111122223333:jobs');
  state.events.rules.push({
    rule: { Name: 'managed', EventBusName: 'default', State: 'ENABLED', ManagedBy: 'example.amazonaws.com' },
    targets: [{ Id: '1', Arn: arn }],
  });
  state.lambda.layers.set(
    'libs',
    [1, 2, 3].map((Version) => ({
      version: {
        LayerVersionArn: `${layer}:${Version}`,
        Version,
        CompatibleRuntimes: Version === 3 ? ['nodejs22.x'] : ['python3.13'],
      },
      policy: undefined,
      content: undefined,
    })),
  );
  // A VPC with IPv6 gives new security groups a second rule.
  state.ec2.vpcs.push({ VpcId: 'vpc-1', Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8::/56' }] });
  state.ec2.securityGroups.push({ GroupId: 'sg-1', GroupName: 'api', VpcId: 'vpc-1', Description: 'theirs' });
  const entry = (RuleNumber: number, Egress: boolean, RuleAction: 'allow' | 'deny') => ({
    RuleNumber,
    Egress,
    RuleAction,
    Protocol: '-1',
    CidrBlock: '0.0.0.0/0',
  });
  state.ec2.networkAcls.push({
    NetworkAclId: 'acl-1',
    VpcId: 'vpc-1',
    Associations: ['subnet-a', 'subnet-b', 'subnet-c'].map((SubnetId) => ({ SubnetId })),
    Entries: [
      entry(100, true, 'allow'),
      entry(99, true, 'deny'),
      entry(32767, true, 'deny'),
      entry(100, false, 'allow'),
    ],
  });
  state.firewall.firewalls.push({ name: 'edge', vpcId: 'vpc-1', policyArn });
  state.firewall.policies.push({
    arn: policyArn,
    token: 'first',
    policy: {
      StatelessDefaultActions: ['aws:forward_to_sfe'],
      StatelessFragmentDefaultActions: ['aws:drop'],
      StatelessRuleGroupReferences: [],
    },
  });
  state.dnsFirewall.associations.push({
    Id: 'theirs',
    FirewallRuleGroupId: 'rslvr-frg-theirs',
    VpcId: 'vpc-1',
    Name: 'theirs',
    Priority: 200,
    Status: 'COMPLETE',
  });
  const detector = newDetector();
  state.guardduty.detectors.push(detector);
  detector.findings.push(
    lambdaFinding({ account, region: state, now }, detector.id, { functionName: 'api' }),
  );
  return account;
}
