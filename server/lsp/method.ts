// What a method of the server is: one file in `methods/` that exports a value of this shape.
import type { Connection, InitializeParams, ServerCapabilities } from 'vscode-languageserver/node';
import type { Session } from './session.ts';

export interface Method {
  /** What the client is told that the server can do, given what the client can. */
  capabilities?(client: InitializeParams): Partial<ServerCapabilities>;
  /** Registers handlers; called once, before the client's first request. */
  register(connection: Connection, session: Session): void;
  /** What the client is asked for once it is ready: a server hears of that only once, so no method listens for it. */
  initialized?(connection: Connection, session: Session, client: InitializeParams): void;
}
