// The replay that a person asked for last: made by the request, shown by the view.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { committedText } from '../../platform/git.ts';
import { shippedRules } from '../../platform/install-folder.ts';
import { type Replay, replay } from '../../platform/replay.ts';
import { createRuleFolders, ruleFileKindOf } from '../../platform/rule-files.ts';
import { createScanner } from '../../platform/scanner.ts';
import { eventMatcherOf } from '../diagnosers/event-file.ts';
import type { Session } from '../session.ts';

export interface ShownReplay extends Replay {
  readonly ruleFile: string;
}

interface State {
  shown: ShownReplay | undefined;
  readonly listeners: (() => void)[];
}

const states = new WeakMap<Session, State>();

function stateOf(session: Session): State {
  const known = states.get(session) ?? { shown: undefined, listeners: [] };
  states.set(session, known);
  return known;
}

export function lastReplay(session: Session): ShownReplay | undefined {
  return stateOf(session).shown;
}

export function onReplay(session: Session, listener: () => void): void {
  stateOf(session).listeners.push(listener);
}

/** Throws, with words for a person, where there is nothing to play against. */
export async function playRuleFile(
  path: string,
  session: Session,
  isCancelled: () => boolean,
): Promise<ShownReplay> {
  if (ruleFileKindOf(path) === undefined) throw new Error(`not a rule file by its name: ${path}`);
  const committed = await committedText(path);
  if (committed.state === 'unknown')
    throw new Error(`no committed version of ${basename(path)} to play against: ${committed.reason}`);
  const after = await session.scanner();
  const now = session.documentAt(path)?.text ?? (await readFile(path, 'utf8'));
  const was = committed.state === 'found' ? committed.text : '';
  const openText = (file: string) => session.documentAt(file)?.text;
  const before = createScanner({
    engine: after.engine,
    parser: after.parser,
    folders: createRuleFolders(shippedRules, namedRules(session)),
    openText: (file) => (file === path ? was : openText(file)),
  });
  const { workspace } = await session.scope.index();
  const result = await replay({
    ruleFile: path,
    before,
    after,
    sources: ruleFileKindOf(path) === 'code' && now !== was ? await session.scope.sources() : [],
    roots: session.roots,
    matcher: eventMatcherOf(session),
    read: (file) => openText(file) ?? workspace.read(file) ?? readOrNothing(file),
    isCancelled,
  });
  const state = stateOf(session);
  state.shown = { ...result, ruleFile: path };
  for (const listener of state.listeners) listener();
  return state.shown;
}

/** Event files that the workspace does not know, such as those below `.vscode`. */
function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The folder of the setting `rules`, as the scanner of the session reads it. */
function namedRules({ settings, roots }: Session): string | undefined {
  if (settings.rules === '') return undefined;
  return isAbsolute(settings.rules) ? settings.rules : join(roots[0] ?? process.cwd(), settings.rules);
}
