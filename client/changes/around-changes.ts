// Around planned changes: after a start of the window, one that was interrupted half-way is said, once, and its page
// offers to go on or to undo (nothing is carried out from the message); and what the views show is read again after a
// change of it.
import * as vscode from 'vscode';
import { type ChangePage, type ListedChange, listChangesRequest } from '../../server/protocol/changes.ts';
import { readThreatsRequest } from '../../server/protocol/threats.ts';
import type { Extension } from '../feature.ts';
import { reason } from '../tell.ts';
import { readViolationsAgain } from '../violations.ts';
import { changeTabs, onDidCarryOut, readPage, showChange } from './panel.ts';
import { followThreatPage } from './threat-page.ts';

export function changes(extension: Extension): vscode.Disposable {
  const { server, tell, log } = extension;
  let isTold = false;
  const look = async (): Promise<void> => {
    if (isTold || server.state !== 'running' || !vscode.workspace.isTrusted) return;
    isTold = true;
    const listed = await server.request<readonly ListedChange[]>(listChangesRequest, null);
    const [first] = listed.filter(({ state }) => /^half/.test(state));
    if (first === undefined) return;
    tell.warn(
      `A change of account ${first.account} was interrupted: ${first.title} (${first.done} of ${first.total} made). Go on with it, or undo it.`,
      {
        title: 'Show',
        run: () =>
          tell.failing('the change could not be shown', async () =>
            showChange(extension, await readPage(extension, first.id)),
          ),
      },
    );
  };
  return vscode.Disposable.from(
    changeTabs(extension),
    followThreatPage(),
    onDidCarryOut((page) => void readAgain(page, extension)),
    server.onDidChangeState(() => {
      look().catch((error: unknown) => log.warn(`interrupted changes could not be listed: ${reason(error)}`));
    }),
  );
}

/** What the views show of the things that were changed. */
async function readAgain({ steps }: ChangePage, extension: Extension): Promise<void> {
  const services = new Set(steps.flatMap(({ calls }) => calls.map(({ name }) => name.split(':')[0])));
  try {
    if (services.has('guardduty')) await extension.server.request(readThreatsRequest, undefined);
    if (services.has('cloudwatch')) await readViolationsAgain(extension);
  } catch (error) {
    extension.log.warn(`what was changed could not be read again: ${reason(error)}`);
  }
}
