// The one place that knows how the SDK's clients carry their runtime schemas: undocumented exports, hence pinned versions.
// An operation is a tuple [9, namespace, name, traits, input, output] exported as `<Name>$`, an error [-3, …].
import { NormalizedSchema } from '@smithy/core/schema';

export type Schema = NormalizedSchema;
export type Protocol = 'restJson1' | 'restXml' | 'awsJson1_0' | 'awsJson1_1' | 'awsQuery' | 'ec2Query';

export interface ServiceEntry {
  /** Our name, which is also the prefix of its IAM actions. */
  readonly name: string;
  /** In the credential scope of a signature. */
  readonly signingName: string;
  /** What the service's own clients speak; a request that comes in another form is answered in its own. */
  readonly protocol: Protocol;
  readonly load: () => Promise<object>;
  /** A path of this service, where two services share a signing name. */
  readonly path?: RegExp;
  readonly xmlNamespace?: string;
}

const entries: readonly ServiceEntry[] = [
  {
    name: 'lambda',
    signingName: 'lambda',
    protocol: 'restJson1',
    load: () => import('@aws-sdk/client-lambda'),
  },
  {
    name: 'iam',
    signingName: 'iam',
    protocol: 'awsQuery',
    load: () => import('@aws-sdk/client-iam'),
    xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  },
  {
    name: 'sts',
    signingName: 'sts',
    protocol: 'awsQuery',
    load: () => import('@aws-sdk/client-sts'),
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  },
  {
    name: 'cloudwatch',
    signingName: 'monitoring',
    protocol: 'awsJson1_0',
    load: () => import('@aws-sdk/client-cloudwatch'),
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  },
  {
    name: 'logs',
    signingName: 'logs',
    protocol: 'awsJson1_1',
    load: () => import('@aws-sdk/client-cloudwatch-logs'),
  },
  {
    name: 'cloudtrail',
    signingName: 'cloudtrail',
    protocol: 'awsJson1_1',
    load: () => import('@aws-sdk/client-cloudtrail'),
  },
  {
    name: 'guardduty',
    signingName: 'guardduty',
    protocol: 'restJson1',
    load: () => import('@aws-sdk/client-guardduty'),
  },
  {
    name: 'inspector2',
    signingName: 'inspector2',
    protocol: 'restJson1',
    load: () => import('@aws-sdk/client-inspector2'),
  },
  {
    name: 'ec2',
    signingName: 'ec2',
    protocol: 'ec2Query',
    load: () => import('@aws-sdk/client-ec2'),
    xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  },
  {
    name: 's3',
    signingName: 's3',
    protocol: 'restXml',
    load: () => import('@aws-sdk/client-s3'),
    xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
  },
  {
    name: 'sns',
    signingName: 'sns',
    protocol: 'awsQuery',
    load: () => import('@aws-sdk/client-sns'),
    xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  },
  { name: 'sqs', signingName: 'sqs', protocol: 'awsJson1_0', load: () => import('@aws-sdk/client-sqs') },
  {
    name: 'events',
    signingName: 'events',
    protocol: 'awsJson1_1',
    load: () => import('@aws-sdk/client-eventbridge'),
  },
  {
    name: 'apigatewayv2',
    signingName: 'apigateway',
    protocol: 'restJson1',
    load: () => import('@aws-sdk/client-apigatewayv2'),
    path: /^\/v2\//,
  },
  {
    name: 'apigateway',
    signingName: 'apigateway',
    protocol: 'restJson1',
    load: () => import('@aws-sdk/client-api-gateway'),
  },
  {
    name: 'elasticloadbalancing',
    signingName: 'elasticloadbalancing',
    protocol: 'awsQuery',
    load: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
    xmlNamespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
  },
  {
    name: 'cognito-idp',
    signingName: 'cognito-idp',
    protocol: 'awsJson1_1',
    load: () => import('@aws-sdk/client-cognito-identity-provider'),
  },
  {
    name: 'organizations',
    signingName: 'organizations',
    protocol: 'awsJson1_1',
    load: () => import('@aws-sdk/client-organizations'),
  },
  {
    name: 'network-firewall',
    signingName: 'network-firewall',
    protocol: 'awsJson1_0',
    load: () => import('@aws-sdk/client-network-firewall'),
  },
  {
    name: 'route53resolver',
    signingName: 'route53resolver',
    protocol: 'awsJson1_1',
    load: () => import('./services/route53resolver-schemas.ts'),
  },
  { name: 'kms', signingName: 'kms', protocol: 'awsJson1_1', load: () => import('@aws-sdk/client-kms') },
  {
    name: 'rds',
    signingName: 'rds',
    protocol: 'awsQuery',
    load: () => import('@aws-sdk/client-rds'),
    xmlNamespace: 'http://rds.amazonaws.com/doc/2014-10-31/',
  },
  {
    name: 'config',
    signingName: 'config',
    protocol: 'awsJson1_1',
    load: () => import('@aws-sdk/client-config-service'),
  },
  {
    name: 'elasticache',
    signingName: 'elasticache',
    protocol: 'awsQuery',
    load: () => import('@aws-sdk/client-elasticache'),
    xmlNamespace: 'http://elasticache.amazonaws.com/doc/2015-02-02/',
  },
  {
    name: 'athena',
    signingName: 'athena',
    protocol: 'awsJson1_1',
    load: () => import('@aws-sdk/client-athena'),
  },
];

export interface Operation {
  readonly name: string;
  readonly input: Schema;
  readonly output: Schema;
  /** Method, path pattern, status; only where the protocol is a REST one. */
  readonly http: readonly [method: string, path: string, status: number] | undefined;
}

export interface LoadedService {
  readonly entry: ServiceEntry;
  readonly operations: ReadonlyMap<string, Operation>;
  /** By the code that goes over the wire. */
  readonly errors: ReadonlyMap<string, { readonly status: number; readonly schema: Schema }>;
}

const loaded = new Map<string, Promise<LoadedService>>();

/** The service that a request means, by its signature and path. */
export function findService(signingName: string, path: string): Promise<LoadedService> | undefined {
  const entry = entries.find((one) => one.signingName === signingName && (one.path?.test(path) ?? true));
  if (!entry) return undefined;
  const known = loaded.get(entry.name);
  if (known) return known;
  const fresh = entry.load().then((module) => readModule(entry, module));
  loaded.set(entry.name, fresh);
  return fresh;
}

function readModule(entry: ServiceEntry, module: object): LoadedService {
  const operations = new Map<string, Operation>();
  const errors = new Map<string, { readonly status: number; readonly schema: Schema }>();
  for (const [name, value] of Object.entries(module)) {
    if (!name.endsWith('$') || !Array.isArray(value)) continue;
    const tuple: readonly unknown[] = value;
    if (tuple[0] === 9) {
      const traits = asRecord(tuple[3]);
      const http = traits?.['http'];
      operations.set(String(tuple[2]), {
        name: String(tuple[2]),
        input: schemaOf(tuple[4]),
        output: schemaOf(tuple[5]),
        http: Array.isArray(http) ? [String(http[0]), String(http[1]), Number(http[2])] : undefined,
      });
    } else if (tuple[0] === -3) {
      const traits = asRecord(tuple[3]);
      const query = traits?.['awsQueryError'];
      const schema = schemaOf(tuple);
      const status = Number(Array.isArray(query) ? query[1] : (traits?.['httpError'] ?? 400));
      errors.set(String(tuple[2]), { status, schema });
      if (Array.isArray(query)) errors.set(String(query[0]), { status, schema });
    }
  }
  return { entry, operations, errors };
}

type SchemaReference = Parameters<typeof NormalizedSchema.of>[0];

/** Operations name their shapes through functions, so that modules may be read in any order. */
function schemaOf(reference: unknown): Schema {
  return NormalizedSchema.of(reference as SchemaReference);
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
}

/** `epoch` seconds, `date-time` text or `http-date` text, by the member's own trait or the place's default. */
export function timestampForm(schema: Schema, fallback: 'epoch' | 'date-time' | 'http-date') {
  const code = schema.getSchema();
  if (code === 5) return 'date-time';
  if (code === 6) return 'http-date';
  if (code === 7) return 'epoch';
  return fallback;
}
