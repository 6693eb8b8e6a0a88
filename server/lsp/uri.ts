// The client's own spelling of a file's URI where the file is open: edits and places then meet the right document.
import { uriOf } from './open-document.ts';
import type { Session } from './session.ts';

export function clientUri(path: string, session: Session): string {
  return session.documentAt(path)?.uri ?? uriOf(path);
}
