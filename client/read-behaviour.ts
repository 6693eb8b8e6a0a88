// Reads the behaviour of functions: asks which accounts, sources and range, shows progress that can be cancelled.
import * as vscode from 'vscode';
import {
  type BehaviourChoices,
  type BehaviourProgress,
  type BehaviourSource,
  type BehaviourSummary,
  behaviourChoicesRequest,
  behaviourProgressNotification,
  type ReadBehaviourParams,
  readBehaviourRequest,
} from '../server/protocol/behaviour.ts';
import type { Extension } from './feature.ts';
import { pickProfiles, pickRegions } from './pick-account.ts';

const title = 'Read Behaviour';
const lastChoice = 'lambdaProtect.lastBehaviour';

export function readBehaviour(extension: Extension): Promise<unknown> {
  return extension.tell.failing('the behaviour could not be read', async () => {
    const last = extension.context.workspaceState.get<ReadBehaviourParams>(lastChoice);
    const accounts = await pickAccounts(extension, last);
    if (accounts === undefined) return;
    const sources = await pickSources(last?.sources);
    if (sources === undefined) return;
    const days = await pickDays();
    if (days === undefined) return;
    const params: ReadBehaviourParams = { accounts, sources, days };
    await extension.context.workspaceState.update(lastChoice, params);
    await tellSummary(await withProgress(extension, readBehaviourRequest, params), extension);
  });
}

/** Shows what is read as it goes. */
export function withProgress(
  { server }: Extension,
  request: string,
  params: unknown,
): Thenable<BehaviourSummary> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'Reading the behaviour of functions',
      cancellable: true,
    },
    async (progress, token) => {
      const listening = server.onNotification<BehaviourProgress>(
        behaviourProgressNotification,
        ({ words: message }) => progress.report({ message }),
      );
      try {
        return await server.request<BehaviourSummary>(request, params, token);
      } finally {
        listening.dispose();
      }
    },
  );
}

export async function tellSummary(
  { observations, acknowledged, functions, withoutAlarms, gaps, isStopped }: BehaviourSummary,
  { tell }: Extension,
): Promise<void> {
  await vscode.commands.executeCommand('lambdaProtect.observations.focus');
  const count = (number: number, one: string, many: string) =>
    `${number || 'no'} ${number === 1 ? one : many}`;
  const parts = [
    count(observations, 'observation', 'observations'),
    ...(acknowledged === 0 ? [] : [`${acknowledged} acknowledged as normal`]),
    ...(withoutAlarms === 0 ? [] : [`${withoutAlarms} reachable without alarms`]),
  ];
  const words = `${count(functions, 'function', 'functions')}: ${parts.join(', ')}${isStopped ? ' (stopped early)' : ''}`;
  if (gaps.length > 0)
    tell.warn(`Behaviour of ${words}. Not everything was answered: ${gaps.slice(0, 3).join('; ')}`);
  else tell.info(`Behaviour of ${words}.`);
}

type Accounts = ReadBehaviourParams['accounts'];

async function pickAccounts(
  extension: Extension,
  last: ReadBehaviourParams | undefined,
): Promise<Accounts | undefined> {
  const { audit } = await extension.server.request<BehaviourChoices>(behaviourChoicesRequest, undefined);
  if (audit !== '') {
    const picked = await vscode.window.showQuickPick(
      [
        { isAudit: true, label: 'As the open audit', description: audit },
        { isAudit: false, label: 'Other accounts or Regions …' },
      ],
      { title: `${title}: accounts`, ignoreFocusOut: true },
    );
    if (picked === undefined) return undefined;
    if (picked.isAudit) return 'audit';
  }
  const before = last === undefined || last.accounts === 'audit' ? undefined : last.accounts;
  const profiles = await pickProfiles(extension, title, before?.profiles ?? []);
  if (profiles === undefined) return undefined;
  const regions = await pickRegions(title, before?.regions);
  return regions === undefined ? undefined : { profiles, regions };
}

const sourceChoices: readonly (vscode.QuickPickItem & { readonly source: BehaviourSource })[] = [
  {
    source: 'trail',
    label: 'CloudTrail',
    description: 'changes to functions, calls by them',
    detail: 'The history of 90 days: two requests a second, fifty functions take about a minute.',
  },
  {
    source: 'metrics',
    label: 'Metrics',
    description: 'invocations, errors, throttles, duration; missing alarms',
    detail: 'Nine weeks by the hour, 500 metrics in a request.',
  },
  {
    source: 'flows',
    label: 'Flow logs',
    description: 'who functions in a VPC talk to, and how much',
    detail: 'Small logs are fetched. A query over large ones costs; it is shown with its cost and asked for.',
  },
];

async function pickSources(
  last: readonly BehaviourSource[] | undefined,
): Promise<readonly BehaviourSource[] | undefined> {
  const picked = await vscode.window.showQuickPick(
    sourceChoices.map((one) => ({ ...one, picked: last === undefined || last.includes(one.source) })),
    { title: `${title}: sources`, canPickMany: true, ignoreFocusOut: true },
  );
  return picked === undefined || picked.length === 0 ? undefined : picked.map(({ source }) => source);
}

async function pickDays(): Promise<number | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      { days: 7, label: 'Last 7 days' },
      { days: 1, label: 'Last 24 hours' },
      { days: 30, label: 'Last 30 days' },
    ],
    {
      title: `${title}: what is judged`,
      placeHolder: 'What is older teaches what is usual',
      ignoreFocusOut: true,
    },
  );
  return picked?.days;
}
