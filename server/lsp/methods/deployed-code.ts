// The files of a deployed function, for the editor to open read-only and to compare with the workspace.
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import {
  type AuditedFunction,
  auditedFunctionsRequest,
  type DeployedFile,
  type DeployedFilesParams,
  deployedFilesRequest,
  deployedUri,
} from '../../protocol/deployed-code.ts';
import type { Method } from '../method.ts';

export const deployedCode: Method = {
  register(connection, session) {
    connection.onRequest(
      auditedFunctionsRequest,
      async (): Promise<readonly AuditedFunction[]> =>
        [...((await session.audit.shownOrKept())?.functions.values() ?? [])].map((one) => ({
          arn: one.arn,
          name: one.name,
          region: one.arn.split(':')[3] ?? '',
          qualifiers: [
            ...(one.aliases.known ? one.aliases.value.map((alias) => alias.name) : []),
            ...(one.versions.known ? one.versions.value.map((version) => version.version).toReversed() : []),
          ],
        })),
    );
    connection.onRequest(deployedFilesRequest, async (params: DeployedFilesParams) => {
      const { arn, qualifier } = params;
      try {
        const { openPackage } = await import('../deployed-code.ts');
        const { sizes } = await openPackage(session, connection, params);
        return [...sizes].map(
          ([path, sizeBytes]): DeployedFile => ({
            path,
            sizeBytes,
            uri: deployedUri({ arn, path, ...(qualifier === undefined ? {} : { qualifier }) }),
          }),
        );
      } catch (error) {
        throw new ResponseError(
          ErrorCodes.InvalidRequest,
          error instanceof Error ? error.message : String(error),
        );
      }
    });
  },
};
