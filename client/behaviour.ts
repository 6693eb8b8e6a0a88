// Behaviour in the editor beside its commands: whether some was read, what a query costs before it runs, what is called
// normal and taken back, and looking again when a person comes back to the window.
import * as vscode from 'vscode';
import {
  type Acknowledged,
  acknowledgeRequest,
  behaviourShownNotification,
  lookAgainRequest,
  type ObservationChoices,
  type QueryCost,
  queryCostRequest,
  type ShowObservationsParams,
  showObservationsRequest,
  type UndoParams,
  undoAcknowledgementRequest,
} from '../server/protocol/behaviour.ts';
import type { Extension } from './feature.ts';
import { reason } from './tell.ts';

export function behaviour({ server, tell, log }: Extension): vscode.Disposable {
  return vscode.Disposable.from(
    server.onRequest<QueryCost, boolean>(queryCostRequest, ({ region, where, query, cost }) =>
      tell.confirm(
        `Run a query over ${where}?`,
        `${region}. It runs where the records lie and is charged by the bytes that it scans${/\d/.test(cost) ? `: ${cost}` : '; how many, nobody knows before'}.\n\n${query}`,
        'Run Query',
      ),
    ),
    server.onNotification<unknown>(behaviourShownNotification, () => tellBehaviourRead(true)),
    server.onDidChangeState((state) => {
      // A new server opens what was kept when a view asks for it, and shows it all.
      if (state === 'running') return;
      tellBehaviourRead(false);
      tellShows({ grouping: 'function', acknowledged: false });
    }),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (!focused || server.state !== 'running') return;
      server
        .request(lookAgainRequest, undefined)
        .catch((error: unknown) => log.warn(`looking for acknowledgements: ${reason(error)}`));
    }),
  );
}

function tellBehaviourRead(isRead: boolean): void {
  void vscode.commands.executeCommand('setContext', 'lambdaProtect.behaviourRead', isRead);
}

/** What the view shows, and its menus with it. */
export function showObservations(
  { server, tell }: Extension,
  params: ShowObservationsParams,
): Promise<unknown> {
  return tell.failing('the view could not be changed', async () => {
    tellShows(await server.request<ObservationChoices>(showObservationsRequest, params));
  });
}

function tellShows({ grouping, acknowledged }: Pick<ObservationChoices, 'grouping' | 'acknowledged'>): void {
  const set = (key: string, value: boolean) => vscode.commands.executeCommand('setContext', key, value);
  void set('lambdaProtect.observationsByType', grouping === 'type');
  void set('lambdaProtect.acknowledgedShown', acknowledged);
}

export function acknowledgeObservation(extension: Extension, key: string, title: string): Promise<unknown> {
  const { server, tell } = extension;
  return tell.failing('the observation was not acknowledged', async () => {
    const isWanted = await tell.confirm(
      `Is this normal? ${title}`,
      'The same observation of the same source is not told again, here and by the command line. An amount makes amounts up to a quarter above it normal, a set of connections makes its peers normal. It can be undone.',
      'Acknowledge as Normal',
    );
    if (!isWanted) return;
    const done = await server.request<Acknowledged>(acknowledgeRequest, { key });
    tell.info(`Normal from now on: ${done.words}.`, {
      title: 'Undo',
      run: () => undoAcknowledgement(extension, done),
    });
  });
}

export function undoAcknowledgement({ server, tell }: Extension, params: UndoParams): Promise<unknown> {
  return tell.failing('the acknowledgement was not undone', async () => {
    await server.request<null>(undoAcknowledgementRequest, params);
    tell.info('The observation is told again.');
  });
}
