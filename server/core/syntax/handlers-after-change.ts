// What a change inside one source file does to the handlers of a workspace: mostly nothing but other places in that
// file. Then nobody needs to look at the whole workspace again.
import type { ConfiguredFunction, ReaderContext } from './configuration/configured-function.ts';
import { configurationReaders } from './configuration/index.ts';
import { entryPointsOf, type HandlerMemo, type Handlers } from './handlers.ts';
import { languageIdOf } from './language-of.ts';
import { couldHaveHandlers } from './looks-like-handlers.ts';
import type { EntryPoint } from './shapes/entry-point.ts';

/**
 * `before` was found with `memo`, which still holds what was known of the file before the change. `undefined`: other
 * handlers, other configurations; everything has to be looked at again.
 */
export function handlersAfterChange(
  before: Handlers,
  file: string,
  context: ReaderContext,
  memo: HandlerMemo,
): Handlers | undefined {
  const language = languageIdOf(file);
  const text = context.files.read(file);
  if (language === undefined || text === undefined) return undefined;
  const configured = memo.configured.get(file);
  if (configured !== undefined && configured.text !== text) {
    if (configured.found.length > 0 || readConfigured(file, text, context).length > 0) return undefined;
    memo.configured.set(file, { text, found: [] });
  }
  const known = memo.entryPoints.get(file);
  if (known === undefined) return couldHaveHandlers(language, text) ? undefined : before;
  const entries = entryPointsOf(file, context, memo);
  if (print(entries) !== print(known.found)) return undefined;
  const handlers = before.handlers.map((handler) => {
    if (handler.file !== file) return handler;
    const entry = entries.find(({ exportName }) => exportName === handler.exportName);
    return entry === undefined
      ? handler
      : { ...handler, name: entry.name, span: entry.span, form: entry.form };
  });
  return { ...before, handlers };
}

function readConfigured(file: string, text: string, context: ReaderContext): readonly ConfiguredFunction[] {
  return configurationReaders
    .filter((reader) => reader.mayRead(file))
    .flatMap((reader) => reader.read(file, text, context));
}

/** All that decides which handlers there are; not where they stand. */
function print(entries: readonly EntryPoint[]): string {
  return JSON.stringify(
    entries.map(({ exportName, form, likeness, guarded, callback, streaming }) => [
      exportName,
      form.form === 'reexport' ? [form.module, form.imported] : form.form,
      likeness,
      guarded,
      callback,
      streaming,
    ]),
  );
}
