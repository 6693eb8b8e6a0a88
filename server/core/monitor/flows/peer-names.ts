// Names for the addresses that functions talk to: what the interface behind an address says of itself, the databases
// that it may belong to, the fixed addresses of a VPC, and the ranges that AWS publishes, where a person has the file.
// An address that nobody knows has no name: nothing is guessed.

/** Of an interface of the account, as EC2 describes it. */
export interface PeerInterface {
  readonly addresses: readonly string[];
  readonly type: string;
  readonly description: string;
  readonly requester: string;
  readonly subnetId: string;
  readonly availabilityZone: string;
  readonly securityGroupIds: readonly string[];
  /** Empty where it is none's. */
  readonly instanceId: string;
}

/** A database, which its interface does not name. */
export interface DatabaseFacts {
  readonly name: string;
  readonly engine: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** Empty where it may be in any. */
  readonly availabilityZone: string;
}

export interface EndpointFacts {
  readonly id: string;
  /** `com.amazonaws.eu-central-1.secretsmanager` */
  readonly service: string;
}

export interface NamedAddress {
  readonly address: string;
  readonly name: string;
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/configure-vpc-link-local-addresses or the pages of each. */
const fixed: Readonly<Record<string, string>> = {
  '169.254.169.253': 'Amazon DNS',
  '169.254.169.254': 'instance metadata',
  '169.254.169.123': 'Amazon Time Sync',
  '169.254.170.2': 'container credentials',
  'fd00:ec2::253': 'Amazon DNS',
  'fd00:ec2::254': 'instance metadata',
  'fd00:ec2::123': 'Amazon Time Sync',
};

/** What the services write into the description of the interfaces that they make. */
const descriptions: readonly (readonly [form: RegExp, words: (rest: string) => string])[] = [
  [/^ELB (?:app|net|gwy)\/([^/]+)\//, (name) => `load balancer ${name}`],
  [/^ELB (.+)$/, (name) => `load balancer ${name}`],
  [/^ElastiCache (.+)$/, (name) => `ElastiCache ${name}`],
  [/^Interface for NAT Gateway (\S+)/, (id) => `NAT gateway ${id}`],
  [/^EFS mount target for (\S+)/, (id) => `EFS ${id}`],
  [/^RedshiftNetworkInterface/, () => 'Redshift'],
  [/^ES (.+)$/, (name) => `OpenSearch ${name}`],
  [/^DAX (.+)$/, (name) => `DAX ${name}`],
  [/^DMSNetworkInterface/, () => 'Database Migration Service'],
  [/^Route 53 Resolver: (\S+)/, (id) => `Route 53 Resolver ${id}`],
  [/^Network Interface for Transit Gateway Attachment (\S+)/, (id) => `transit gateway ${id}`],
  [
    /^AWS Lambda VPC ENI-?(.*?)(?:-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/,
    (name) => `function ${name}`,
  ],
  [/^Amazon EKS (.+)$/, (name) => `EKS ${name}`],
  [/^arn:[^:]+:ecs:.*:attachment\//, () => 'ECS task'],
];

export function nameInterfaces(
  interfaces: readonly PeerInterface[],
  databases: readonly DatabaseFacts[],
  endpoints: readonly EndpointFacts[],
): readonly NamedAddress[] {
  return interfaces.flatMap((one) => {
    const name = nameOfInterface(one, databases, endpoints);
    return name === '' ? [] : one.addresses.map((address) => ({ address, name }));
  });
}

function nameOfInterface(
  one: PeerInterface,
  databases: readonly DatabaseFacts[],
  endpoints: readonly EndpointFacts[],
): string {
  const { description, type } = one;
  const endpointId = /\b(vpce-[0-9a-z]+)\b/.exec(description)?.[1];
  if (type === 'vpc_endpoint' || endpointId !== undefined) {
    const endpoint = endpoints.find(({ id }) => id === endpointId);
    return endpoint ? `endpoint of ${shortService(endpoint.service)}` : `endpoint ${endpointId ?? ''}`.trim();
  }
  if (/^RDSNetworkInterface/.test(description) || one.requester === 'amazon-rds')
    return databaseOf(one, databases);
  for (const [form, words] of descriptions) {
    const match = form.exec(description);
    if (match) return words(match[1] ?? '').trim();
  }
  if (one.instanceId !== '') return `instance ${one.instanceId}`;
  return '';
}

/** The databases whose interface it may be; often one. */
function databaseOf(one: PeerInterface, databases: readonly DatabaseFacts[]): string {
  const groups = one.securityGroupIds.toSorted().join();
  const fitting = databases.filter(
    (database) =>
      database.subnetIds.includes(one.subnetId) &&
      database.securityGroupIds.toSorted().join() === groups &&
      (database.availabilityZone === '' || database.availabilityZone === one.availabilityZone),
  );
  if (fitting.length === 0) return 'RDS';
  const names = [...new Set(fitting.map(({ engine, name }) => `${engine} ${name}`))].toSorted();
  return names.length === 1 ? (names[0] ?? 'RDS') : `RDS: ${names.join(' or ')}`;
}

/** `com.amazonaws.eu-central-1.secretsmanager` is `secretsmanager`. */
function shortService(service: string): string {
  return service.replace(/^(?:com|cn\.com)\.amazonaws\.(?:[a-z]{2}(?:-[a-z]+)+-\d\.)?/, '');
}

export interface AddressRanges {
  /** `S3 eu-central-1`; empty where it lies in none. */
  nameOf(address: string): string;
  readonly size: number;
}

/**
 * AWS's `ip-ranges.json`, which a person fetched. Undefined where it is another file.
 * https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html
 */
export function parseAddressRanges(text: string): AddressRanges | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('prefixes' in value)) return undefined;
  const lists = [value.prefixes, 'ipv6_prefixes' in value ? value.ipv6_prefixes : []];
  /** By length of prefix, the first bits in hexadecimal to a name: 128 look-ups at most for an address. */
  const byLength = new Map<string, Map<string, string>>();
  let size = 0;
  for (const list of lists) {
    if (!Array.isArray(list)) continue;
    for (const one of list) {
      const record: Readonly<Record<string, unknown>> = Object(one);
      const cidr = record['ip_prefix'] ?? record['ipv6_prefix'];
      const { service, region } = record;
      if (typeof cidr !== 'string' || typeof service !== 'string') continue;
      const [address = '', bits = ''] = cidr.split('/');
      const number = bitsOf(address);
      if (number === undefined || !/^\d{1,3}$/.test(bits)) continue;
      const names = byLength.get(`${number.length}/${bits}`) ?? new Map<string, string>();
      byLength.set(`${number.length}/${bits}`, names);
      const key = number.slice(0, Number(bits));
      // Every range is AMAZON's too; the service says more.
      if (service === 'AMAZON' && names.has(key)) continue;
      names.set(key, `${service} ${typeof region === 'string' ? region : ''}`.trim());
      size++;
    }
  }
  if (size === 0) return undefined;
  return {
    size,
    nameOf(address) {
      const bits = bitsOf(address);
      if (bits === undefined) return '';
      let general = '';
      for (let length = bits.length; length >= 8; length--) {
        const name = byLength.get(`${bits.length}/${length}`)?.get(bits.slice(0, length));
        if (name === undefined) continue;
        if (!name.startsWith('AMAZON')) return name;
        general ||= name;
      }
      return general;
    },
  };
}

/** 32 or 128 characters of 0 and 1; undefined where it is no address. */
function bitsOf(address: string): string | undefined {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(address)) {
    const parts = address.split('.').map(Number);
    return parts.some((part) => part > 255)
      ? undefined
      : parts.map((part) => part.toString(2).padStart(8, '0')).join('');
  }
  if (!address.includes(':')) return undefined;
  const [head = '', tail] = address.split('::', 2);
  const groups = (text: string) => text.split(':').filter((group) => group !== '');
  const first = groups(head);
  const last = groups(tail ?? '');
  const gap = tail === undefined ? 0 : 8 - first.length - last.length;
  const all = [...first, ...Array.from({ length: Math.max(0, gap) }, () => '0'), ...last];
  if (all.length !== 8 || all.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return all.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}

/** The second address of a VPC's range is its resolver. */
export function resolverOf(cidr: string): string | undefined {
  const match = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.(\d{1,3})\/\d{1,2}$/.exec(cidr);
  return match ? `${match[1]}.${Number(match[2]) + 2}` : undefined;
}

/** The account's own names first, then what is fixed, then the published ranges. */
export function namesOfPeers(
  named: readonly NamedAddress[],
  ranges?: AddressRanges,
): (address: string) => string {
  const own = new Map(named.map(({ address, name }) => [address, name]));
  return (address) => own.get(address) ?? fixed[address] ?? ranges?.nameOf(address) ?? '';
}
