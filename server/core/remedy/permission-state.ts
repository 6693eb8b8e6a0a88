// From a statement of a function's resource policy to what `AddPermission` takes, so that a removed one can be put
// back as it was. A statement that says more than that gives nothing: it must not be removed.
import type { PermissionState } from './change.ts';

const keys: Readonly<Record<string, readonly [operator: RegExp, member: keyof PermissionState]>> = {
  'aws:sourcearn': [/^ArnLike$/i, 'sourceArn'],
  'aws:sourceaccount': [/^StringEquals$/i, 'sourceAccount'],
  'aws:principalorgid': [/^StringEquals$/i, 'principalOrgId'],
  'lambda:eventsourcetoken': [/^StringEquals$/i, 'eventSourceToken'],
  'lambda:functionurlauthtype': [/^StringEquals$/i, 'urlAuthType'],
  'lambda:invokedviafunctionurl': [/^Bool$/i, 'invokedViaUrl'],
};

export function permissionState(statement: Readonly<Record<string, unknown>>): PermissionState | undefined {
  const action = statement['Action'];
  const principal = principalOf(statement['Principal']);
  if (statement['Effect'] !== 'Allow' || typeof action !== 'string' || principal === undefined)
    return undefined;
  const members = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition']);
  if (Object.keys(statement).some((key) => !members.has(key))) return undefined;
  const conditions: Partial<Record<keyof PermissionState, string | boolean>> = {};
  for (const [operator, tests] of entries(statement['Condition'])) {
    for (const [key, value] of entries(tests)) {
      const known = keys[key.toLowerCase()];
      if (!known?.[0].test(operator) || (typeof value !== 'string' && typeof value !== 'boolean'))
        return undefined;
      conditions[known[1]] = known[1] === 'invokedViaUrl' ? String(value) === 'true' : String(value);
    }
  }
  return { action, principal, ...conditions } as PermissionState;
}

function principalOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const [entry, ...more] = entries(value);
  if (!entry || more.length > 0 || typeof entry[1] !== 'string') return undefined;
  return entry[0] === 'Service' || entry[0] === 'AWS' ? entry[1] : undefined;
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
