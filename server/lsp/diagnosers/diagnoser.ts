// What looks at a kind of open document: one file per kind in this folder, listed in index.ts.
import type { Diagnostic } from 'vscode-languageserver/node';
import type { OpenDocument } from '../open-document.ts';
import type { Session } from '../session.ts';

export interface Diagnoser {
  /** The first diagnoser that says yes looks at the document. */
  appliesTo(document: OpenDocument, session: Session): boolean;
  diagnose(document: OpenDocument, session: Session): Promise<readonly Diagnostic[]>;
}
