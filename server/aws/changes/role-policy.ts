// An inline policy of a role. IAM is global: the Region only says where the request goes.
import { type ChangeReader, options, orNull } from '../change-reader.ts';
import { plainDocument } from '../documents.ts';

export const rolePolicy: ChangeReader<'role-policy'> = {
  kind: 'role-policy',
  actions: ['iam:GetRolePolicy'],
  async read(scope, { roleName, policyName }) {
    const iam = await scope.client('iam');
    const found = await orNull(
      iam.getRolePolicy({ RoleName: roleName, PolicyName: policyName }, options(scope)),
    );
    if (!found) return null;
    const document: unknown = JSON.parse(plainDocument(found.PolicyDocument ?? 'null'));
    return { document };
  },
};
