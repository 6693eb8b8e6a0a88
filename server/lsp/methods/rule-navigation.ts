// From an allow to its rule, from a rule to every place that it flags, and a rule's new name everywhere.
import {
  type Location,
  LSPErrorCodes,
  ResponseError,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { idSpanOf, whyNotAnId } from '../../core/rulelang/rename.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import { guarded } from '../guarded.ts';
import type { Method } from '../method.ts';
import { measuresOf } from '../rule-files/measures.ts';
import {
  allowsOf,
  definitionOf,
  type RuleHome,
  ruleNamedAt,
  type TextPlace,
} from '../rule-files/rule-places.ts';
import type { Session } from '../session.ts';
import { clientUri } from '../uri.ts';

export const ruleNavigation: Method = {
  capabilities: () => ({
    definitionProvider: true,
    referencesProvider: true,
    renameProvider: { prepareProvider: true },
  }),
  register(connection, session) {
    const namedAt = async (uri: string, position: { line: number; character: number }) => {
      const document = session.documents.get(uri);
      if (!document) return undefined;
      const named = await ruleNamedAt(document, document.lines.offsetAt(position), session);
      return named && { ...named, document };
    };
    connection.onDefinition(({ textDocument, position }) =>
      guarded(connection, 'definition', nothing, async () => {
        const named = await namedAt(textDocument.uri, position);
        return named?.home ? toLocation(definitionOf(named.home), session) : null;
      }),
    );
    connection.onReferences(({ textDocument, position, context }) =>
      guarded(connection, 'references', none, async () => {
        const named = await namedAt(textDocument.uri, position);
        if (!named?.home) return [];
        const flagged = await flaggedBy(named.home, session, () => {});
        const allows = await allowsOf(named.id, named.home, session);
        const own = context.includeDeclaration ? [definitionOf(named.home)] : [];
        return [...own, ...flagged, ...allows].map((place) => toLocation(place, session));
      }),
    );
    connection.onPrepareRename(({ textDocument, position }) =>
      guarded(connection, 'rename', nothing, async () => {
        const named = await namedAt(textDocument.uri, position);
        if (!named?.home) return null;
        return { range: named.document.lines.rangeOf(named.span), placeholder: named.id };
      }),
    );
    connection.onRenameRequest(async ({ textDocument, position, newName }) => {
      const named = await namedAt(textDocument.uri, position);
      if (!named?.home) throw new ResponseError(LSPErrorCodes.RequestFailed, 'no rule has its name here');
      const { home, id } = named;
      const taken = await idsBeside(home, session);
      const reason = newName === id ? undefined : whyNotAnId(newName, taken);
      if (reason !== undefined) throw new ResponseError(LSPErrorCodes.RequestFailed, reason);
      return renameEdit(id, newName, home, session);
    });
  },
};

/** The lines of code, or the places in events, that a rule hits now. */
export async function flaggedBy(
  home: RuleHome,
  session: Session,
  onMeasured: () => void,
): Promise<readonly TextPlace[]> {
  const measures = measuresOf(session, onMeasured);
  await measures.settled();
  const { path, rule } = home;
  const hits = rule.kind === 'code' ? measures.codeHits(path, rule) : measures.eventHits(path, rule);
  return hits.places ?? [];
}

async function idsBeside(home: RuleHome, session: Session): Promise<ReadonlySet<string>> {
  const scanner = await session.scanner();
  const loaded = scanner.loaded().find(({ files }) => files.some(({ path }) => path === home.path));
  return new Set(loaded?.files.flatMap(({ parsed }) => parsed.rules.map(({ id }) => id)) ?? []);
}

/** In the rule's file, and in every allow. A rule without an id gets one. */
async function renameEdit(
  id: string,
  newName: string,
  home: RuleHome,
  session: Session,
): Promise<WorkspaceEdit> {
  const changes: Record<string, TextEdit[]> = {};
  const put = (path: string, edit: TextEdit) => {
    const uri = clientUri(path, session);
    changes[uri] = [...(changes[uri] ?? []), edit];
  };
  const lines = lineIndex(home.text);
  const span = idSpanOf(home.file, home.index);
  if (span) put(home.path, { range: lines.rangeOf(span), newText: newName });
  else {
    const start = lines.lineSpan(home.rule.line).start;
    put(home.path, { range: lines.rangeOf({ start, end: start }), newText: `#@ id: ${newName}\n` });
  }
  for (const { path, range } of await allowsOf(id, home, session)) put(path, { range, newText: newName });
  return { changes };
}

function toLocation({ path, range }: TextPlace, session: Session): Location {
  return { uri: clientUri(path, session), range };
}

function nothing(): null {
  return null;
}

function none(): [] {
  return [];
}
