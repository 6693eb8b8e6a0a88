// The replay that a person asked for last: made by the request, shown by the view.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import type { Rule } from '../../core/rulelang/rule.ts';
import { committedText } from '../../platform/git.ts';
import { shippedRules } from '../../platform/install-folder.ts';
import { type Replay, replay } from '../../platform/replay.ts';
import { createRuleFolders, ruleFileKindOf } from '../../platform/rule-files.ts';
import { createScanner } from '../../platform/scanner.ts';
import { eventMatcherOf } from '../diagnosers/event-file.ts';
import type { Session } from '../session.ts';

export interface ShownReplay extends Replay {
  readonly ruleFile: string;
  /** Id of the rule that was played alone; absent where a file was played against its committed version. */
  readonly rule?: string;
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
  const now = session.documentAt(path)?.text ?? (await readFile(path, 'utf8'));
  const was = committed.state === 'found' ? committed.text : '';
  return show(await playTexts(path, was, now, session, isCancelled), { ruleFile: path }, session);
}

/** Plays one rule alone, as if it blocked: everything in the workspace that it hits is newly blocked. */
export async function playRule(
  path: string,
  rule: Rule,
  session: Session,
  isCancelled: () => boolean,
): Promise<ShownReplay> {
  const text = session.documentAt(path)?.text ?? (await readFile(path, 'utf8'));
  const played = await playTexts(path, '', aloneText(text, rule), session, isCancelled);
  return show(played, { ruleFile: path, rule: rule.id }, session);
}

/** The text of a rule file with this rule alone on its own line, in mode `block`. */
export function aloneText(text: string, rule: Rule): string {
  const lines = text.split(/\r\n|\n|\r/);
  let first = rule.line;
  // Its directives and examples, which may stand behind blank lines and remarks.
  while (first > 0 && /^\uFEFF?(?:#|\s*$)/.test(lines[first - 1] ?? '')) first--;
  const own = lines.slice(first, rule.line + 1).filter((line) => !/^\uFEFF?#@\s*mode\s*:/.test(line));
  const above = rule.line + 1 - own.length;
  return [...Array<string>(above).fill(''), ...own].join('\n');
}

async function playTexts(
  path: string,
  was: string,
  now: string,
  session: Session,
  isCancelled: () => boolean,
): Promise<Replay> {
  const { engine, parser } = await session.scanner();
  const openText = (file: string) => session.documentAt(file)?.text;
  const scannerOf = (text: string) =>
    createScanner({
      engine,
      parser,
      folders: createRuleFolders(shippedRules, namedRules(session)),
      openText: (file) => (file === path ? text : openText(file)),
    });
  const { workspace } = await session.scope.index();
  return replay({
    ruleFile: path,
    before: scannerOf(was),
    after: scannerOf(now),
    sources: ruleFileKindOf(path) === 'code' && now !== was ? await session.scope.sources() : [],
    roots: session.roots,
    matcher: eventMatcherOf(session),
    read: (file) => openText(file) ?? workspace.read(file) ?? readOrNothing(file),
    isCancelled,
  });
}

function show(played: Replay, what: Pick<ShownReplay, 'ruleFile' | 'rule'>, session: Session): ShownReplay {
  const state = stateOf(session);
  const shown = { ...played, ...what };
  state.shown = shown;
  for (const listener of state.listeners) listener();
  return shown;
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
