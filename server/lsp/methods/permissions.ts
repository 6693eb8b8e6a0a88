// The read policy that audits need, and what of it the current identity lacks.
import {
  type PermissionsAnswer,
  type PermissionsParams,
  permissionsRequest,
} from '../../protocol/permissions.ts';
import type { Method } from '../method.ts';

export const permissions: Method = {
  register(connection, session) {
    connection.onRequest(
      permissionsRequest,
      async ({ profile }: PermissionsParams): Promise<PermissionsAnswer> => {
        const [{ openConnection }, { readPolicy, tryPermissions }] = await Promise.all([
          import('../../aws/clients.ts'),
          import('../../aws/permissions.ts'),
        ]);
        const policy = `${JSON.stringify(readPolicy(), undefined, 2)}\n`;
        const { endpointUrl } = session.settings;
        const aws = openConnection({
          ...(endpointUrl === '' ? {} : { endpointUrl }),
          ...(profile === undefined ? {} : { profile }),
        });
        try {
          const tried = await tryPermissions(aws, (await aws.defaultRegion()) ?? 'us-east-1');
          if (tried.known)
            return { policy, missing: tried.value.filter((one) => !one.allowed).map((one) => one.action) };
          const { action, reason, detail } = tried.gap;
          return { policy, untried: `${action} was ${reason} (${detail})` };
        } finally {
          aws.close();
        }
      },
    );
  },
};
