// Read-only texts that the server writes for a person: what is known of a finding, of a function. They have URIs of
// the scheme `lambda-protect`, and are Markdown.
export const pageScheme = 'lambda-protect';

/** Request: `{ uri }` → Markdown. Fails with words for a person when there is no such page any more. */
export const pageRequest = 'lambdaProtect/page';

export interface PageParams {
  readonly uri: string;
}

/** Notification, server to client: `PageParams`, a page whose text is another one now. */
export const pageChangedNotification = 'lambdaProtect/pageChanged';

/** A command of the client, with the page's URI as its argument: shows it. */
export const showPageCommand = 'lambdaProtect.showPage';

export const pageKinds = ['finding', 'function', 'needs', 'threat'] as const;
export type PageKind = (typeof pageKinds)[number];

/** `title` is what the editor's tab says. */
export function pageUri(kind: PageKind, id: string, title: string): string {
  return `${pageScheme}:/${kind}/${encodeURIComponent(title)}.md?${encodeURIComponent(id)}`;
}

export function parsePageUri(uri: string): { readonly kind: PageKind; readonly id: string } | undefined {
  const match = /^lambda-protect:\/+(\w+)\/[^?]*\?(.*)$/.exec(uri);
  const kind = pageKinds.find((one) => one === match?.[1]);
  if (kind === undefined || match?.[2] === undefined) return undefined;
  try {
    return { kind, id: decodeAll(match[2]) };
  } catch {
    return undefined;
  }
}

/** Editors may encode once more what is encoded already. */
function decodeAll(text: string): string {
  const once = decodeURIComponent(text);
  return /%[0-9A-F]{2}/.test(once) ? decodeURIComponent(once) : once;
}
