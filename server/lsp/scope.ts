// Which files the code rules look at, and which handlers there are: the last answer is kept while a new one is made,
// so that no keystroke waits for a look at the whole workspace.

import type { Handler, Handlers } from '../core/syntax/handlers.ts';
import { languageIdOf } from '../core/syntax/language-of.ts';
import { isInside } from '../core/text/path.ts';
import {
  createFunctionIndex,
  type FunctionIndex,
  type Scope as IndexScope,
} from '../platform/function-index.ts';
import type { Scanner } from '../platform/scanner.ts';
import { createWorkspace } from '../platform/workspace.ts';
import type { Settings } from '../protocol/settings.ts';

export interface Scope {
  /** Answers at once, but for the first moments after the start. */
  contains(path: string): Promise<boolean>;
  /** As they were found last; empty before the first search has ended. */
  readonly lastHandlers: readonly Handler[];
  /** Of now: waits for a search that is under way. */
  index(): Promise<FunctionIndex>;
  handlers(): Promise<Handlers>;
  /** Files that the code rules look at; of now. */
  sources(): Promise<readonly string[]>;
  /** Files were made, changed or removed, on disk or in the editor. */
  changed(paths: readonly string[]): void;
  /** A text was opened: the next question about it waits for a look, since it may be a new file. */
  opened(path: string): void;
  /** Other folders, another setting, another parser: everything is looked at again. */
  reset(): void;
  dispose(): void;
}

interface ScopeInput {
  scanner(): Promise<Scanner>;
  roots(): readonly string[];
  setting(): Settings['scope'];
  openText(path: string): string | undefined;
  openPaths(): Iterable<string>;
  /** The files in scope, or the handlers, are others than before. */
  onChange(): void;
}

interface Known {
  readonly sources: ReadonlySet<string>;
  readonly handlers: readonly Handler[];
  /** What of the handlers others build on. */
  readonly print: string;
}

const patienceMs = 400;
const settleMs = 300;

const indexScopes: Readonly<Record<Settings['scope'], IndexScope>> = {
  function: 'functions',
  handlers: 'handlers',
  all: 'all',
};

export function createScope(input: ScopeInput): Scope {
  let index: Promise<FunctionIndex> | undefined;
  let known: Known | undefined;
  let looking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const fresh = new Set<string>();

  function indexNow(): Promise<FunctionIndex> {
    index ??= input
      .scanner()
      .then(({ parser }) =>
        createFunctionIndex(
          createWorkspace(input.roots(), { openText: input.openText, openPaths: input.openPaths }),
          parser,
        ),
      );
    return index;
  }

  async function look(): Promise<void> {
    const made = await indexNow();
    const sources = new Set(await made.sources(indexScopes[input.setting()]));
    const { handlers } = await made.handlers();
    const print = handlers
      .map(({ file, exportName, guarded }) => `${file}#${exportName}:${guarded}`)
      .join('\n');
    const now: Known = { sources, handlers, print };
    const before = known;
    known = now;
    if (!before || before.print !== now.print || !sameMembers(before.sources, sources)) input.onChange();
  }

  function lookOnce(): Promise<void> {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  function isOutside(path: string): boolean {
    return !input.roots().some((root) => isInside(path.replaceAll('\\', '/'), root.replaceAll('\\', '/')));
  }

  return {
    async contains(path) {
      // A file that was opened by itself, and a text that is no file, is what the person looks at.
      if (isOutside(path)) return true;
      if (input.setting() === 'all') return languageIdOf(path) !== undefined;
      const file = path.replaceAll('\\', '/');
      const isNew = fresh.delete(path) && known?.sources.has(file) !== true;
      if (!known || isNew) {
        const settled = Promise.resolve(looking).then(lookOnce);
        await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, patienceMs))]);
      }
      return known?.sources.has(file) ?? true;
    },
    get lastHandlers() {
      return known?.handlers ?? [];
    },
    index: indexNow,
    handlers: async () => (await indexNow()).handlers(),
    sources: async () => (await indexNow()).sources(indexScopes[input.setting()]),
    opened: (path) => void fresh.add(path),
    changed(paths) {
      void index?.then((made) => made.update(paths));
      clearTimeout(timer);
      timer = setTimeout(() => void lookOnce(), settleMs);
    },
    reset() {
      index = undefined;
      known = undefined;
      clearTimeout(timer);
      timer = setTimeout(() => void lookOnce(), 0);
    },
    dispose: () => clearTimeout(timer),
  };
}

function sameMembers(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size !== b.size) return false;
  for (const one of a) if (!b.has(one)) return false;
  return true;
}
