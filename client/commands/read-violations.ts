// Reads the violations that guards logged: asks for profile, range and Regions, shows progress that can be cancelled.
import * as vscode from 'vscode';
import { readViolationsRequest, type ViolationsSummary } from '../../server/protocol/violations.ts';
import type { Command } from '../feature.ts';
import { askWhatToRead } from '../violation-questions.ts';
import { rememberReading, tellViolationsRead, withViolationsProgress } from '../violations.ts';

export const command: Command = {
  id: 'lambdaProtect.readViolations',
  run: (extension) =>
    extension.tell.failing('the violations could not be read', async () => {
      const params = await askWhatToRead(extension, 'Read Violations');
      if (!params) return;
      const summary = await withViolationsProgress(extension, 'Reading violations', (token) =>
        extension.server.request<ViolationsSummary>(readViolationsRequest, params, token),
      );
      rememberReading(params);
      tellViolationsRead(true, true);
      await vscode.commands.executeCommand('lambdaProtect.violations.focus');
      if (summary.gaps.length > 0)
        extension.tell.warn(`Not everything was answered: ${summary.gaps.slice(0, 3).join('; ')}`);
    }),
};
