// Asks where a change is to be made: an account and a Region that are known here, or another profile and Region.
import * as vscode from 'vscode';
import { profilesRequest } from '../../server/protocol/audit.ts';
import { type ChangePlace, type ChangeSubject, changePlacesRequest } from '../../server/protocol/changes.ts';
import type { Extension } from '../feature.ts';

const lastRegion = 'lambdaProtect.lastChangeRegion';
const environment = 'Credentials of the environment';

/** Undefined: the person gave it up. What the subject says already is not asked. */
export async function completeWhere(
  extension: Extension,
  title: string,
  subject: ChangeSubject,
): Promise<ChangeSubject | undefined> {
  if (subject.via !== undefined && subject.region !== undefined) return subject;
  const all = await extension.server.request<readonly ChangePlace[]>(changePlacesRequest, null);
  const account = subject.about?.['account'];
  const places = all.filter(
    (one) =>
      (account === undefined || one.account === account) &&
      (subject.region === undefined || one.region === subject.region),
  );
  const [only] = places;
  if (only !== undefined && account !== undefined && subject.region !== undefined)
    return { ...subject, via: only.via, region: only.region };
  const place = places.length === 0 ? 'other' : await pickPlace(title, places);
  if (place === undefined) return undefined;
  if (place !== 'other') return { ...subject, via: place.via, region: place.region };
  const via = subject.via ?? (await pickProfile(extension, title));
  if (via === undefined) return undefined;
  const region = subject.region ?? (await askRegion(extension, title));
  if (region === undefined) return undefined;
  return { ...subject, via, ...(region === '' ? {} : { region }) };
}

async function pickPlace(
  title: string,
  places: readonly ChangePlace[],
): Promise<ChangePlace | 'other' | undefined> {
  const items: (vscode.QuickPickItem & { readonly place: ChangePlace | 'other' })[] = [
    ...places.map((place) => ({
      label: place.region,
      description: `${place.account} · ${place.via}`,
      place,
    })),
    { label: 'Another account or Region …', place: 'other' },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: `${title}: where`,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.place;
}

/** In the words of an audit's `via`. */
export async function pickProfile({ server }: Extension, title: string): Promise<string | undefined> {
  const profiles = await server.request<readonly string[]>(profilesRequest, undefined);
  if (profiles.length === 0) return 'default credentials';
  const chosen = await vscode.window.showQuickPick([environment, ...profiles], {
    title: `${title}: as whom`,
    ignoreFocusOut: true,
  });
  if (chosen === undefined) return undefined;
  return chosen === environment ? 'default credentials' : `profile ${chosen}`;
}

async function askRegion({ context }: Extension, title: string): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: `${title}: Region`,
    prompt: 'Empty: the Region of the profile',
    placeHolder: 'eu-central-1',
    ignoreFocusOut: true,
    value: context.workspaceState.get(lastRegion, ''),
    validateInput: (value) =>
      /^\s*(?:[a-z]{2}(?:-[a-z]+)+-\d)?\s*$/.test(value) ? undefined : 'a name such as eu-central-1',
  });
  if (text === undefined) return undefined;
  await context.workspaceState.update(lastRegion, text.trim());
  return text.trim();
}
