// The lenses above rules (hits, examples, events) and above handlers (guarded or not). They never keep a keystroke waiting: numbers come when they are
// measured, and a measurement that took too long says so.
import { type CodeLens, CodeLensRefreshRequest, type Command } from 'vscode-languageserver/node';
import { lensesOf, type RuleLens } from '../../core/rulelang/lens.ts';
import { searchedOver } from '../../core/rulelang/linter.ts';
import type { Rule } from '../../core/rulelang/rule.ts';
import {
  type RunExamples,
  replayViolationCommand,
  runExamplesCommand,
  type ShowPlaces,
  showPlacesCommand,
  showViolationsCommand,
} from '../../protocol/client-commands.ts';
import { codeNeedsOf, needsLenses } from '../code-needs.ts';
import { documentHandlers } from '../guard/document-handlers.ts';
import { guardLenses } from '../guard/guard-lenses.ts';
import { guarded } from '../guarded.ts';
import type { Method } from '../method.ts';
import type { OpenDocument } from '../open-document.ts';
import { hitFacts } from '../rule-files/facts.ts';
import { measuresOf, type RuleMeasures } from '../rule-files/measures.ts';
import { kindOf, ruleLanguageOf } from '../rule-files/rule-language.ts';
import type { Session } from '../session.ts';
import { clientUri } from '../uri.ts';
import { handlersInProduction, rulesInProduction } from '../violations/production-words.ts';
import { onViolations } from '../violations/shown.ts';

/** Lenses beyond these are not drawn; nobody reads so many, and each is drawn anew at every change. */
const MAX_RULES = 2000;
const SETTLE_MS = 300;

export const ruleLenses: Method = {
  capabilities: () => ({ codeLensProvider: { resolveProvider: false } }),
  register(connection, session) {
    let clientRefreshes = true;
    const refresh = () => {
      if (!clientRefreshes) return;
      connection.sendRequest(CodeLensRefreshRequest.type).catch(() => {
        clientRefreshes = false;
      });
    };
    const measures = measuresOf(session, refresh);
    // What was asked before the workspace was known, or before the rules changed, is asked again.
    let timer: NodeJS.Timeout | undefined;
    session.onChange(() => {
      clearTimeout(timer);
      timer = setTimeout(refresh, SETTLE_MS);
    });
    onViolations(session, refresh);
    codeNeedsOf(session).onChange(refresh);
    connection.onCodeLens(({ textDocument }) =>
      guarded(
        connection,
        'lenses',
        () => [],
        async () => {
          const document = session.documents.get(textDocument.uri);
          if (!document || !session.settings.codeLens) return [];
          if (kindOf(document) === undefined)
            return [
              ...(await guardLenses(document, session)),
              ...(await handlerLenses(document, session)),
              ...(await needsLenses(document, session)),
            ];
          return lensesFor(document, session, measures);
        },
      ),
    );
  },
};

async function lensesFor(
  document: OpenDocument,
  session: Session,
  measures: RuleMeasures,
): Promise<CodeLens[]> {
  const language = ruleLanguageOf(session);
  const { file } = await language.linted(document);
  const linter = await language.linter();
  const shown = file.rules.length > MAX_RULES ? { ...file, rules: file.rules.slice(0, MAX_RULES) } : file;
  const examplesOf = (rule: Rule) => {
    const compiled = linter.compile(rule.pattern, searchedOver(rule));
    if (!compiled.ok) return undefined;
    const passed = rule.examples.filter(({ text, mustMatch }) => compiled.regex.test(text) === mustMatch);
    return { passed: passed.length, of: rule.examples.length };
  };
  const lenses = lensesOf(shown, (rule) => hitFacts(document.path, rule, measures), examplesOf).map(
    (lens) => {
      const command = commandOf(lens, document, session, measures);
      return {
        range: document.lines.rangeOf(lens.span),
        command: command ?? { title: lens.title, command: '' },
      };
    },
  );
  const inProduction = rulesInProduction(session, Date.now());
  const seen = shown.rules.flatMap((rule): CodeLens[] => {
    const found = inProduction(rule);
    if (found === undefined) return [];
    const range = document.lines.rangeOf(rule.patternSpan);
    const argument = { kind: rule.kind, rule: found.name };
    return [
      { range, command: violationsCommand(found.title, showViolationsCommand, argument, session) },
      ...(session.options.commands?.includes(replayViolationCommand)
        ? [{ range, command: violationsCommand('replay here', replayViolationCommand, argument, session) }]
        : []),
    ];
  });
  return [...lenses, ...seen];
}

/** Above each handler: what was violated where it is deployed. */
async function handlerLenses(document: OpenDocument, session: Session): Promise<readonly CodeLens[]> {
  const inProduction = handlersInProduction(session, Date.now());
  const handlers = await documentHandlers(document, session);
  return handlers.flatMap((handler): CodeLens[] => {
    const found = inProduction(handler);
    if (found === undefined) return [];
    const command = violationsCommand(found.title, showViolationsCommand, { function: found.name }, session);
    return [{ range: document.lines.rangeOf(handler.name), command }];
  });
}

function violationsCommand(title: string, command: string, argument: object, { options }: Session): Command {
  if (options.commands?.includes(command) !== true) return { title, command: '' };
  return { title, command, arguments: [argument] };
}

function commandOf(
  { rule, title, leads }: RuleLens,
  document: OpenDocument,
  session: Session,
  measures: RuleMeasures,
): Command | undefined {
  const can = (command: string) => session.options.commands?.includes(command) === true;
  if (leads === 'examples' && can(runExamplesCommand)) {
    const argument: RunExamples = { uri: document.uri, line: rule.line };
    return { title, command: runExamplesCommand, arguments: [argument] };
  }
  if ((leads === 'hits' || leads === 'events') && can(showPlacesCommand)) {
    const hits =
      leads === 'hits' ? measures.codeHits(document.path, rule) : measures.eventHits(document.path, rule);
    const argument: ShowPlaces = {
      uri: document.uri,
      position: document.lines.positionAt(rule.patternSpan.start),
      places: (hits.places ?? []).map(({ path, range }) => ({ uri: clientUri(path, session), range })),
    };
    return { title, command: showPlacesCommand, arguments: [argument] };
  }
  return undefined;
}
