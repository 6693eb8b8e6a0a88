import { expect, test } from 'vitest';
import {
  nameInterfaces,
  namesOfPeers,
  type PeerInterface,
  parseAddressRanges,
  resolverOf,
} from './peer-names.ts';

const plain: PeerInterface = {
  addresses: ['10.0.0.1'],
  type: 'interface',
  description: '',
  requester: '',
  subnetId: 'subnet-1',
  availabilityZone: 'eu-central-1a',
  securityGroupIds: ['sg-db'],
  instanceId: '',
};
const database = {
  name: 'orders',
  engine: 'postgres',
  subnetIds: ['subnet-1', 'subnet-2'],
  securityGroupIds: ['sg-db'],
  availabilityZone: 'eu-central-1a',
};

test.each([
  ['ELB app/shop/50dc6c495c0c9188', 'load balancer shop'],
  ['ELB classic-one', 'load balancer classic-one'],
  ['ElastiCache sessions-001', 'ElastiCache sessions-001'],
  ['Interface for NAT Gateway nat-0a1b', 'NAT gateway nat-0a1b'],
  ['EFS mount target for fs-01 (fsmt-02)', 'EFS fs-01'],
  ['RDSNetworkInterface', 'postgres orders'],
  ['AWS Lambda VPC ENI-orders-0a1b2c3d-1111-2222-3333-444455556666', 'function orders'],
  ['something that a person wrote', ''],
])('an interface that says "%s"', (description, name) => {
  const named = nameInterfaces([{ ...plain, description }], [database], []);
  expect(named).toEqual(name === '' ? [] : [{ address: '10.0.0.1', name }]);
});

test('endpoints by their service, databases as a set where more than one fits', () => {
  const endpoint = { ...plain, type: 'vpc_endpoint', description: 'VPC Endpoint Interface vpce-0a1' };
  const service = 'com.amazonaws.eu-central-1.secretsmanager';
  expect(nameInterfaces([endpoint], [], [{ id: 'vpce-0a1', service }])[0]?.name).toBe(
    'endpoint of secretsmanager',
  );
  expect(nameInterfaces([endpoint], [], [])[0]?.name).toBe('endpoint vpce-0a1');
  const rds = { ...plain, description: 'RDSNetworkInterface' };
  const second = { ...database, name: 'billing', engine: 'mysql' };
  expect(nameInterfaces([rds], [database, second], [])[0]?.name).toBe(
    'RDS: mysql billing or postgres orders',
  );
  expect(nameInterfaces([rds], [{ ...database, availabilityZone: 'eu-central-1b' }], [])[0]?.name).toBe(
    'RDS',
  );
});

test('published ranges: the narrowest service, both families; another file is none', () => {
  const ranges = parseAddressRanges(
    JSON.stringify({
      prefixes: [
        { ip_prefix: '52.216.0.0/15', region: 'us-east-1', service: 'AMAZON' },
        { ip_prefix: '52.216.0.0/15', region: 'us-east-1', service: 'S3' },
        { ip_prefix: '52.94.0.0/16', region: 'eu-central-1', service: 'AMAZON' },
        { ip_prefix: 'broken', service: 'S3' },
      ],
      ipv6_prefixes: [{ ipv6_prefix: '2600:1f14::/35', region: 'us-west-2', service: 'EC2' }],
    }),
  );
  const nameOf = namesOfPeers([{ address: '52.216.0.9', name: 'ours' }], ranges);
  expect(['52.217.9.9', '52.94.1.1', '2600:1f14::5', '8.8.8.8', '52.216.0.9', 'odd'].map(nameOf)).toEqual([
    'S3 us-east-1',
    'AMAZON eu-central-1',
    'EC2 us-west-2',
    '',
    'ours',
    '',
  ]);
  expect(parseAddressRanges('{"other":1}')).toBeUndefined();
  expect(parseAddressRanges('no json')).toBeUndefined();
});

test('fixed addresses of a VPC', () => {
  expect(['169.254.169.253', '169.254.169.254', 'fd00:ec2::254'].map(namesOfPeers([]))).toEqual([
    'Amazon DNS',
    'instance metadata',
    'instance metadata',
  ]);
  expect(resolverOf('10.0.0.0/16')).toBe('10.0.0.2');
  expect(resolverOf('odd')).toBeUndefined();
});
