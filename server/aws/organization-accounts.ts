// The active accounts of the caller's organization.
import type { Connection } from './clients.ts';

/** Ids in the order of the service. Throws what the service says. */
export async function organizationAccounts(
  connection: Connection,
  region: string,
): Promise<readonly string[]> {
  const client = await connection.client('organizations', region);
  const ids: string[] = [];
  let token: string | undefined;
  for (;;) {
    const from: string | undefined = token;
    const page = await client.listAccounts(from === undefined ? {} : { NextToken: from });
    for (const one of page.Accounts ?? [])
      if (one.Id !== undefined && one.Status !== 'SUSPENDED') ids.push(one.Id);
    if (page.NextToken === undefined || page.NextToken === from) return ids;
    token = page.NextToken;
  }
}
