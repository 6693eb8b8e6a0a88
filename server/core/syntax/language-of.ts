// From a language id or a file's name to what we know of the language.
import { languages } from './languages/index.ts';
import type { Language } from './languages/language.ts';

const byId = new Map(languages.flatMap((language) => language.ids.map((id) => [id, language] as const)));
const idByExtension = new Map(languages.flatMap((language) => Object.entries(language.extensions)));

/** Every file extension of a known language, with its dot, lower case. */
export const sourceExtensions: readonly string[] = [...idByExtension.keys()];

export function languageOf(id: string): Language | undefined {
  return byId.get(id);
}

/** The language id of a file by its extension; `undefined` for all that is no source of a known language. */
export function languageIdOf(file: string): string | undefined {
  const dot = file.lastIndexOf('.');
  return dot === -1 ? undefined : idByExtension.get(file.slice(dot).toLowerCase());
}
