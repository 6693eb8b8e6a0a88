// Commands of the server around the run-time guard, for code actions, lenses and the palette: sent as
// `workspace/executeCommand`. Not registered under these names by the client.

/** Arguments: uri, the handler's name in its file. */
export const wrapHandlerCommand = 'lambdaProtect.server.wrapHandler';
/** Arguments: uri, the handler's name in its file. */
export const unwrapHandlerCommand = 'lambdaProtect.server.unwrapHandler';
/** No arguments: every handler of the workspace that is not guarded. */
export const wrapAllHandlersCommand = 'lambdaProtect.server.wrapAllHandlers';
