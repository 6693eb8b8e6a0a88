// Event and response files: the strings that the in and out rules would stop, at their very place.
import { basename, dirname } from 'node:path';
import type { Diagnostic } from 'vscode-languageserver/node';
import { lineIndex } from '../../core/text/line-index.ts';
import { checkEventText, eventRulesOf, hitMessage } from '../../platform/event-check.ts';
import { createEventMatcher, type EventKind, type EventMatcher } from '../../platform/event-files.ts';
import type { OpenDocument } from '../open-document.ts';
import { uriOf } from '../open-document.ts';
import type { Session } from '../session.ts';
import { source, toSeverity, wholeFileRemark } from '../to-lsp.ts';
import type { Diagnoser } from './diagnoser.ts';

export const eventFile: Diagnoser = {
  appliesTo: (document, session) => eventKindOf(document, session) !== undefined,
  async diagnose(document, session) {
    const kind = eventKindOf(document, session) ?? 'in';
    const scanner = await session.scanner();
    const loaded = scanner.rulesFor(dirname(document.path));
    const rules = eventRulesOf(scanner, loaded, kind);
    const { hits, leftOut } = checkEventText(
      document.text,
      document.path,
      rules,
      session.settings.timeLimitMs,
    );
    const home = loaded.files.find((file) => file.kind === kind);
    const lines = home && lineIndex(home.text);
    const found = hits.map((hit): Diagnostic => {
      const { rule, span } = hit;
      const place = home && lines && { uri: uriOf(home.path), range: lines.rangeOf(rule.patternSpan) };
      return {
        range: document.lines.rangeOf(span),
        severity: toSeverity(rule.mode === 'monitor' ? 'info' : rule.severity),
        source,
        code: rule.id,
        message: hitMessage(hit),
        ...(place === undefined
          ? {}
          : {
              codeDescription: { href: `${place.uri}#L${place.range.start.line + 1}` },
              relatedInformation: [
                { location: place, message: `by this rule of ${basename(home?.path ?? '')}` },
              ],
            }),
      };
    });
    return [
      ...found,
      ...leftOut.map((what) => wholeFileRemark(`not searched: ${what}`, 'event-incomplete', 'info')),
    ];
  },
};

let lastMatcher: { readonly key: string; readonly matcher: EventMatcher } | undefined;

export function eventMatcherOf(session: Session): EventMatcher {
  const { events, responses } = session.settings;
  const key = JSON.stringify([events, responses]);
  if (lastMatcher?.key !== key) lastMatcher = { key, matcher: createEventMatcher({ events, responses }) };
  return lastMatcher.matcher;
}

export function eventKindOf(
  document: Pick<OpenDocument, 'path' | 'uri'>,
  session: Session,
): EventKind | undefined {
  return eventMatcherOf(session).kindOf(document.path, session.roots);
}
