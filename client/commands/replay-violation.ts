// Plays the rule of a violation against the workspace: which lines of code, or which events, it would block here.
import * as vscode from 'vscode';
import {
  type ReplayedRule,
  type ReplayViolationParams,
  replayViolationRequest,
} from '../../server/protocol/violations.ts';
import type { Command, Extension } from '../feature.ts';
import { idOfViolation, isNode } from '../views/node.ts';
import { parseParams } from '../webview/panel-messages.ts';

export const command: Command = {
  id: 'lambdaProtect.replayViolation',
  run(extension, given) {
    const params = paramsIn(given);
    return params && replayViolation(extension, params);
  },
};

export async function replayViolation(
  { server, tell }: Extension,
  params: ReplayViolationParams,
): Promise<void> {
  await tell.failing('the rule could not be replayed', async () => {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: 'Replaying the rule against the workspace',
      cancellable: true,
    };
    const { rule, blocked, files, events } = await vscode.window.withProgress(options, (_progress, token) =>
      server.request<ReplayedRule>(replayViolationRequest, params, token),
    );
    await vscode.commands.executeCommand('lambdaProtect.replay.focus');
    const looked = events > 0 ? `${events} events and responses` : `${files} source files`;
    if (blocked === 0) tell.info(`The rule ${rule} hits nothing in this workspace (${looked}).`);
  });
}

/** A row of the view or the panel by its id, else a rule. */
function paramsIn(given: unknown): ReplayViolationParams | undefined {
  const id = idOfViolation(given);
  if (id !== undefined) return { id };
  const { kind, rule, function: name } = parseParams(isNode(given) ? given.arguments[0] : given) ?? {};
  return kind === undefined || rule === undefined
    ? undefined
    : { kind, rule, ...(name === undefined ? {} : { function: name }) };
}
