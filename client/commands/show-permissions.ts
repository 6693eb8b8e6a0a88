// Shows the read-only policy that audits need, and says what of it the current identity lacks.
import * as vscode from 'vscode';
import { profilesRequest } from '../../server/protocol/audit.ts';
import {
  type PermissionsAnswer,
  type PermissionsParams,
  permissionsRequest,
} from '../../server/protocol/permissions.ts';
import type { Command } from '../feature.ts';

const environment = 'Credentials of the environment';

export const command: Command = {
  id: 'lambdaProtect.showPermissions',
  run: ({ server, tell }) =>
    tell.failing('the permissions could not be tried', async () => {
      const profiles = await server.request<readonly string[]>(profilesRequest, undefined);
      const picked =
        profiles.length === 0
          ? environment
          : await vscode.window.showQuickPick([environment, ...profiles], {
              title: 'Try the Permissions of',
            });
      if (picked === undefined) return;
      const params: PermissionsParams = picked === environment ? {} : { profile: picked };
      const { policy, missing, untried } = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: 'Trying permissions' },
        () => server.request<PermissionsAnswer>(permissionsRequest, params),
      );
      const document = await vscode.workspace.openTextDocument({ language: 'json', content: policy });
      await vscode.window.showTextDocument(document, { preview: true });
      if (untried !== undefined)
        tell.info(`This policy is what audits need. Whether you have it could not be tried: ${untried}.`);
      else if (missing === undefined || missing.length === 0)
        tell.info('You have every permission of this policy.');
      else
        tell.info(
          `Of this policy you lack ${missing.length}: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', …' : ''}.`,
        );
    }),
};
