// A planned change from the beginning: where, the planner's questions, and the page of the plan. Nothing is changed
// before a person says so on that page.
import * as vscode from 'vscode';
import {
  type AskChangeParams,
  type AskedChange,
  askChangeRequest,
  type ChangeSubject,
  changeSubjectRequest,
  type PlanChangeParams,
  type PlannedChange,
  planChangeRequest,
} from '../../server/protocol/changes.ts';
import type { Extension } from '../feature.ts';
import { showChange } from './panel.ts';
import { withChangeProgress } from './progress.ts';
import { askQuestions } from './questions.ts';
import { completeWhere } from './where.ts';

export interface ChangeStart {
  /** Id of a planner of the server. */
  readonly planner: string;
  /** Above what is asked before the planner is. */
  readonly title: string;
  readonly subject?: ChangeSubject;
}

/** Throws with words for a person; ends silently where they give it up. */
export async function startChange(extension: Extension, start: ChangeStart): Promise<void> {
  const { planner, title } = start;
  const known = await extension.server.request<ChangeSubject>(changeSubjectRequest, start.subject ?? {});
  const subject = await completeWhere(extension, title, known);
  if (subject === undefined) return;
  const params: AskChangeParams = { planner, subject };
  const asked = await withChangeProgress(extension, `${title}: reading`, (token) =>
    extension.server.request<AskedChange>(askChangeRequest, params, token),
  );
  const answers = await askQuestions(asked);
  if (answers === undefined) return;
  await planAndShow(extension, title, { planner, subject: asked.subject, answers });
}

export async function planAndShow(
  extension: Extension,
  title: string,
  params: PlanChangeParams,
): Promise<void> {
  const planned = await withChangeProgress(extension, `${title}: planning`, (token) =>
    extension.server.request<PlannedChange>(planChangeRequest, params, token),
  );
  if (planned.kind === 'text') return showText(extension, planned);
  await showChange(extension, planned.page, () => planAndShow(extension, title, params));
}

async function showText(
  { tell }: Extension,
  { language, text, notes }: PlannedChange & { readonly kind: 'text' },
): Promise<void> {
  const known = await vscode.languages.getLanguages();
  const document = await vscode.workspace.openTextDocument({
    content: text,
    ...(known.includes(language) ? { language } : {}),
  });
  await vscode.window.showTextDocument(document);
  if (notes.length > 0) tell.info(`Nothing was changed in the account. To know: ${notes.join('; ')}.`);
}
