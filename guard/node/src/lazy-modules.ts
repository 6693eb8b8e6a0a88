// Modules of Node that only some invocations need: loading them all would add tens of milliseconds to a cold start. A
// plain `require` is there in both kinds of module that the guard is built as.

export const lazyModules = {
  crypto: (): typeof import('node:crypto') => require('node:crypto'),
  http: (): typeof import('node:http') => require('node:http'),
  https: (): typeof import('node:https') => require('node:https'),
  stream: (): typeof import('node:stream') => require('node:stream'),
  stringDecoder: (): typeof import('node:string_decoder') => require('node:string_decoder'),
} as const;
