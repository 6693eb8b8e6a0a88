// What client and server say to each other beside the Language Server Protocol. Types and names only.

/** From the client when it starts the server: what it can do beyond the protocol. */
export interface InitializationOptions {
  /** Ids of client commands that code actions and lenses may carry. */
  readonly commands?: readonly string[];
  /** The workspace is trusted: settings of the workspace count. */
  readonly trusted?: boolean;
  /** Folder of this workspace's own data; absent: nothing is kept over a restart. */
  readonly storageFolder?: string;
}

/** Notification, server to client: what the server is doing. */
export const statusNotification = 'lambdaProtect/status';

export interface ServerStatus {
  readonly state: 'starting' | 'scanning' | 'ready';
  readonly engine: 're2' | 're2js';
  /** Why the native engine is not used, where it was wanted. */
  readonly engineNote?: string;
  /** Code rules in use, over all rule folders. */
  readonly rules: number;
  /** Folders that the rules come from; `shipped` where it is ours. */
  readonly ruleFolders: readonly { readonly uri: string; readonly shipped: boolean }[];
  readonly handlers: number;
  readonly guardedHandlers: number;
  /** Live findings in the workspace and the open files. */
  readonly findings: {
    readonly error: number;
    readonly warning: number;
    readonly info: number;
    readonly hint: number;
  };
}

/**
 * A client command that a code action carries behind its edit: selects a range, so that a person can type over
 * a placeholder. Arguments: uri, LSP range.
 */
export const selectCommand = 'lambdaProtect.select';
