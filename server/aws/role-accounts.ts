// Several accounts by one role: the same name taken on in each of them, named or of the caller's organization.
import { type ConnectionOptions, openConnection } from './clients.ts';
import { organizationAccounts } from './organization-accounts.ts';
import { partitionOf } from './partition.ts';

export interface RoleWish {
  /** The role's name, with its path where it has one. */
  readonly name: string;
  readonly externalId?: string;
  /** Account ids. */
  readonly accounts: readonly string[] | 'organization';
}

/** Characters of a role's name and path, by the service's reference of `Role`. */
const roleName = /^[\w+=,.@/-]+$/;

/**
 * `base` holds the credentials that take on the role; `regions` say which partition the roles are in. Rejects with
 * words for a person where the wish has no meaning or the organization is not told.
 */
export async function accountsByRole(
  base: ConnectionOptions,
  { name, externalId, accounts }: RoleWish,
  regions: readonly string[],
): Promise<readonly ConnectionOptions[]> {
  if (!roleName.test(name)) throw new Error(`no name of a role: ${name}; write it without its ARN`);
  const ids =
    accounts === 'organization' ? await listOrganization(base, regions[0] ?? 'us-east-1') : accounts;
  const wrong = ids.find((id) => !/^\d{12}$/.test(id));
  if (wrong !== undefined) throw new Error(`no account id: ${wrong}; write twelve digits, or "organization"`);
  const partition = partitionOf(regions[0] ?? '');
  return ids.map((id) => ({
    ...base,
    role: {
      arn: `arn:${partition}:iam::${id}:role/${name}`,
      ...(externalId === undefined ? {} : { externalId }),
    },
  }));
}

async function listOrganization(access: ConnectionOptions, region: string): Promise<readonly string[]> {
  const connection = openConnection(access);
  try {
    return await organizationAccounts(connection, region);
  } catch (error) {
    throw new Error(
      `the organization's accounts cannot be listed: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    connection.close();
  }
}
