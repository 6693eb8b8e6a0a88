// Features that are for rule files alone are registered for them alone where the client can do that: an answer of
// ours in another language, even an empty one, would get in the way of others'.
import type { ClientCapabilities } from 'vscode-languageserver/node';

export const documentSelector = [{ language: 'lambda-protect-rules' }];

type Feature = Exclude<keyof NonNullable<ClientCapabilities['textDocument']>, 'moniker'>;

/** Whether the client takes this feature for a language of its own. */
export function takesLater(client: { readonly capabilities: ClientCapabilities }, feature: Feature): boolean {
  const capability: unknown = client.capabilities.textDocument?.[feature];
  return (
    typeof capability === 'object' &&
    capability !== null &&
    'dynamicRegistration' in capability &&
    capability.dynamicRegistration === true
  );
}
