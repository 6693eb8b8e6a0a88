// Shows a page of the server's, rendered.
import * as vscode from 'vscode';
import { pageScheme, showPageCommand } from '../../server/protocol/pages.ts';
import { rememberPage } from '../changes/threat-page.ts';
import type { Command } from '../feature.ts';

export const command: Command = {
  id: showPageCommand,
  async run({ tell }, given) {
    if (typeof given !== 'string') return;
    const uri = vscode.Uri.parse(given, true);
    if (uri.scheme !== pageScheme) return;
    rememberPage(uri);
    await tell.failing('the page could not be shown', async () => {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    });
  },
};
