// Asks a person what a planner has to know, one question after the other.
import * as vscode from 'vscode';
import type { AskedChange, ChangeAnswers, ChangeQuestion } from '../../server/protocol/changes.ts';

/** Undefined: the person gave it up. */
export async function askQuestions({ title, questions }: AskedChange): Promise<ChangeAnswers | undefined> {
  const answers: Record<string, readonly string[]> = {};
  for (const [index, question] of questions.entries()) {
    const { when } = question;
    if (when && !answers[when.id]?.some((one) => when.isOneOf.includes(one))) continue;
    const count = questions.length === 1 ? '' : ` (${index + 1}/${questions.length})`;
    const answer = await askOne(question, `${title}: ${question.title}${count}`);
    if (answer === undefined) return undefined;
    answers[question.id] = answer;
  }
  return answers;
}

function askOne(question: ChangeQuestion, title: string): Promise<readonly string[] | undefined> {
  if (question.kind === 'text') return askText(question, title);
  return question.many ? pickMany(question, title) : pickOne(question, title);
}

type Pick = ChangeQuestion & { readonly kind: 'pick' };

const options = ({ placeHolder }: Pick, title: string) => ({
  title,
  ignoreFocusOut: true,
  matchOnDescription: true,
  matchOnDetail: true,
  ...(placeHolder === undefined ? {} : { placeHolder }),
});

async function pickOne(question: Pick, title: string): Promise<readonly string[] | undefined> {
  const picked = await vscode.window.showQuickPick(itemsOf(question), options(question, title));
  return picked && [picked.id];
}

async function pickMany(question: Pick, title: string): Promise<readonly string[] | undefined> {
  for (let again = ''; ; again = ' — choose at least one') {
    const picked = await vscode.window.showQuickPick(itemsOf(question), {
      ...options(question, `${title}${again}`),
      canPickMany: true,
    });
    if (picked === undefined || picked.length >= question.least) return picked?.map(({ id }) => id);
  }
}

function itemsOf({ choices }: Pick): (vscode.QuickPickItem & { readonly id: string })[] {
  return choices.map(({ id, label, description, detail, picked }) => ({
    id,
    label,
    ...(description === undefined ? {} : { description }),
    ...(detail === undefined ? {} : { detail }),
    ...(picked === undefined ? {} : { picked }),
  }));
}

async function askText(
  { prompt, placeHolder, value, pattern, otherwise }: ChangeQuestion & { readonly kind: 'text' },
  title: string,
): Promise<readonly string[] | undefined> {
  const whole = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`);
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    value,
    ignoreFocusOut: true,
    ...(placeHolder === undefined ? {} : { placeHolder }),
    validateInput: (given) => (whole?.test(given) === false ? (otherwise ?? 'not understood') : undefined),
  });
  return text === undefined ? undefined : [text];
}
