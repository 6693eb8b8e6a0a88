// The SDK's clients, made on first use, one for each service and Region of a connection, over shared sockets.
// The only place that decides where requests go: an endpoint override reaches every client, credentials' own included.
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';

/** Each service is loaded when it is first asked for: all of them together take more than a second. */
const makers = {
  lambda: async (config: ClientConfig) => new (await import('@aws-sdk/client-lambda')).Lambda(config),
  iam: async (config: ClientConfig) => new (await import('@aws-sdk/client-iam')).IAM(config),
  sts: async (config: ClientConfig) => new (await import('@aws-sdk/client-sts')).STS(config),
  cloudwatch: async (config: ClientConfig) =>
    new (await import('@aws-sdk/client-cloudwatch')).CloudWatch(config),
  logs: async (config: ClientConfig) =>
    new (await import('@aws-sdk/client-cloudwatch-logs')).CloudWatchLogs(config),
  cloudtrail: async (config: ClientConfig) =>
    new (await import('@aws-sdk/client-cloudtrail')).CloudTrail(config),
  guardduty: async (config: ClientConfig) =>
    new (await import('@aws-sdk/client-guardduty')).GuardDuty(config),
  inspector2: async (config: ClientConfig) =>
    new (await import('@aws-sdk/client-inspector2')).Inspector2(config),
  ec2: async (config: ClientConfig) => new (await import('@aws-sdk/client-ec2')).EC2(config),
  s3: async (config: ClientConfig) =>
    new (await import('@aws-sdk/client-s3')).S3({
      ...config,
      forcePathStyle: config.endpoint !== undefined,
      followRegionRedirects: true,
    }),
  sns: async (config: ClientConfig) => new (await import('@aws-sdk/client-sns')).SNS(config),
  sqs: async (config: ClientConfig) =>
    new (await import('@aws-sdk/client-sqs')).SQS({
      ...config,
      useQueueUrlAsEndpoint: config.endpoint === undefined,
    }),
  events: async (config: ClientConfig) =>
    new (await import('@aws-sdk/client-eventbridge')).EventBridge(config),
  apigateway: async (config: ClientConfig) =>
    new (await import('@aws-sdk/client-api-gateway')).APIGateway(config),
  apigatewayv2: async (config: ClientConfig) =>
    new (await import('@aws-sdk/client-apigatewayv2')).ApiGatewayV2(config),
  elb: async (config: ClientConfig) =>
    new (await import('@aws-sdk/client-elastic-load-balancing-v2')).ElasticLoadBalancingV2(config),
  cognito: async (config: ClientConfig) =>
    new (await import('@aws-sdk/client-cognito-identity-provider')).CognitoIdentityProvider(config),
  organizations: async (config: ClientConfig) =>
    new (await import('@aws-sdk/client-organizations')).Organizations(config),
  kms: async (config: ClientConfig) => new (await import('@aws-sdk/client-kms')).KMS(config),
  rds: async (config: ClientConfig) => new (await import('@aws-sdk/client-rds')).RDS(config),
  elasticache: async (config: ClientConfig) =>
    new (await import('@aws-sdk/client-elasticache')).ElastiCache(config),
  config: async (config: ClientConfig) =>
    new (await import('@aws-sdk/client-config-service')).ConfigService(config),
  'network-firewall': async (config: ClientConfig) =>
    new (await import('@aws-sdk/client-network-firewall')).NetworkFirewall(config),
  route53resolver: async (config: ClientConfig) =>
    (await import('./dns-firewall-client.ts')).dnsFirewallClient({
      ...config,
      requestTimeoutMs: config.requestHandler.requestTimeout,
    }),
  athena: async (config: ClientConfig) => new (await import('@aws-sdk/client-athena')).Athena(config),
};

type Makers = typeof makers;
export type ServiceName = keyof Makers;
export type Client<Name extends ServiceName> = Awaited<ReturnType<Makers[Name]>>;

type CredentialProvider = ReturnType<typeof fromNodeProviderChain>;
/** Where a connection's credentials come from: kept in memory, renewed by itself. */
export type Credentials = CredentialProvider;

/** What all clients have in common. Absent members are absent: the SDK takes an explicit undefined as an answer. */
interface ClientConfig {
  readonly region: string;
  readonly endpoint?: string;
  readonly disableHostPrefix?: boolean;
  readonly credentials: CredentialProvider;
  readonly retryMode: 'adaptive' | 'standard';
  readonly maxAttempts: number;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
    readonly httpsAgent: { readonly keepAlive: true; readonly maxSockets: number };
    readonly httpAgent: { readonly keepAlive: true; readonly maxSockets: number };
  };
  readonly customUserAgent: string;
}

export interface RoleToAssume {
  readonly arn: string;
  readonly externalId?: string;
}

export interface ConnectionOptions {
  readonly profile?: string;
  /** Taken on with the profile's credentials. */
  readonly role?: RoleToAssume;
  /** Every client of the connection goes there. */
  readonly endpointUrl?: string;
  /** Asks the person for the code of an MFA device; without it a profile that wants one is refused with a clear message. */
  readonly mfaCode?: (serial: string) => Promise<string>;
  /** Of another connection of the same person: nobody is asked for a code again. */
  readonly credentials?: Credentials;
  /** `by-caller`: each request is sent once and whoever asks decides; else the SDK's adaptive mode. */
  readonly retries?: 'adaptive' | 'by-caller';
  /** Default 20 s. */
  readonly requestTimeoutMs?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface Connection {
  client<Name extends ServiceName>(name: Name, region: string): Promise<Client<Name>>;
  /** The endpoint override in force. */
  readonly endpointUrl: string | undefined;
  /** The profile or role in words. */
  readonly via: string;
  readonly credentials: Credentials;
  /** The Region that the profile or the environment names. */
  defaultRegion(): Promise<string | undefined>;
  close(): void;
}

/** Throws where the endpoint is not one: plain http is for this machine only. */
export function openConnection(options: ConnectionOptions = {}): Connection {
  const env = options.env ?? process.env;
  const endpointUrl = readEndpoint(options.endpointUrl ?? env['AWS_ENDPOINT_URL']);
  const made = new Map<string, Promise<Made>>();
  const credentials = options.credentials ?? providerOf(options, endpointUrl);
  const config = (region: string): ClientConfig => ({
    region,
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl, disableHostPrefix: true }),
    credentials,
    retryMode: options.retries === 'by-caller' ? 'standard' : 'adaptive',
    maxAttempts: options.retries === 'by-caller' ? 1 : 8,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: options.requestTimeoutMs ?? 20_000,
      throwOnRequestTimeout: true,
      httpsAgent: { keepAlive: true, maxSockets: 64 },
      httpAgent: { keepAlive: true, maxSockets: 64 },
    },
    customUserAgent: 'lambda-protect',
  });
  return {
    endpointUrl,
    via: viaOf(options),
    credentials,
    client<Name extends ServiceName>(name: Name, region: string) {
      const key = `${name}|${region}`;
      const existing = made.get(key);
      // The key names the service, so that what lies under it is that service's client.
      if (existing) return existing as Promise<Client<Name>>;
      const fresh: Promise<Made> = makers[name](config(region));
      fresh.then(withoutLog).catch(() => {});
      made.set(key, fresh);
      return fresh as Promise<Client<Name>>;
    },
    async defaultRegion() {
      const named = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
      if (named !== undefined && named !== '') return named;
      const { STS } = await import('@aws-sdk/client-sts');
      const probe = new STS(options.profile === undefined ? {} : { profile: options.profile });
      try {
        return await probe.config.region();
      } catch {
        return undefined;
      } finally {
        probe.destroy();
      }
    },
    close() {
      for (const client of made.values()) client.then((one) => one.destroy()).catch(() => {});
      made.clear();
    },
  };
}

/** What all clients can do; those that are not of the SDK have no stack. */
interface Made {
  readonly middlewareStack?: { remove(name: string): boolean };
  destroy(): void;
}

/**
 * The SDK makes a second copy of each answer for a log, whether or not one is kept: a third of the time that reading
 * 5,000 findings takes.
 */
function withoutLog({ middlewareStack }: Made): void {
  middlewareStack?.remove('loggerMiddleware');
}

function providerOf(options: ConnectionOptions, endpointUrl: string | undefined): CredentialProvider {
  const inner = endpointUrl === undefined ? {} : { clientConfig: { endpoint: endpointUrl } };
  const base = fromNodeProviderChain({
    ...inner,
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.mfaCode === undefined ? {} : { mfaCodeProvider: options.mfaCode }),
    // A person may sign in again while the editor stays open.
    ignoreCache: true,
  });
  if (!options.role) return base;
  return fromTemporaryCredentials({
    masterCredentials: base,
    params: {
      RoleArn: options.role.arn,
      RoleSessionName: 'lambda-protect',
      ...(options.role.externalId === undefined ? {} : { ExternalId: options.role.externalId }),
    },
    clientConfig: { region: 'us-east-1', ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }) },
  });
}

function viaOf(options: ConnectionOptions): string {
  const profile = options.profile === undefined ? 'default credentials' : `profile ${options.profile}`;
  return options.role ? `role ${options.role.arn} (${profile})` : profile;
}

/** Back from the words of `via` in a snapshot to the access that they name. */
export function accessFrom(via: string): Pick<ConnectionOptions, 'profile' | 'role'> {
  const role = /^role (\S+) \((.*)\)$/.exec(via);
  const profile = /^profile (.+)$/.exec(role?.[2] ?? via)?.[1];
  return {
    ...(profile === undefined ? {} : { profile }),
    ...(role?.[1] === undefined ? {} : { role: { arn: role[1] } }),
  };
}

function readEndpoint(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Error(`endpoint is no URL: ${text}; write it as http://127.0.0.1:4566 or https://host`);
  }
  if (url.protocol !== 'https:' && !isLoopback(url)) {
    throw new Error(
      `endpoint is not encrypted: ${text}; plain http is accepted for this machine (127.0.0.1) only`,
    );
  }
  return text;
}

/** Names and addresses of this machine. */
export function isLoopback(url: URL): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|.*\.localhost)$/.test(url.hostname);
}
