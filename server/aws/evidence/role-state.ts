// An execution role as evidence: who may take it on, and every policy that it has, inline and attached.

import type { Known } from '../../core/model/known.ts';
import type { RefusedEvidence } from '../../core/remedy/evidence-manifest.ts';
import type { Ask } from '../ask.ts';
import type { Connection } from '../clients.ts';
import { plainDocument } from '../documents.ts';

/** What is refused is added to `refused`. */
export async function roleState(
  ask: Ask,
  connection: Connection,
  region: string,
  arn: string,
  refused: RefusedEvidence[],
): Promise<unknown> {
  const RoleName = arn.split('/').at(-1) ?? '';
  const iam = await connection.client('iam', region);
  const taken = <T>(what: string, fact: Known<T>): T | undefined => {
    if (!fact.known) refused.push({ what, ...fact.gap });
    return fact.known ? fact.value : undefined;
  };
  const marker = (token: string | undefined) => (token === undefined ? {} : { Marker: token });
  const role = taken(
    `role ${RoleName}`,
    await ask.known('iam:GetRole', (options) => iam.getRole({ RoleName }, options)),
  );
  const names = taken(
    `inline policies of ${RoleName}`,
    await ask.pages('iam:ListRolePolicies', async (token, options) => {
      const page = await iam.listRolePolicies({ RoleName, ...marker(token) }, options);
      return { items: page.PolicyNames, next: page.Marker };
    }),
  );
  const inline: Record<string, unknown> = {};
  for (const PolicyName of names ?? []) {
    const policy = taken(
      `inline policy ${PolicyName}`,
      await ask.known('iam:GetRolePolicy', (options) => iam.getRolePolicy({ RoleName, PolicyName }, options)),
    );
    if (policy) inline[PolicyName] = parsed(policy.PolicyDocument);
  }
  const links = taken(
    `attached policies of ${RoleName}`,
    await ask.pages('iam:ListAttachedRolePolicies', async (token, options) => {
      const page = await iam.listAttachedRolePolicies({ RoleName, ...marker(token) }, options);
      return { items: page.AttachedPolicies, next: page.Marker };
    }),
  );
  const attached: Record<string, unknown> = {};
  for (const { PolicyArn = '' } of links ?? []) {
    const policy = taken(
      `policy ${PolicyArn}`,
      await ask.known('iam:GetPolicy', (options) => iam.getPolicy({ PolicyArn }, options)),
    );
    const VersionId = policy?.Policy?.DefaultVersionId;
    if (VersionId === undefined) continue;
    const version = taken(
      `policy ${PolicyArn}`,
      await ask.known('iam:GetPolicyVersion', (options) =>
        iam.getPolicyVersion({ PolicyArn, VersionId }, options),
      ),
    );
    if (version)
      attached[PolicyArn] = { version: VersionId, document: parsed(version.PolicyVersion?.Document) };
  }
  return {
    arn,
    role: role?.Role && {
      ...role.Role,
      AssumeRolePolicyDocument: parsed(role.Role.AssumeRolePolicyDocument),
    },
    inline,
    attached,
  };
}

function parsed(document: string | undefined): unknown {
  try {
    return JSON.parse(plainDocument(document ?? 'null'));
  } catch {
    return document;
  }
}
