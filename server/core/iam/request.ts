// A question to the policies: who wants to do what with which resource, and what else is known of the request.
import { accountOf, shortName } from './arn.ts';
import { type ContextEntries, contextOf, type RequestContext } from './context.ts';

interface Identity {
  readonly account: string;
  readonly arn: string;
  /** A permissions boundary is set: NotPrincipal never spares such a caller. */
  readonly hasBoundary?: boolean;
}

export type Caller =
  | (Identity & { readonly kind: 'root' })
  | (Identity & { readonly kind: 'user'; readonly id?: string })
  /** Somebody who has assumed the role, under whatever session name. */
  | (Identity & { readonly kind: 'role'; readonly id?: string })
  /** One session: `arn:aws:sts::…:assumed-role/role/session`. */
  | (Identity & { readonly kind: 'session'; readonly roleArn: string; readonly roleId?: string })
  /** `GetFederationToken` of a user. */
  | (Identity & { readonly kind: 'federated-user'; readonly userArn: string })
  /** An AWS service, such as `s3.amazonaws.com`. */
  | { readonly kind: 'service'; readonly service: string }
  /** Somebody signed in elsewhere, before a role is assumed: an OIDC or SAML provider. */
  | { readonly kind: 'federated'; readonly provider: string }
  | { readonly kind: 'anonymous' };

export interface Request {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  /** Where the ARN does not tell it, as that of a bucket. */
  readonly resourceAccount?: string;
  readonly context: RequestContext;
}

/** A caller from its ARN: user, role, session, federated user or root; `undefined` for any other text. */
export function callerOf(arn: string): Caller | undefined {
  const match = /^arn:([^:]+):(iam|sts)::(\d{12}):(.+)$/.exec(arn);
  if (match === null) return undefined;
  const [, partition = '', service, account = '', resource = ''] = match;
  if (service === 'iam') {
    if (resource === 'root') return { kind: 'root', account, arn };
    if (resource.startsWith('user/')) return { kind: 'user', account, arn };
    return resource.startsWith('role/') ? { kind: 'role', account, arn } : undefined;
  }
  const [kind, name = ''] = resource.split('/');
  if (kind === 'assumed-role') {
    return { kind: 'session', account, arn, roleArn: `arn:${partition}:iam::${account}:role/${name}` };
  }
  if (kind === 'federated-user') {
    return { kind: 'federated-user', account, arn, userArn: `arn:${partition}:iam::${account}:user/${name}` };
  }
  return undefined;
}

/** The account that answers for the resource. */
export function resourceAccountOf(request: Request): string {
  return request.resourceAccount ?? accountOf(request.resource);
}

/**
 * The keys that follow from who asks and for what; `entries` come first.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function requestContext(
  caller: Caller,
  resource: string,
  entries: ContextEntries,
  others: 'absent' | 'unknown',
): RequestContext {
  const account = accountOf(resource);
  const derived: Record<string, string | null> = account === '' ? {} : { 'aws:ResourceAccount': account };
  switch (caller.kind) {
    case 'anonymous':
      Object.assign(derived, noIdentity, { 'aws:PrincipalIsAWSService': 'false' });
      break;
    case 'service':
      Object.assign(derived, noIdentity, {
        'aws:PrincipalIsAWSService': 'true',
        'aws:PrincipalServiceName': caller.service,
      });
      break;
    case 'federated':
      Object.assign(derived, {
        'aws:FederatedProvider': caller.provider,
        'aws:PrincipalIsAWSService': 'false',
      });
      break;
    default:
      derived['aws:PrincipalAccount'] = caller.account;
      derived['aws:PrincipalArn'] = caller.kind === 'session' ? caller.roleArn : caller.arn;
      derived['aws:PrincipalType'] = principalTypes[caller.kind];
      derived['aws:PrincipalIsAWSService'] = 'false';
      derived['aws:username'] = caller.kind === 'user' ? shortName(caller.arn) : null;
      if (caller.kind === 'user' && caller.id !== undefined) derived['aws:userid'] = caller.id;
  }
  return contextOf(entries, others, contextOf(derived, others));
}

const noIdentity = {
  'aws:PrincipalArn': null,
  'aws:PrincipalAccount': null,
  'aws:PrincipalOrgID': null,
  'aws:PrincipalOrgPaths': null,
  'aws:username': null,
  'aws:userid': null,
} as const;

const principalTypes = {
  root: 'Account',
  user: 'User',
  role: 'AssumedRole',
  session: 'AssumedRole',
  'federated-user': 'FederatedUser',
} as const;
