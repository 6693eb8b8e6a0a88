// The parts of package.json that derive from tables: the settings.
import { clientSettings } from '../client/settings-table.ts';
import { type Setting, settingsTable } from '../server/protocol/settings.ts';

/** `contributes.configuration` of package.json. */
export function configuration(): unknown {
  const all: readonly (readonly [string, Setting<unknown>])[] = [
    ...Object.entries(settingsTable),
    ...Object.entries(clientSettings),
  ];
  const properties = all.map(([name, setting], index) => [
    `lambdaProtect.${name}`,
    property(setting, index + 1),
  ]);
  return { title: 'Lambda Protect', properties: Object.fromEntries(properties) };
}

function property(setting: Setting<unknown>, order: number): unknown {
  return {
    ...schema(setting),
    default: setting.default,
    scope: setting.scope ?? 'window',
    order,
    markdownDescription: setting.description,
  };
}

function schema({ default: value, words, least }: Setting<unknown>): Readonly<Record<string, unknown>> {
  if (words !== undefined) return { type: 'string', enum: words };
  if (Array.isArray(value)) return { type: 'array', items: { type: 'string' }, uniqueItems: true };
  if (typeof value === 'number')
    return { type: 'number', ...(least === undefined ? { exclusiveMinimum: 0 } : { minimum: least }) };
  if (typeof value === 'object') return { type: 'object' };
  return { type: typeof value };
}

/** package.json's text with its derived parts as the tables say. */
export function refreshManifest(text: string): string {
  const manifest = JSON.parse(text);
  manifest.contributes.configuration = configuration();
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
