// What a change is about that starts from a finding: of a node of a view, of an incident, of the page in front, or one
// that a person picks.
import * as vscode from 'vscode';
import type { ChangeSubject } from '../../server/protocol/changes.ts';
import { type ListedThreat, listThreatsRequest } from '../../server/protocol/threats.ts';
import type { Extension } from '../feature.ts';
import { arnOfNode, isNode } from '../views/node.ts';
import { threatInFront } from './threat-page.ts';

/** Undefined: the person gave it up. Throws where there is nothing to pick from. */
export async function subjectOf(
  extension: Extension,
  title: string,
  given: unknown,
): Promise<ChangeSubject | undefined> {
  const arn = arnOfNode(given);
  if (arn !== undefined) return { about: { arn } };
  const [first] = isNode(given) ? given.arguments : [];
  if (typeof first === 'string') return { about: { finding: first } };
  // An incident that was kept knows more than a list that was not read again.
  if (isSubject(given)) return given;
  const inFront = threatInFront();
  return inFront === undefined ? pick(extension, title) : { about: { finding: inFront } };
}

function isSubject(given: unknown): given is ChangeSubject {
  return typeof given === 'object' && given !== null && 'about' in given;
}

async function pick({ server }: Extension, title: string): Promise<ChangeSubject | undefined> {
  const threats = await server.request<readonly ListedThreat[]>(listThreatsRequest, undefined);
  if (threats.length === 0) throw new Error('no finding is known; read GuardDuty’s findings first');
  const picked = await vscode.window.showQuickPick(
    threats.map((one) => ({ label: one.function, description: one.type, detail: one.region, id: one.id })),
    { title: `${title}: of which finding`, matchOnDescription: true, ignoreFocusOut: true },
  );
  return picked && { about: { finding: picked.id } };
}
