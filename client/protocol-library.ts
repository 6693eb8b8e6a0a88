// The library of the Language Server Protocol, in a bundle of its own (`dist/protocol-library.cjs`): reading its
// 600 KB takes longer than all the rest of the activation, and it is wanted only behind it.
export { CloseAction, ErrorAction, LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
