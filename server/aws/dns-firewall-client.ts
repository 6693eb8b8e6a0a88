// The part of Route 53 Resolver that is DNS Firewall, over the service's JSON protocol: the few operations that a
// response needs, signed as the SDK signs. Each request is sent once.
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations_Amazon_Route_53_Resolver.html
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';

export interface DnsFirewallClient {
  listFirewallDomainLists(input: Paged, options?: CallOptions): Promise<Page<'FirewallDomainLists', Named>>;
  listFirewallDomains(
    input: Paged & { readonly FirewallDomainListId: string },
    options?: CallOptions,
  ): Promise<Page<'Domains', string>>;
  listFirewallRuleGroups(input: Paged, options?: CallOptions): Promise<Page<'FirewallRuleGroups', Named>>;
  listFirewallRules(
    input: Paged & { readonly FirewallRuleGroupId: string },
    options?: CallOptions,
  ): Promise<Page<'FirewallRules', FirewallRule>>;
  listFirewallRuleGroupAssociations(
    input: Paged & { readonly VpcId?: string; readonly FirewallRuleGroupId?: string },
    options?: CallOptions,
  ): Promise<Page<'FirewallRuleGroupAssociations', Association>>;
  createFirewallDomainList(input: object, options?: CallOptions): Promise<object>;
  updateFirewallDomains(input: object, options?: CallOptions): Promise<object>;
  deleteFirewallDomainList(input: object, options?: CallOptions): Promise<object>;
  createFirewallRuleGroup(input: object, options?: CallOptions): Promise<object>;
  deleteFirewallRuleGroup(input: object, options?: CallOptions): Promise<object>;
  createFirewallRule(input: object, options?: CallOptions): Promise<object>;
  deleteFirewallRule(input: object, options?: CallOptions): Promise<object>;
  associateFirewallRuleGroup(input: object, options?: CallOptions): Promise<object>;
  disassociateFirewallRuleGroup(input: object, options?: CallOptions): Promise<object>;
  destroy(): void;
}

interface CallOptions {
  readonly abortSignal?: AbortSignal;
}

interface Paged {
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

type Page<Name extends string, T> = { readonly NextToken?: string } & { readonly [K in Name]?: readonly T[] };

interface Named {
  readonly Id?: string;
  readonly Name?: string;
  readonly Status?: string;
  /** The service that made it, such as Firewall Manager. */
  readonly ManagedOwnerName?: string;
}

interface FirewallRule {
  readonly FirewallDomainListId?: string;
  readonly Priority?: number;
  readonly Action?: string;
  readonly BlockResponse?: string;
}

interface Association {
  readonly Id?: string;
  readonly FirewallRuleGroupId?: string;
  readonly VpcId?: string;
  readonly Name?: string;
  readonly Priority?: number;
  readonly Status?: string;
}

export interface DnsFirewallConfig {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials: ConstructorParameters<typeof SignatureV4>[0]['credentials'];
  readonly requestTimeoutMs: number;
}

const operations = [
  'ListFirewallDomainLists',
  'ListFirewallDomains',
  'ListFirewallRuleGroups',
  'ListFirewallRules',
  'ListFirewallRuleGroupAssociations',
  'CreateFirewallDomainList',
  'UpdateFirewallDomains',
  'DeleteFirewallDomainList',
  'CreateFirewallRuleGroup',
  'DeleteFirewallRuleGroup',
  'CreateFirewallRule',
  'DeleteFirewallRule',
  'AssociateFirewallRuleGroup',
  'DisassociateFirewallRuleGroup',
] as const;

export function dnsFirewallClient(config: DnsFirewallConfig): DnsFirewallClient {
  const { region, credentials } = config;
  const url = new URL(config.endpoint ?? `https://route53resolver.${region}.${suffixOf(region)}`);
  const signer = new SignatureV4({ service: 'route53resolver', region, credentials, sha256: Sha256 });
  const send = async (operation: string, input: object, options: CallOptions = {}): Promise<unknown> => {
    const body = JSON.stringify(input);
    const signed = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path: url.pathname,
      query: {},
      headers: {
        host: url.host,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `Route53Resolver.${operation}`,
        'user-agent': 'lambda-protect',
      },
      body,
    });
    const timeout = AbortSignal.timeout(config.requestTimeoutMs);
    const { abortSignal } = options;
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method: 'POST',
        headers: signed.headers,
        body,
        signal: abortSignal === undefined ? timeout : AbortSignal.any([abortSignal, timeout]),
      });
      text = await response.text();
    } catch (error) {
      if (abortSignal?.aborted) throw error;
      throw failure(timeout.aborted ? 'TimeoutError' : 'ConnectionError', 'the line broke', undefined);
    }
    const answer: unknown = JSON.parse(text === '' ? '{}' : text);
    if (!response.ok) throw failure(nameIn(answer), messageIn(answer), response.status);
    return answer;
  };
  const methods = operations.map((name) => [
    name.charAt(0).toLowerCase() + name.slice(1),
    (input: object, options?: CallOptions) => send(name, input, options),
  ]);
  // The table of names makes the methods: a pairing that the compiler cannot follow.
  return { ...Object.fromEntries(methods), destroy: () => {} } as DnsFirewallClient;
}

function suffixOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

/** As the SDK's errors are: the service's word as name, and the status where there was an answer. */
function failure(name: string, message: string, httpStatusCode: number | undefined): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

function nameIn(answer: unknown): string {
  const type = memberOf(answer, '__type');
  return typeof type === 'string' ? (type.split('#').at(-1) ?? type) : 'UnknownError';
}

function messageIn(answer: unknown): string {
  const message = memberOf(answer, 'Message') ?? memberOf(answer, 'message');
  return typeof message === 'string' ? message : '';
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
